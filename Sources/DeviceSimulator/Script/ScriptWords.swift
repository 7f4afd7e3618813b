import Claims

/// The words of one line of a script, taken one after the other.
struct ScriptWords {
    /// A quoted text is a word of its own, even an empty one.
    private struct Word {
        var text: String
        var isQuoted: Bool
    }

    let line: Int
    private var words: ArraySlice<Word> = []

    /// Splits at spaces and tabs; `#` begins a comment, `"…"` holds a text with `\"`, `\\` and `\t`.
    init(_ text: some StringProtocol, line: Int) throws(KioskError) {
        self.line = line
        var rest = Substring(text)
        while let first = rest.first, first != "#" {
            if first == " " || first == "\t" {
                rest.removeFirst()
            } else if first == "\"" {
                rest.removeFirst()
                words.append(Word(text: try Self.quoted(&rest, line: line), isQuoted: true))
            } else {
                let word = rest.prefix { $0 != " " && $0 != "\t" && $0 != "#" && $0 != "\"" }
                rest.removeFirst(word.count)
                words.append(Word(text: String(word), isQuoted: false))
            }
        }
    }

    var isEmpty: Bool { words.isEmpty }

    /// The next word, or nil at the end or before a quoted text.
    var peek: String? { words.first.flatMap { $0.isQuoted ? nil : $0.text } }

    /// Takes the next word if it is this one.
    mutating func take(_ word: String) -> Bool {
        guard peek == word else { return false }
        words.removeFirst()
        return true
    }

    /// Throws `rehearsal.script.not-understood` when there is no plain word.
    mutating func word(_ what: String) throws(KioskError) -> String {
        guard let text = peek else { throw problem("\(what) is missing") }
        words.removeFirst()
        return text
    }

    /// A plain word or a quoted text.
    mutating func text(_ what: String) throws(KioskError) -> String {
        guard let word = words.popFirst() else { throw problem("\(what) is missing") }
        return word.text
    }

    mutating func number(_ what: String, _ range: ClosedRange<Int>) throws(KioskError) -> Int {
        let text = try word(what)
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
            throw problem("\(what) is not a number")
        }
        guard range.contains(number) else { throw value("\(what) is \(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    /// `500ms`, `2s` or `3min`; at most a day.
    mutating func duration(_ what: String) throws(KioskError) -> Duration {
        let text = try word(what)
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number <= 86_400_000 else {
            throw problem("\(what) is not a time such as 500ms")
        }
        let duration: Duration? =
            switch text.dropFirst(digits.count) {
            case "ms": .milliseconds(number)
            case "s": .seconds(number)
            case "min": .seconds(60 * number)
            default: nil
            }
        guard let duration else { throw problem("\(what) is not a time in ms, s or min") }
        guard duration <= .seconds(86_400) else { throw value("\(what) is more than a day") }
        return duration
    }

    /// One of `choices`.
    mutating func choice<Choice: CaseIterable & RawRepresentable>(
        _ what: String,
        of type: Choice.Type
    ) throws(KioskError) -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try word(what)) else {
            throw problem("\(what) is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    mutating func yesOrNo(_ what: String) throws(KioskError) -> Bool {
        if take("yes") { return true }
        guard take("no") else { throw problem("\(what) is yes or no") }
        return false
    }

    func end() throws(KioskError) {
        guard words.isEmpty else { throw problem("there are words after the end of the statement") }
    }

    func problem(_ what: String) -> KioskError {
        KioskError(
            .scriptNotUnderstood,
            "Line \(line) of the script: \(what)",
            remedy: "Write it as in docs/kiosk-sim.md, \"Scripts\""
        )
    }

    func value(_ what: String) -> KioskError {
        KioskError(.scriptValue, "Line \(line) of the script: \(what)", remedy: "Give a value in that range")
    }

    private static func quoted(_ rest: inout Substring, line: Int) throws(KioskError) -> String {
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return text
            case "\\":
                switch rest.popFirst() {
                case "\"": text += "\""
                case "\\": text += "\\"
                case "t": text += "\t"
                default:
                    throw try ScriptWords("", line: line).problem("after \\ comes \", \\ or t")
                }
            default: text.append(character)
            }
        }
        throw try ScriptWords("", line: line).problem("a text has no end: a \" is missing")
    }
}
