/// NFKC (UAX #15) as far as plates, serials and names need it. The standard library has no public form of it.
///
/// What cannot be folded to letters, digits and Tibetan marks is refused, so every answer is the same text that NFKC
/// would give. Tables: `Plate.foldTable`, `Plate.compositionTable`.
enum CompatibilityForm {
    /// The characters that stand for one; empty for a separator, nil for what must be refused.
    static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        if isPlain(scalar) { return [scalar] }
        if isSeparator(scalar) { return [] }
        if let form = forms[scalar] { return form }
        guard isLetter(scalar) || compositions[scalar] != nil, isKnown(scalar) else { return nil }
        return [scalar]
    }

    /// Letters and digits; marks only where a script writes with them. An accent that joins no letter, or a picture,
    /// would make another plate out of one that is there already.
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        if isPlain(scalar) { return true }
        guard scalar.isPrintable else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        case .nonspacingMark, .spacingMark: return isTibetan(scalar)
        default: return false
        }
    }

    /// A letter or digit of ASCII: NFKC leaves it as it is, and no table has to be asked.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// White space, every dash, and the dots that keyboards produce.
    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
            || separators.contains(scalar)
    }

    /// What can be folded, composed; everything else is left out.
    static func lettersAndDigits(of text: some StringProtocol) -> String {
        let characters = composed(text.unicodeScalars.flatMap { folded($0) ?? [] })
        var result = ""
        result.unicodeScalars.append(contentsOf: characters.filter(isLetter))
        return result
    }

    private static let separators: Set<Unicode.Scalar> = [
        "·", "•", ".", "_", "\u{2027}", "\u{2212}", "\u{2219}", "\u{22C5}", "\u{30FB}", "\u{FF65}",
    ]

    private static func isTibetan(_ scalar: Unicode.Scalar) -> Bool { (0x0F00...0x0FFF).contains(scalar.value) }

    /// Whether the tables know the character: they are made from one version of Unicode, the toolchain may be younger.
    private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return (age.major, age.minor) <= Plate.tableVersion
    }
}

extension CompatibilityForm {
    /// Canonical order and composition. The characters are taken as folded: one that could be taken apart further stays.
    static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var starter: Int?
        // The class of the last character kept after the starter; -1 when there is none.
        var last = -1
        for scalar in inCanonicalOrder(scalars) {
            let order = combiningClass(scalar)
            if let starter, last < order, let whole = composite(result[starter], scalar) {
                result[starter] = whole
                continue
            }
            if order == 0 {
                starter = result.count
                last = -1
            } else {
                last = order
            }
            result.append(scalar)
        }
        return result
    }

    private static func inCanonicalOrder(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result = scalars
        var start = 0
        while start < result.count {
            guard combiningClass(result[start]) != 0 else {
                start += 1
                continue
            }
            var end = start
            while end < result.count, combiningClass(result[end]) != 0 { end += 1 }
            let marks = result[start..<end].enumerated().sorted { left, right in
                let (leftClass, rightClass) = (combiningClass(left.element), combiningClass(right.element))
                return (leftClass, left.offset) < (rightClass, right.offset)
            }
            result.replaceSubrange(start..<end, with: marks.map(\.element))
            start = end
        }
        return result
    }

    private static func combiningClass(_ scalar: Unicode.Scalar) -> Int {
        isPlain(scalar) ? 0 : Int(scalar.properties.canonicalCombiningClass.rawValue)
    }

    private static func composite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        // A letter or digit of ASCII joins nothing before it.
        isPlain(second) ? nil : compositions[second]?[first] ?? hangulSyllable(first, second)
    }

    /// Unicode standard, chapter 3.12: 19 leading consonants, 21 vowels, 27 trailing consonants.
    private static func hangulSyllable(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if (0x1100...0x1112).contains(first.value), (0x1161...0x1175).contains(second.value) {
            return Unicode.Scalar(0xAC00 + ((first.value - 0x1100) * 21 + second.value - 0x1161) * 28)
        }
        if (0xAC00...0xD7A3).contains(first.value), (first.value - 0xAC00) % 28 == 0,
            (0x11A8...0x11C2).contains(second.value)
        {
            return Unicode.Scalar(first.value + second.value - 0x11A7)
        }
        return nil
    }
}

extension CompatibilityForm {
    /// nil in the value: refused.
    private static let forms: [Unicode.Scalar: [Unicode.Scalar]?] = {
        var forms: [Unicode.Scalar: [Unicode.Scalar]?] = [:]
        var next: UInt32 = 0
        for word in Plate.foldTable.split(whereSeparator: \.isWhitespace) {
            if word.hasSuffix(":") {
                next = UInt32(word.dropLast(), radix: 16) ?? next
                continue
            }
            let parts = word.split(separator: "*")
            guard let token = parts.first else { continue }
            for step in 0..<(parts.count == 2 ? UInt32(parts[1]) ?? 0 : 1) {
                if let scalar = Unicode.Scalar(next) { forms.updateValue(form(token, step), forKey: scalar) }
                next += 1
            }
        }
        return forms
    }()

    private static func form(_ token: Substring, _ step: UInt32) -> [Unicode.Scalar]? {
        if token == "!" { return nil }
        if token == "_" { return [] }
        let values = token.split(separator: ".").compactMap { UInt32($0, radix: 16) }
        return values.compactMap { Unicode.Scalar(values.count == 1 ? $0 + step : $0) }
    }

    /// Second character → first character → what both make.
    private static let compositions: [Unicode.Scalar: [Unicode.Scalar: Unicode.Scalar]] = {
        var table: [Unicode.Scalar: [Unicode.Scalar: Unicode.Scalar]] = [:]
        var second: Unicode.Scalar?
        for word in Plate.compositionTable.split(whereSeparator: \.isWhitespace) {
            if word.hasSuffix(":") {
                second = UInt32(word.dropLast(), radix: 16).flatMap(Unicode.Scalar.init)
                continue
            }
            let pair = word.split(separator: ".").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
            if let second, pair.count == 2 { table[second, default: [:]][pair[0]] = pair[1] }
        }
        return table
    }()
}
