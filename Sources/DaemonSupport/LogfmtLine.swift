import Logging

/// The text of one log line.
enum LogfmtLine {
    static func bytes(
        level: Logger.Level,
        message: String,
        fields: Logger.Metadata,
        priority: Bool
    ) -> [UInt8] {
        var line = priority ? "<\(priorityNumber(of: level))>" : ""
        line += "level=\(level.rawValue) msg=\(quoted(message))"
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            line += " \(safe(key: key))=\(text(of: "\(value)"))"
        }
        var bytes = Array(line.utf8)
        if bytes.count >= LogfmtHandler.maximumLine {
            bytes.removeSubrange((LogfmtHandler.maximumLine - 4)...)
            // Not in the middle of a character.
            while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
            if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
            bytes += "...".utf8
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// syslog(3).
    private static func priorityNumber(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    private static func safe(key: String) -> String {
        let folded = key.unicodeScalars.map { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_.-".contains(Character(scalar)))
                ? Character(scalar) : "_"
        }
        return folded.isEmpty ? "_" : String(folded)
    }

    /// Bare when nothing in it could be misread.
    private static func text(of value: String) -> String {
        let bare = value.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar != "\"" && scalar != "=" && scalar != "\\" && !mustHide(scalar)
        }
        return bare && !value.isEmpty ? value : quoted(value)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                if mustHide(scalar) {
                    let hex = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }

    /// Controls, line and paragraph separators, and the format characters that turn the direction of text.
    private static func mustHide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}
