import Claims
import Yams

/// Where in a settings file something stands, and the only maker of errors about it.
struct Place: Sendable {
    /// As the user named it.
    let file: String
    /// From 1.
    let line: Int
    /// From 1, counted in Unicode scalars, as the YAML parser does.
    let column: Int
    /// `counter.port`, `devices[0].baud`; empty at the top of the file.
    let keyPath: String

    /// Message: `FILE:LINE:COLUMN: key.path: what`.
    func fault(_ code: KioskError.Code, _ what: String, remedy: String) -> KioskError {
        let key = keyPath.isEmpty ? "" : "\(keyPath): "
        return KioskError(code, "\(file):\(line):\(column): \(key)\(what)", remedy: remedy)
    }

    func at(_ line: Int, _ column: Int) -> Place {
        Place(file: file, line: line, column: column, keyPath: keyPath)
    }

    /// Where the parser says it is; the same place when it does not say.
    func at(_ mark: Mark?, keyPath: String = "") -> Place {
        Place(file: file, line: mark?.line ?? line, column: mark?.column ?? column, keyPath: keyPath)
    }

    /// A text from the file in quotes, as `shown`.
    static func quoted(_ text: String) -> String { "\"\(shown(text))\"" }

    /// A text from the file on one line and at most 60 characters long, none of them heaped up from many marks.
    static func shown(_ text: String) -> String {
        var shown = ""
        for character in text.prefix(61) {
            let hidden = character.unicodeScalars.contains {
                [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
            let isHeap = character.unicodeScalars.count > 8
            shown += hidden || isHeap ? "\u{FFFD}" : String(character)
        }
        return shown.count > 60 ? "\(shown.prefix(59))…" : shown
    }
}
