extension ChainReport {
    /// For people: one line of what was verified, then one a problem.
    package var words: String {
        let signed =
            switch signature {
            case .valid: "signed by the given key"
            case .invalid where signer == nil: "not signed by anybody"
            case .invalid where isOfOtherKey:
                "signed by the key \(signer ?? ""), NOT by the given one, \(givenKey ?? "")"
            case .invalid: "NOT signed by the given key: the signature on the file's last line is not as it made it"
            case .unsigned: "not signed"
            case .unchecked: "signed; the signature was not checked, no public key was given"
            }
        let head =
            "\(kioskId ?? "a kiosk's") chain: \(count) claims, the last is number \(last), \(documents) with documents"
        var lines = ["\(head); \(signed)"]
        if corrected > 0 { lines.append("\(corrected) never came; the claims that correct them name their links") }
        lines += problems.map { "  claim \($0.number): \($0.explanation) [\($0.kind.rawValue)]" }
        if let damage { lines.append("  the file: \(damage)") }
        if headSignature == .invalid, !isOfOtherKey {
            lines.append("  the end of the chain is not signed by the given key")
        }
        lines.append(end)
        return lines.joined(separator: "\n")
    }

    private var end: String {
        guard isLinked else { return "The chain is NOT whole." }
        let linked = "1 to \(last) are all there, each linked to the one before"
        if isWhole { return linked }
        let next =
            isOfOtherKey
            ? "give the key of who wrote it: kiosk-central kiosks key for a kiosk's, central.pub for the central's"
            : "do not rely on it"
        return "\(linked). But who wrote the file is NOT proved: \(next)."
    }
}
