extension ChainReport {
    /// For people: one line of what was verified, then one a problem.
    package var words: String {
        let signed =
            switch signature {
            case .valid: "signed by the given key"
            case .invalid: "NOT signed by the given key"
            case .unsigned: "not signed"
            case .unchecked: "signed; the signature was not checked, no public key was given"
            }
        let head =
            "\(kioskId ?? "a kiosk's") chain: \(count) claims, the last is number \(last), \(documents) with documents"
        var lines = ["\(head); \(signed)"]
        if corrected > 0 { lines.append("\(corrected) never came; the claims that correct them name their links") }
        lines += problems.map { "  claim \($0.number): \($0.explanation) [\($0.kind.rawValue)]" }
        if let damage { lines.append("  the file: \(damage)") }
        if headSignature == .invalid { lines.append("  the end of the chain is not signed by the given key") }
        lines.append(isWhole ? "1 to \(last) are all there, each linked to the one before" : "The chain is NOT whole.")
        return lines.joined(separator: "\n")
    }
}
