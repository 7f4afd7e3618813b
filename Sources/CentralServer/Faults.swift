import Claims

/// What is wrong with the fields of one claim, collected so that one answer names them all.
///
/// A fault names the field and the rule, never the value: the value may be personal. Names are made up only when there is
/// a fault: nearly all of many checks of each claim find none.
struct Faults {
    private(set) var list: [String] = []

    mutating func add(_ field: String, _ problem: String) { list.append("\(field) \(problem)") }

    mutating func require(
        _ condition: Bool,
        _ field: @autoclosure () -> String,
        _ problem: @autoclosure () -> String
    ) {
        if !condition { add(field(), problem()) }
    }

    /// The value, or nil and a fault.
    mutating func require<Value>(
        _ value: Value?,
        _ field: @autoclosure () -> String,
        _ problem: @autoclosure () -> String
    ) -> Value? {
        if value == nil { add(field(), problem()) }
        return value
    }

    /// 1 to `limit` characters, none of them a control character.
    mutating func text(_ text: String, _ field: @autoclosure () -> String, upTo limit: Int) {
        require(Self.isText(text, upTo: limit), field(), "must have 1–\(limit) printable characters")
    }

    static func isText(_ text: String, upTo limit: Int) -> Bool {
        // Nearly all texts: no table of Unicode has to be asked.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return (1...limit).contains(text.utf8.count) }
        return (1...limit).contains(text.count) && text.unicodeScalars.count <= limit * 4
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// As programme files name points, conditions and themselves.
    mutating func name(_ text: String, _ field: @autoclosure () -> String) {
        let isName =
            (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
        require(isName, field(), "must be a name of 1–40 lower-case letters, digits and hyphens")
    }

    mutating func digest(_ text: String, _ field: @autoclosure () -> String) {
        require(Hash.isOne(text), field(), "must be 64 lower-case hexadecimal digits")
    }

    mutating func choice(_ text: String, _ field: @autoclosure () -> String, of known: [String]) {
        require(known.contains(text), field(), "must be one of \(known.joined(separator: ", "))")
    }

    /// The raw value of one of the cases.
    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String,
        _ field: @autoclosure () -> String,
        of type: Choice.Type
    ) {
        require(
            Choice(rawValue: text) != nil,
            field(),
            "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
        )
    }

    /// `YYYY-MM-DD`.
    mutating func date(_ text: String, _ field: @autoclosure () -> String) {
        require(CivilDate(text)?.description == text, field(), "must be a day as YYYY-MM-DD")
    }

    /// `claim.invalid` with every fault, nil while there is none.
    var error: KioskError? {
        guard !list.isEmpty else { return nil }
        let shown = list.prefix(20).joined(separator: "; ")
        let rest = list.count > 20 ? "; and \(list.count - 20) more" : ""
        return .invalidClaim("The claim cannot be taken: \(shown)\(rest).")
    }
}

extension KioskError {
    static func invalidClaim(_ message: String) -> KioskError {
        KioskError(
            .claimInvalid,
            message,
            remedy: "The kiosk keeps the claim. Compare the versions of kioskd and kiosk-central, then call support."
        )
    }
}
