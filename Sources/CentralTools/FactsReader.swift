import Claims
import Settings

/// One value of the facts with its place, read strictly. What is wrong goes to `problems` and reads as nil.
struct FactsReader {
    let json: FactsJSON
    let place: String
    let problems: FactsProblems

    /// The members of an object; nil when it is none. Keys that nobody reads are problems.
    func members(_ known: [String]) -> [String: FactsReader]? {
        guard case .object(let members) = json.value else { return wrongType("an object") }
        var found: [String: FactsReader] = [:]
        for (key, value) in members {
            let node = FactsReader(json: value, place: place.isEmpty ? key : "\(place).\(key)", problems: problems)
            guard known.contains(key) else {
                let near = NearestWord.to(key, among: known).map { "Write \"\($0)\"" } ?? "Delete it"
                problems.add(
                    .factsUnknownKey,
                    node,
                    "nobody reads this key; there are \(known.joined(separator: ", "))",
                    "\(near), see docs/decide.md."
                )
                continue
            }
            // null is the same as not being there.
            if case .null = value.value { continue }
            found[key] = node
        }
        return found
    }

    func text(_ length: ClosedRange<Int> = 1...80) -> String? {
        guard case .text(let text) = json.value else { return wrongType("a text in quotes") }
        guard length.contains(text.count), text.unicodeScalars.count <= length.upperBound * 4,
            text.unicodeScalars.allSatisfy(Self.isPrintable), !text.allSatisfy(\.isWhitespace)
        else { return invalid("\(length.lowerBound)–\(length.upperBound) printable characters") }
        return text
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        let hidden: Set<Unicode.GeneralCategory> = [
            .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
        ]
        return !hidden.contains(scalar.properties.generalCategory)
    }

    func truth() -> Bool? {
        guard case .truth(let truth) = json.value else { return wrongType("true or false, without quotes") }
        return truth
    }

    func integer(_ range: ClosedRange<Int>, _ unit: String) -> Int? {
        guard case .number(let text) = json.value else { return wrongType("a whole number of \(unit), without quotes") }
        guard let number = Int(text), range.contains(number) else {
            return invalid("a whole number of \(unit), \(range.lowerBound)–\(range.upperBound)")
        }
        return number
    }

    /// A decimal with at most three places, in thousandths.
    func thousandths(_ range: ClosedRange<Int>, _ unit: String) -> Int? {
        guard case .number(let text) = json.value else { return wrongType("a number of \(unit), without quotes") }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.count == 2 ? String(parts[1]) : ""
        guard parts.count <= 2, digits.count <= 3, (parts[0] + digits).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(parts[0] + digits + String(repeating: "0", count: 3 - digits.count)),
            range.contains(number)
        else {
            return invalid(
                "a number of \(unit) with at most three decimals, above 0, up to \(range.upperBound / 1_000)"
            )
        }
        return number
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        choice(Choice.allCases.map(\.rawValue)).flatMap(Choice.init)
    }

    func choice(_ words: [String]) -> String? {
        guard case .text(let text) = json.value else { return wrongType("one of \(words.joined(separator: ", "))") }
        guard words.contains(text) else { return invalid("one of \(words.joined(separator: ", "))") }
        return text
    }

    /// A day: `2025-04-30`.
    func day() -> CivilDate? {
        guard case .text(let text) = json.value else { return wrongType("a day such as \"2025-04-30\"") }
        guard text.utf8.count == 10, let day = CivilDate(text) else {
            return invalid("a day that exists, such as \"2025-04-30\"")
        }
        return day
    }

    func moment() -> FactsMoment? {
        guard case .text(let text) = json.value else {
            return wrongType("a time such as \"2025-04-30T23:59:59+08:00\", or a day")
        }
        guard let moment = FactsMoment(text) else {
            return invalid("a time with its offset such as \"2025-04-30T23:59:59+08:00\", or a day \"2025-04-30\"")
        }
        return moment
    }

    /// One object or a list of them.
    func oneOrMore(_ limit: Int) -> [FactsReader] {
        guard case .list(let items) = json.value else { return [self] }
        guard items.count <= limit else {
            problems.add(.factsInvalidValue, self, "more than \(limit) items", "Give those that count.")
            return []
        }
        return items.enumerated().map {
            FactsReader(json: $0.element, place: "\(place)[\($0.offset)]", problems: problems)
        }
    }

    func contradiction(_ message: String, _ remedy: String) {
        problems.add(.factsContradiction, self, message, remedy)
    }

    /// Never quotes the value: it may be somebody's number.
    func reject(_ expected: String) {
        problems.add(.factsInvalidValue, self, "expected \(expected)", "Correct the value, or leave the key out.")
    }

    private func invalid<Value>(_ expected: String) -> Value? {
        reject(expected)
        return nil
    }

    private func wrongType<Value>(_ expected: String) -> Value? {
        problems.add(
            .factsWrongType,
            self,
            "found \(json.kind), expected \(expected)",
            "Write it as docs/decide.md says."
        )
        return nil
    }
}
