import Claims
import Yams

/// A settings file as a tree that knows where everything stands.
///
/// One YAML document, at most 1 MiB, without anchors and aliases: a few lines of those can stand for gigabytes. The
/// parser itself stops at a depth of 1 000.
struct SettingsDocument {
    let root: StrictNode

    static func read(_ path: String) throws(KioskError) -> SettingsDocument {
        try SettingsDocument(SettingsFile.text(at: path), file: path)
    }

    init(_ text: String, file: String) throws(KioskError) {
        let start = Place(file: file, line: 1, column: 1, keyPath: "")
        try Self.refuseControlCharacters(in: text, start)
        try Self.refuseAliases(in: text, start)
        let node: Node?
        do {
            // The basic resolver leaves every plain scalar a string: its kind is ours to judge, in `StrictNode`.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            node = try parser.singleRoot()
            // Nodes hold their anchors weakly; the parser holds them.
            try withExtendedLifetime(parser) { () throws(KioskError) in
                if let node { try Self.refuseAnchors(in: node, start) }
            }
        } catch {
            throw Self.syntax(error, text, start)
        }
        guard let node else {
            throw start.fault(
                .configWrongType,
                "the file is empty, expected keys with values",
                remedy: "Copy the commented sample from config/ and change it."
            )
        }
        root = StrictNode(node, place: start.at(node.mark))
    }

    private static func refuseControlCharacters(in text: String, _ start: Place) throws(KioskError) {
        var line = 1
        var column = 1
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A:
                line += 1
                column = 0
            case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x10000...: break
            default:
                throw start.at(line, column).fault(
                    .configSyntax,
                    "the control character U+\(String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4))",
                    remedy: "Delete this character; settings are plain text."
                )
            }
            column += 1
        }
    }

    /// More than a handful of words that look like `*alias` are refused before parsing, so that the parser's own
    /// comparison of keys cannot explode; the few that pass are found by their anchors.
    private static func refuseAliases(in text: String, _ start: Place) throws(KioskError) {
        var count = 0
        var line = 1
        var column = 1
        var isComment = false
        var isBlankSoFar = true
        var previous: Unicode.Scalar = "\n"
        for scalar in text.unicodeScalars {
            if "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar) {
                if scalar == "\n" { line += 1 }
                (column, isComment, isBlankSoFar, previous) = (1, false, true, scalar)
                continue
            }
            if isBlankSoFar, scalar == "#" { isComment = true }
            if scalar != " ", scalar != "\t" { isBlankSoFar = false }
            if !isComment, scalar == "*", previous.properties.isWhitespace || "[{,:?-".unicodeScalars.contains(previous)
            {
                count += 1
                if count > 16 { throw aliasFault(start.at(line, column)) }
            }
            previous = scalar
            column += 1
        }
    }

    private static func refuseAnchors(in node: Node, _ start: Place) throws(KioskError) {
        guard node.anchor == nil else { throw aliasFault(start.at(node.mark)) }
        switch node {
        case .scalar: break
        case .sequence(let sequence): for item in sequence { try refuseAnchors(in: item, start) }
        case .mapping(let mapping):
            for (key, value) in mapping {
                try refuseAnchors(in: key, start)
                try refuseAnchors(in: value, start)
            }
        case .alias(let alias): throw aliasFault(start.at(alias.mark))
        }
    }

    private static func aliasFault(_ place: Place) -> KioskError {
        place.fault(
            .configSyntax,
            "anchors (&name) and aliases (*name) are not read",
            remedy: "Write the value out in each place; put a text that holds such a word in quotes, once."
        )
    }

    /// The parser's error with its place. Its own text is left out where it would quote the file.
    private static func syntax(_ error: any Error, _ text: String, _ start: Place) -> KioskError {
        if let error = error as? KioskError { return error }
        let remedy = "Correct the YAML here or in the line above: indentation with spaces, `key: value`, closed quotes."
        guard let error = error as? YamlError else {
            return start.fault(.configSyntax, "not readable as YAML", remedy: remedy)
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = start.at(mark)
            if problem.hasPrefix("Maximum nesting level") {
                return place.fault(.configSyntax, "nested too deeply", remedy: "Settings need four levels at the most.")
            }
            let doing = context.map { " \($0.text)" } ?? ""
            return place.fault(.configSyntax, "not YAML:\(doing) \(problem)", remedy: remedy)
        case .duplicatedKeysInMapping(let names, let context):
            return duplicate(names.first ?? "", context.mark, text, start)
        default:
            return start.fault(.configSyntax, "not readable as YAML", remedy: remedy)
        }
    }

    /// Points at the second of two equal keys where it can be found in the text, else at the first.
    private static func duplicate(_ name: String, _ first: Mark, _ text: String, _ start: Place) -> KioskError {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var place = start.at(first, keyPath: Place.shown(name))
        for (index, line) in lines.enumerated().dropFirst(first.line) {
            let rest = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(first.column - 1)))
            let lead = line.unicodeScalars.prefix(first.column - 1)
            guard lead.allSatisfy({ $0 == " " }), rest.hasPrefix(name),
                rest.dropFirst(name.count).drop(while: { $0 == " " }).first == ":"
            else { continue }
            place = place.at(index + 1, first.column)
            break
        }
        return place.fault(
            .configContradiction,
            "this key stands twice in the same mapping (first in line \(first.line))",
            remedy: "Keep one of the two."
        )
    }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - count)) + self
    }
}
