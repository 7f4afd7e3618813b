import CharacterEncodings
package import Claims

/// Builds the bytes of one paper for an ESC/POS printer (docs/readers/escpos-printer.md).
package struct ESCPOSEncoder {
    package enum Alignment: UInt8, Sendable {
        case left = 0
        case centre = 1
        case right = 2
    }

    package enum Size: Sendable {
        case normal
        /// Twice as high and no wider, so that columns stay what they are.
        case tall
    }

    /// How much of a QR code may be dirty: 7, 15, 25 or 30 %.
    package enum CodeLevel: UInt8, Sendable {
        case low = 0x30
        case medium = 0x31
        case quartile = 0x32
        case high = 0x33
    }

    /// Bytes of one text, before and after the conversion: more is no line of a receipt.
    package static let longestText = 512
    /// Bytes that a QR code with medium correction holds.
    package static let longestCode = 2_300
    /// Lines of one `GS v 0`: more overflow the buffers of small printers.
    package static let highestSlice = 255
    /// Dots: what a wide kiosk printer has.
    package static let widestImage = 1_024

    private var commands: [[UInt8]] = []
    private var height = 0
    private var size = Size.normal
    private let converter: GB18030Encoder?

    package init() { converter = GB18030Encoder() }

    package var data: PrintData { PrintData(commands: commands, height: height) }

    /// `ESC @`: forgets everything that an earlier job set.
    package mutating func initialise() {
        size = .normal
        add([0x1B, 0x40])
    }

    package mutating func align(_ alignment: Alignment) { add([0x1B, 0x61, alignment.rawValue]) }

    /// Latin and Chinese characters have a command each.
    package mutating func set(_ size: Size) {
        self.size = size
        let isTall = size == .tall
        add([0x1B, 0x21, isTall ? 0x10 : 0x00, 0x1C, 0x21, isTall ? 0x08 : 0x00])
    }

    package mutating func setBold(_ isBold: Bool) { add([0x1B, 0x45, isBold ? 1 : 0]) }

    /// One line. What is not ASCII goes in the printer's Chinese mode. A control character becomes a question mark.
    ///
    /// Throws `printer.text-not-encoded` for too long a text, and when the machine has no GB18030.
    package mutating func line(_ text: String) throws(KioskError) {
        height += size == .tall ? 54 : 30
        add(try Self.chinese(text, converter) + [0x0A])
    }

    /// `ESC d`, 0–255 lines.
    package mutating func feed(lines: UInt8) {
        height += Int(lines) * 30
        add([0x1B, 0x64, lines])
    }

    /// Feeds past the knife and leaves one bridge of paper.
    package mutating func cut() {
        height += 100
        add([0x1D, 0x56, 0x42, 0x03])
    }

    /// A QR code of model 2 that the printer draws.
    ///
    /// - Parameter moduleSize: 1–16 dots.
    ///
    /// Throws `request.too-large` for an empty payload or one of more than `longestCode` bytes.
    package mutating func code(_ payload: String, moduleSize: UInt8, level: CodeLevel) throws(KioskError) {
        let bytes = Array(payload.utf8)
        guard !bytes.isEmpty, bytes.count <= Self.longestCode else {
            throw KioskError(
                .requestTooLarge,
                "a printer's QR code cannot hold \(bytes.count) bytes",
                remedy: "Give it 1 to \(Self.longestCode) bytes."
            )
        }
        let size = min(max(moduleSize, 1), 16)
        // A large code has 177 modules; most have fewer.
        height += 64 * Int(size)
        add(Self.codeFunction([0x41, 0x32, 0x00]))
        add(Self.codeFunction([0x43, size]))
        add(Self.codeFunction([0x45, level.rawValue]))
        add(Self.codeFunction([0x50, 0x30] + bytes))
        add(Self.codeFunction([0x51, 0x30]))
    }

    /// An image in slices of `GS v 0`: rows from the top, eight dots a byte, the leftmost in the highest bit, 1 is black.
    ///
    /// A row is at most `widestImage` dots; what does not fill a row at the end is dropped. Bytes that a printer could
    /// take for a real-time command have one dot changed.
    package mutating func image(bytesPerRow: Int, rows: [UInt8]) {
        guard (1...Self.widestImage / 8).contains(bytesPerRow) else { return }
        let lines = rows.count / bytesPerRow
        let slice = max(1, min(Self.highestSlice, (PrintData.usualPiece - 8) / bytesPerRow))
        height += lines
        for start in stride(from: 0, to: lines, by: slice) {
            let count = min(slice, lines - start)
            let bytes = rows[start * bytesPerRow..<(start + count) * bytesPerRow]
            let header = [0x1D, 0x76, 0x30, 0x00] + Self.littleEndian(bytesPerRow) + Self.littleEndian(count)
            add(header + Self.harmless(bytes))
        }
    }

    private mutating func add(_ command: [UInt8]) { commands.append(command) }

    private static func chinese(_ text: String, _ converter: GB18030Encoder?) throws(KioskError) -> [UInt8] {
        var clean = ""
        for scalar in text.unicodeScalars {
            clean.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "?" : scalar)
        }
        guard clean.utf8.count <= longestText else { throw notEncoded("is longer than \(longestText) bytes") }
        if clean.utf8.allSatisfy({ $0 < 0x80 }) { return Array(clean.utf8) }
        guard let converter else { throw notEncoded("needs GB18030, which this machine's C library lacks") }
        guard let bytes = converter.bytes(clean) else { throw notEncoded("has characters without a GB18030 form") }
        return [0x1C, 0x26] + bytes + [0x1C, 0x2E]
    }

    private static func notEncoded(_ why: String) -> KioskError {
        KioskError(
            .printerTextNotEncoded,
            "a line for the printer \(why)",
            remedy: "Install libc6-gconv-modules-extra, or set the printer's text to raster."
        )
    }

    /// `GS ( k`: the length counts everything after it.
    private static func codeFunction(_ parameters: [UInt8]) -> [UInt8] {
        [0x1D, 0x28, 0x6B] + littleEndian(parameters.count + 1) + [0x31] + parameters
    }

    private static func littleEndian(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }

    /// `DLE EOT`, `DLE ENQ` and `DLE DC4` are obeyed wherever they stand, in the middle of an image too.
    private static func harmless(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var bytes = Array(bytes)
        for index in bytes.indices.dropFirst() where bytes[index - 1] == 0x10 {
            if bytes[index] == 0x04 || bytes[index] == 0x05 || bytes[index] == 0x14 { bytes[index] |= 0x08 }
        }
        return bytes
    }
}
