import CQrencode
package import Claims
import Glibc

/// A QR code (ISO/IEC 18004) as a square of dark and light modules, made by libqrencode.
package struct QRCode: Equatable, Sendable {
    /// Modules along one side, 21–177, without the quiet zone.
    package let size: Int
    /// Row by row; true is dark.
    package let modules: [Bool]

    /// Medium error correction: 15 % of the code may be dirty. Upper-case letters, digits and `$%*+-./: ` take least space.
    ///
    /// Throws `request.too-large` when the text does not fit into a code (about 2300 bytes).
    package init(_ text: String) throws(KioskError) {
        var bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 4_000, !bytes.contains(0) else { throw Self.tooLarge(bytes.count) }
        bytes.append(0)
        let made = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                QRcode_encodeString($0.baseAddress, 0, QR_ECLEVEL_M, QR_MODE_8, 1)
            }
        }
        guard let made else { throw Self.tooLarge(text.utf8.count) }
        defer { QRcode_free(made) }
        let size = Int(made.pointee.width)
        self.size = size
        // The lowest bit of each byte is the module's colour (qrencode.h, QRcode.data).
        modules = UnsafeBufferPointer(start: made.pointee.data, count: size * size).map { $0 & 1 == 1 }
    }

    package func isDark(row: Int, column: Int) -> Bool {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
        return modules[row * size + column]
    }

    /// A drawing with the quiet zone of four modules that the standard asks for; scales to any size.
    package var svg: String {
        let side = size + 8
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                let start = column
                while isDark(row: row, column: column) { column += 1 }
                if column > start { path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z" }
                column += 1
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(side)v\(side)h-\(side)z"/><path d="\(path)"/></svg>

            """
    }

    private static func tooLarge(_ count: Int) -> KioskError {
        KioskError(
            .requestTooLarge,
            "A QR code cannot hold this text of \(count) bytes.",
            remedy: "Give it 1 to 2300 bytes without zero bytes."
        )
    }
}
