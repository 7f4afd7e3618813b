package import Claims
package import Devices
package import Papers
package import ReaderProtocols
import WireAPI

/// Makes the bytes of a paper for one printer.
package struct PaperComposer: Sendable {
    private let settings: PrinterSettings
    private let drawing: any TextDrawing

    package init(settings: PrinterSettings, drawing: any TextDrawing) {
        self.settings = settings
        self.drawing = drawing
    }

    /// Throws `printer.font-missing`, `printer.image-failed`, `printer.text-not-encoded` and `request.too-large`.
    package func data(of paper: Paper) async throws(KioskError) -> PrintData {
        let drawsAll = settings.text == .raster
        let items = PrintLayout.items(of: paper, columns: settings.columns, drawsAll: drawsAll)
        var images = try await draw(items)[...]
        var encoder = ESCPOSEncoder()
        encoder.initialise()
        for item in items {
            switch item {
            case .text(let text, let style): try Self.add(text, style, to: &encoder)
            case .image: images.popFirst().map { encoder.image(bytesPerRow: $0.bytesPerRow, rows: $0.rows) }
            case .code(let payload): try add(code: payload, to: &encoder, drawn: drawsAll)
            case .rule:
                if drawsAll {
                    encoder.image(bytesPerRow: bytesPerRow, rows: rule)
                } else {
                    try encoder.line(String(repeating: "-", count: settings.columns))
                }
            case .cut: settings.cuts ? encoder.cut() : encoder.feed(lines: 5)
            }
        }
        return encoder.data
    }

    private var bytesPerRow: Int { (settings.dots + 7) / 8 }

    /// Two dots thick, with a little air.
    private var rule: [UInt8] {
        let air = [UInt8](repeating: 0, count: bytesPerRow * 7)
        return air + [UInt8](repeating: 0xFF, count: bytesPerRow * 2) + air
    }

    private func draw(_ items: [PrintItem]) async throws(KioskError) -> [PortableBitmap] {
        let em = max(RasterRequest.sizes.lowerBound, settings.dots / max(1, settings.columns) * 2)
        let paragraphs = items.compactMap { item -> RasterRequest.Paragraph? in
            guard case .image(let text, let language, let style) = item else { return nil }
            return RasterRequest.Paragraph(
                text: text,
                language: language,
                size: min(style == .plain ? em : em * 5 / 4, RasterRequest.sizes.upperBound),
                bold: style != .plain,
                alignment: style == .plain ? .left : .centre
            )
        }
        if paragraphs.isEmpty { return [] }
        return try await drawing.images(RasterRequest(width: bytesPerRow * 8, paragraphs: paragraphs))
    }

    /// The spaces that centre a line stand in the text already.
    private static func add(_ text: String, _ style: PrintStyle, to encoder: inout ESCPOSEncoder) throws(KioskError) {
        if style != .plain {
            encoder.set(.tall)
            encoder.setBold(true)
        }
        try encoder.line(text)
        if style != .plain {
            encoder.setBold(false)
            encoder.set(.normal)
        }
    }

    /// Drawn by us where all is drawn: many cheap printers have no QR command.
    private func add(code payload: String, to encoder: inout ESCPOSEncoder, drawn: Bool) throws(KioskError) {
        let code = try QRCode(payload)
        // Four light modules on each side.
        let side = code.size + 8
        let module = min(6, settings.dots / side)
        guard module >= 2 else {
            throw KioskError(
                .requestTooLarge,
                "a QR code of \(payload.utf8.count) bytes is too wide for \(settings.dots) dots",
                remedy: "Use a printer for wider paper, or correct `dots`."
            )
        }
        if drawn {
            encoder.image(bytesPerRow: bytesPerRow, rows: rows(of: code, side: side, module: module))
        } else {
            encoder.align(.centre)
            try encoder.code(payload, moduleSize: UInt8(module), level: .medium)
            encoder.align(.left)
        }
    }

    private func rows(of code: QRCode, side: Int, module: Int) -> [UInt8] {
        let left = (settings.dots - side * module) / 2
        var rows: [UInt8] = []
        for row in -4..<(code.size + 4) {
            var bytes = [UInt8](repeating: 0, count: bytesPerRow)
            for column in 0..<code.size where code.isDark(row: row, column: column) {
                for dot in left + (column + 4) * module..<left + (column + 5) * module {
                    bytes[dot / 8] |= 0x80 >> UInt8(dot % 8)
                }
            }
            for _ in 0..<module { rows += bytes }
        }
        return rows
    }
}
