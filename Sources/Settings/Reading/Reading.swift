import Claims

/// How one value is read: what it must be, in words that end a sentence, and the function that reads it.
struct Reading<Value> {
    let expected: String
    let read: (StrictNode) throws(KioskError) -> Value

    init(_ expected: String, read: @escaping (StrictNode) throws(KioskError) -> Value) {
        self.expected = expected
        self.read = read
    }

    /// A quoted or plain text without control characters that `make` can turn into a value.
    ///
    /// - Parameter secret: errors then tell the text's length instead of the text.
    static func parsed(
        _ expected: String,
        secret: Bool = false,
        _ make: @escaping (String) -> Value?
    ) -> Reading {
        Reading(expected) { (node) throws(KioskError) in
            guard case .text(let text) = node.content else {
                throw node.wrongType(expected: expected, secret: secret, remedy: quoteRemedy(node, secret: secret))
            }
            guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }),
                let value = make(text)
            else { throw node.invalid(expected: expected, secret: secret) }
            return value
        }
    }

    /// `hotline: 12315` is a number to YAML; a text of digits needs quotes.
    private static func quoteRemedy(_ node: StrictNode, secret: Bool) -> String? {
        switch node.content {
        case .number where secret: "Put the digits in quotes."
        case .number(let text): "If a text is meant, put it in quotes: \"\(text)\"."
        case .boolean: "If a text is meant, put it in quotes."
        default: nil
        }
    }
}

extension Reading where Value == String {
    /// - Parameter length: in characters, after surrounding spaces are dropped.
    static func text(_ length: ClosedRange<Int>) -> Reading {
        let expected = "a text of \(length.lowerBound)–\(length.upperBound) characters"
        return .parsed(expected) { text in
            let trimmed = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            return length.contains(trimmed.count) ? trimmed : nil
        }
    }
}

extension Reading where Value == Int {
    /// Decimal digits only: no sign but a minus, no leading zeros, no `1_000`, no `0x10`.
    static func integer(in range: ClosedRange<Int>, unit: String = "") -> Reading {
        let kind = unit.isEmpty ? "a whole number" : "a whole number of \(unit)"
        let expected = "\(kind) from \(range.lowerBound) to \(range.upperBound)"
        return Reading(expected) { (node) throws(KioskError) in
            guard case .number(let text) = node.content else { throw node.wrongType(expected: expected) }
            let digits = text.first == "-" ? text.dropFirst() : text[...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits == "0" || digits.first != "0" else {
                throw node.wrongType(expected: expected, remedy: "Write it with the digits 0–9 only, such as 9600.")
            }
            guard let value = Int(text), range.contains(value) else { throw node.invalid(expected: expected) }
            return value
        }
    }

    /// One of a few numbers.
    static func integer(among values: [Int], unit: String) -> Reading {
        let expected = "one of \(values.map(String.init).joined(separator: ", ")) \(unit)"
        return Reading(expected) { (node) throws(KioskError) in
            guard case .number(let text) = node.content else { throw node.wrongType(expected: expected) }
            guard let value = Int(text), values.contains(value) else { throw node.invalid(expected: expected) }
            return value
        }
    }
}

extension Reading where Value == Bool {
    /// `true` or `false`, spelled so.
    static var truth: Reading {
        Reading("true or false") { (node) throws(KioskError) in
            guard case .boolean(let value) = node.content, ["true", "false"].contains(node.word) else {
                throw node.wrongType(expected: "true or false")
            }
            return value
        }
    }
}

extension Reading where Value == Duration {
    static func seconds(in range: ClosedRange<Int>) -> Reading {
        let number = Reading<Int>.integer(in: range, unit: "seconds")
        return Reading(number.expected) { (node) throws(KioskError) in .seconds(try number.read(node)) }
    }

