package import Claims

/// A black-and-white image in the binary PBM format: `P4`, width and height as text, then rows from the top, eight dots
/// a byte, the leftmost in the highest bit, 1 is black, each row filled up to whole bytes (pbm(5) of Netpbm).
package struct PortableBitmap: Equatable, Sendable {
    package static let widest = 1_024
    package static let highest = 8_192

    package let width: Int
    package let height: Int
    /// `bytesPerRow * height`.
    package let rows: [UInt8]

    package var bytesPerRow: Int { (width + 7) / 8 }

    /// Nil where the measures are out of range or do not fit `rows`.
    package init?(width: Int, height: Int, rows: [UInt8]) {
        guard (1...Self.widest).contains(width), (1...Self.highest).contains(height),
            rows.count == (width + 7) / 8 * height
        else { return nil }
        self.width = width
        self.height = height
        self.rows = rows
    }

    package var bytes: [UInt8] { Array("P4\n\(width) \(height)\n".utf8) + rows }

    package func isBlack(row: Int, column: Int) -> Bool {
        guard (0..<height).contains(row), (0..<width).contains(column) else { return false }
        return rows[row * bytesPerRow + column / 8] & (0x80 >> UInt8(column % 8)) != 0
    }

    /// Images one after the other, in the exact form of `bytes`; comments are not understood.
    ///
    /// Throws `printer.image-failed` for anything else, and for more than `limit` images.
    package static func images(in bytes: [UInt8], limit: Int) throws(KioskError) -> [PortableBitmap] {
        var images: [PortableBitmap] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard images.count < limit, rest.starts(with: Array("P4\n".utf8)) else { throw malformed }
            rest = rest.dropFirst(3)
            let width = try number(&rest, endedBy: 0x20)
            let height = try number(&rest, endedBy: 0x0A)
            guard width <= widest, height <= highest,
                let image = PortableBitmap(
                    width: width,
                    height: height,
                    rows: Array(rest.prefix((width + 7) / 8 * height))
                )
            else { throw malformed }
            rest = rest.dropFirst(image.rows.count)
            images.append(image)
        }
        return images
    }

    /// One to five digits.
    private static func number(_ rest: inout ArraySlice<UInt8>, endedBy end: UInt8) throws(KioskError) -> Int {
        let digits = rest.prefix(6).prefix { (0x30...0x39).contains($0) }
        guard (1...5).contains(digits.count), rest.dropFirst(digits.count).first == end else { throw malformed }
        rest = rest.dropFirst(digits.count + 1)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static let malformed = KioskError(
        .printerImageFailed,
        "what should be images is none",
        remedy: "Compare the versions of kioskd and kiosk-raster."
    )
}
