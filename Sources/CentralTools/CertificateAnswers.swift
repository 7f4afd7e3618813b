import Claims
import Papers

/// `certificate issue --json`.
struct IssuedCertificate: Encodable {
    let number: String
    let token: String
    let paper: Paper
}

/// `certificate verify`: what is proved, and nothing else.
struct CheckedCertificate: Encodable {
    struct Contents: Encodable {
        let number: String
        let claim: String
        let plate: String?
        let idTail: String
        let receivedOn: String
        let point: String
        let issuedOn: String
        let expiresOn: String
        let rehearsal: Bool
        let key: String
    }

    let result: String
    /// Of `malformed`.
    let flaw: String?
    /// Of `unknown-key`.
    let key: String?
    let checkedOn: String
    let contents: Contents?

    init(_ check: CertificateCheck, on day: CivilDate) {
        result = check.name
        checkedOn = day.description
        if case .malformed(let flaw) = check { self.flaw = flaw.rawValue } else { flaw = nil }
        if case .unknownKey(let fingerprint) = check { key = fingerprint } else { key = nil }
        contents = check.contents.map {
            Contents(
                number: $0.number.text,
                claim: $0.claim.text,
                plate: $0.plate?.text,
                idTail: $0.idTail.text,
                receivedOn: $0.receivedOn.description,
                point: $0.pointID,
                issuedOn: $0.issuedOn.description,
                expiresOn: $0.expiresOn.description,
                rehearsal: $0.isRehearsal,
                key: $0.keyFingerprint
            )
        }
    }

    /// The same for a terminal: the result first, then one `name value` a line.
    var lines: [String] {
        var lines = [result]
        if let flaw { lines.append("flaw \(flaw)") }
        if let key { lines.append("key \(key)") }
        lines.append("checked-on \(checkedOn)")
        if let contents {
            lines += [
                "number \(contents.number)", "claim \(contents.claim)", "plate \(contents.plate ?? "–")",
                "id-tail \(contents.idTail)", "received-on \(contents.receivedOn)", "point \(contents.point)",
                "issued-on \(contents.issuedOn)", "expires-on \(contents.expiresOn)", "key \(contents.key)",
            ]
        }
        return lines
    }
}