    static func milliseconds(in range: ClosedRange<Int>) -> Reading {
        let number = Reading<Int>.integer(in: range, unit: "milliseconds")
        return Reading(number.expected) { (node) throws(KioskError) in .milliseconds(try number.read(node)) }
    }
}

extension Reading where Value == CivilDate {
    static var date: Reading {
        .parsed("a day as YYYY-MM-DD") { $0.utf8.count == 10 ? CivilDate($0) : nil }
    }
}

extension Reading {
    /// One of an enum's raw values; a near miss is named in the remedy.
    static func choice(_: Value.Type) -> Reading
    where Value: RawRepresentable<String> & CaseIterable {
        let words = Value.allCases.map(\.rawValue)
        let expected = words.count == 2 ? words.joined(separator: " or ") : "one of \(words.joined(separator: ", "))"
        let text = Reading<String>.parsed(expected) { $0 }
        return Reading(expected) { (node) throws(KioskError) in
            let word = try text.read(node)
            guard let value = Value(rawValue: word) else {
                let near = NearestWord.to(word, among: words).map { "Write \($0) instead." }
                throw node.invalid(expected: expected, remedy: near)
            }
            return value
        }
    }

    static func mapping<Key: SettingsKey>(_: Key.Type) -> Reading where Value == StrictMapping<Key> {
        let keys = Key.allCases.map(\.rawValue).joined(separator: ", ")
        return Reading("a mapping with the keys \(keys)") { (node) throws(KioskError) in
            try StrictMapping(node)
        }
    }

    /// A mapping that becomes a value of its own.
    static func mapping<Key: SettingsKey>(
        _: Key.Type,
        _ make: @escaping (StrictMapping<Key>) throws(KioskError) -> Value
    ) -> Reading {
        let mapping = Reading<StrictMapping<Key>>.mapping(Key.self)
        return Reading(mapping.expected) { (node) throws(KioskError) in try make(mapping.read(node)) }
    }

    /// A list; each item comes with its place, so that a contradiction can point at it.
    static func list<Item>(
        _ count: ClosedRange<Int>,
        of item: Reading<Item>
    ) -> Reading where Value == [(value: Item, place: Place)] {
        let expected = "a list of \(count.lowerBound)–\(count.upperBound) items, each \(item.expected)"
        return Reading(expected) { (node) throws(KioskError) in
            guard case .list(let nodes) = node.content else { throw node.wrongType(expected: expected) }
            guard count.contains(nodes.count) else {
                throw node.place.fault(
                    .configInvalidValue,
                    "found \(nodes.count) items, expected \(count.lowerBound)–\(count.upperBound)",
                    remedy: "Write \(expected) here."
                )
            }
            var values: [(value: Item, place: Place)] = []
            for node in nodes { values.append((try item.read(node), node.place)) }
            return values
        }
    }

    /// Such a list in which no two items have the same name.
    ///
    /// - Parameter name: of an item, with what it is: `the point dongga`.
    static func list<Item, Name: Hashable>(
        _ count: ClosedRange<Int>,
        of item: Reading<Item>,
        uniqueBy key: @escaping (Item) -> Name,
        name: @escaping (Item) -> String
    ) -> Reading<[Item]> {
        let list = Reading<[(value: Item, place: Place)]>.list(count, of: item)
        return Reading<[Item]>(list.expected) { (node) throws(KioskError) in
            var lines: [Name: Int] = [:]
            let items = try list.read(node)
            for (value, place) in items {
                guard let line = lines.updateValue(place.line, forKey: key(value)) else { continue }
                throw place.fault(
                    .configContradiction,
                    "\(name(value)) stands twice (first in line \(line))",
                    remedy: "Keep one of the two."
                )
            }
            return items.map(\.value)
        }
    }
}

extension Reading where Value == Timestamp {
    /// RFC 3339 with an offset.
    static var time: Reading {
        .parsed("a time as 2025-03-10T09:45:00+08:00") { text in
            text.utf8.allSatisfy { $0 < 0x80 } ? Timestamp(text) : nil
        }
    }
}
