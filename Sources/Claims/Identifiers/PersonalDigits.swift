/// Finds what may be the number of a person or of a person's account in bytes that a scanner sent.
///
/// A run of eleven digits or more counts, whatever it is: mobile telephones have eleven, bank cards twelve to
/// nineteen, identity numbers seventeen and a digit or X. One space, hyphen, dot, colon, comma or stroke between
/// digits does not end it. Better a part's number hidden than a person's shown.
package enum PersonalDigits {
    package static let shortestRun = 11
    /// For a run that touches the first or the last byte: the rest of it may be elsewhere.
    package static let shortestCutRun = 6

    /// The runs, as the places of their digits; an X after seventeen digits belongs to its run.
    ///
    /// - Parameter isWhole: false when the bytes are a piece out of a longer stream.
    package static func runs(in bytes: some RandomAccessCollection<UInt8>, isWhole: Bool) -> [[Int]] {
        var found: [[Int]] = []
        var run: [Int] = []
        var separators = 0
        func end(atEdge: Bool) {
            let isCut = !isWhole && (atEdge || run.first == 0)
            if run.count >= (isCut ? shortestCutRun : shortestRun) { found.append(run) }
            run = []
            separators = 0
        }
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39:
                run.append(index)
                separators = 0
            // Space, comma, hyphen, dot, stroke, colon.
            case 0x20 where separators == 0, 0x2C...0x2F where separators == 0, 0x3A where separators == 0:
                separators += 1
            case 0x58 where run.count == 17, 0x78 where run.count == 17:
                run.append(index)
                end(atEdge: false)
            default:
                end(atEdge: false)
            }
        }
        end(atEdge: true)
        return found
    }

    /// Asterisks for all but the last four digits of each run. Nil when the text holds none.
    package static func masked(_ text: String) -> String? {
        var bytes = Array(plain(text).utf8)
        let runs = runs(in: bytes, isWhole: true)
        guard !runs.isEmpty else { return nil }
        for run in runs {
            for index in run.dropLast(4) { bytes[index] = UInt8(ascii: "*") }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Full-width digits as ASCII's.
    private static func plain(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let digit = (0xFF10...0xFF19).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) : nil
            scalars.append(digit ?? scalar)
        }
        return String(scalars)
    }
}
