import CharacterEncodings
import Claims
package import Devices
package import NIOCore

/// A frame's bytes to text: identifiers off, then the characters, by the order of docs/readers/line-scanner.md.
///
/// Used by one thread at a time. A wrong character is never replaced: what is no text throws, and the bytes are in no
/// error.
package final class ScanDecoder {
    package enum Failure: Error, Hashable, Sendable {
        /// Nothing behind the identifiers.
        case empty
        /// The code says that it holds no text (ECI 899).
        case binary
        /// Bytes that the characters in question do not have, or that no guess fits.
        case wrongBytes
        /// The code names characters that this program does not know.
        case unknownECI(Int)
        /// This machine's C library cannot convert from those characters.
        case noConverter
    }

    private let settings: ScannerSettings
    private var converters: [CharacterConverter.Encoding: CharacterConverter] = [:]

    package init(_ settings: ScannerSettings = ScannerSettings()) { self.settings = settings }

    /// `symbology` is what the scanner said beside the data, if it did.
    package func decode(_ frame: ByteBuffer, symbology: Symbology? = nil) throws(Failure) -> ScannedText {
        var bytes = frame.readableBytesView
        var symbology = symbology
        let identifier = AIMIdentifier(bytes, isConfigured: settings.aim)
        if let identifier {
            symbology = identifier.symbology
            bytes = bytes.dropFirst(AIMIdentifier.size)
        } else if settings.codeIDs == .honeywell, let first = bytes.first, let known = Symbology(honeywellID: first) {
            symbology = known
            bytes = bytes.dropFirst()
        }
        guard !bytes.isEmpty else { throw .empty }
        let (text, charset) = try text(bytes, carriesECI: identifier?.carriesECI ?? false)
        // The code's own data may hold the sign of somebody else's lost character.
        guard !text.unicodeScalars.contains("\u{FFFD}") else { throw .wrongBytes }
        return ScannedText(text: text, symbology: symbology, identifier: identifier?.text, charset: charset)
    }

    private func text(
        _ bytes: ByteBufferView,
        carriesECI: Bool
    ) throws(Failure) -> (String, ScannedText.Charset) {
        guard carriesECI else { return try unlabelled(bytes) }
        guard let segments = ECISegment.split(bytes) else { throw .wrongBytes }
        guard !segments.isEmpty else { throw .empty }
        guard segments.contains(where: { $0.number != nil }) else {
            return try unlabelled(ByteBuffer(bytes: segments.flatMap(\.bytes)).readableBytesView)
        }
        var text = ""
        for segment in segments {
            let view = ByteBuffer(bytes: segment.bytes).readableBytesView
            if let number = segment.number {
                text += try labelled(view, number)
            } else {
                text += try unlabelled(view).0
            }
        }
        return (text, .eci)
    }

    /// Assigned by AIM ITS/04-023; 31 by one source only.
    private func labelled(_ bytes: ByteBufferView, _ eci: Int) throws(Failure) -> String {
        let encoding: CharacterConverter.Encoding
        switch eci {
        case 3: encoding = .latin1
        case 26: encoding = .utf8
        case 27:
            guard Self.isASCII(bytes) else { throw .wrongBytes }
            encoding = .utf8
        case 28: encoding = .big5
        // GB18030 holds GB2312 and GBK.
        case 29, 31, 32: encoding = .gb18030
        case 899: throw .binary
        default: throw .unknownECI(eci)
        }
        guard let text = try convert(bytes, encoding) else { throw .wrongBytes }
        return text
    }

    private func unlabelled(_ bytes: ByteBufferView) throws(Failure) -> (String, ScannedText.Charset) {
        if Self.isASCII(bytes), let text = try convert(bytes, .utf8) { return (text, .ascii) }
        let encoding: CharacterConverter.Encoding
        switch settings.encoding {
        case .auto:
            // A byte order mark says UTF-8, and is no part of the text.
            let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            if let text = try convert(bytes.dropFirst(mark), .utf8),
                mark > 0 || text.unicodeScalars.allSatisfy(\.isOnPlatesAndParts)
            {
                guard !text.isEmpty else { throw .empty }
                return (text, .guessedUTF8)
            }
            if let text = try convert(bytes, .gb18030), text.unicodeScalars.allSatisfy(\.isAssigned) {
                return (text, .guessedGB18030)
            }
            throw .wrongBytes
        case .utf8: encoding = .utf8
        case .gb18030: encoding = .gb18030
        case .big5: encoding = .big5
        case .latin1: encoding = .latin1
        }
        guard let text = try convert(bytes, encoding) else { throw .wrongBytes }
        return (text, .configured)
    }

    private func convert(
        _ bytes: ByteBufferView,
        _ encoding: CharacterConverter.Encoding
    ) throws(Failure) -> String? {
        guard let converter = converters[encoding] ?? CharacterConverter(encoding) else { throw .noConverter }
        converters[encoding] = converter
        return bytes.withUnsafeBytes { converter.text($0) }
    }

    private static func isASCII(_ bytes: ByteBufferView) -> Bool {
        bytes.withUnsafeBytes { bytes in bytes.allSatisfy { $0 < 0x80 } }
    }
}

extension Unicode.Scalar {
    /// ASCII, CJK, Tibetan and the punctuation that comes with them. Two bytes of GB18030 are UTF-8 too now and then;
    /// then they are hardly ever one of these.
    fileprivate var isOnPlatesAndParts: Bool {
        switch value {
        case 0...0x7F, 0xB7: true
        // General punctuation without what cannot be seen.
        case 0x2010...0x2027, 0x2030...0x205E: true
        case 0x0F00...0x0FFF: true
        case 0x2E80...0x2FDF, 0x3000...0x303F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
        case 0xFE30...0xFE4F, 0xFF01...0xFFEE: true
        case 0x2_0000...0x3_FFFD: true
        default: false
        }
    }

    fileprivate var isAssigned: Bool {
        switch properties.generalCategory {
        case .control: isASCII
        case .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }
}
