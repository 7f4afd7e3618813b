import Claims
import CounterServer
import Inspection
import WireAPI

/// What a supervisor entered to correct a claim, checked.
struct EnteredAmendment: Sendable {
    let reason: String
    let card: BankCardNumber?
    let certificate: OwnershipCertificate?
    let parts: [Part: PartFinding]

    /// For the audit log: what was corrected, not what it says.
    var subjects: String {
        guard card != nil || certificate != nil || !parts.isEmpty else { return "only the number" }
        let named = [card.map { _ in "bank-card" }, certificate.map { _ in "certificate" }].compactMap(\.self)
        return (named + Part.allCases.filter { parts[$0] != nil }.map(\.rawValue)).joined(separator: ", ")
    }

    /// Throws `session.input-invalid` with the field that is wrong, and `request.malformed`.
    ///
    /// - Parameters:
    ///   - today: a certificate is not of a later day.
    ///   - isNumberTaken: the claim's number is another's at the central: a number of its own is correction enough.
    init(
        _ entry: AmendmentEntry,
        by supervisor: String,
        under programme: Programme,
        today: CivilDate,
        isNumberTaken: Bool
    ) throws {
        let reason = entry.reason.drop(while: \.isWhitespace)
        guard reason.count >= 3, SupervisorOverride(.bankCard, supervisor: supervisor, reason: String(reason)) != nil
        else { throw Self.invalid("reason", "is 3–200 printable characters") }
        self.reason = String(reason)
        card = try entry.bankCard.map(Self.card)
        certificate = try entry.certificate.map { try Self.certificate($0, programme, today) }
        var parts: [Part: PartFinding] = [:]
        for (name, entry) in entry.parts ?? [:] {
            guard let part = Part(rawValue: name) else { throw Self.invalid("parts", "are battery, motor and frame") }
            parts[part] = try Self.finding(entry, of: part)
        }
        self.parts = parts
        guard isNumberTaken || card != nil || certificate != nil || !parts.isEmpty else {
            throw Self.invalid("the entry", "corrects nothing")
        }
    }

    /// As at the counter: what looks mistyped takes a supervisor's word that the card shows it so. He is the one who
    /// corrects, and the correction says so in an override.
    ///
    /// Throws `session.input-invalid` and `claim.card-unusual`.
    static func card(_ entry: AmendmentEntry.Card) throws(KioskError) -> BankCardNumber {
        guard let number = BankCardNumber(entry.number), let again = BankCardNumber(entry.repeated) else {
            throw invalid("bankCard", "is a number of 16–19 digits, or 12–15 on a few cards, entered twice")
        }
        guard number == again else {
            throw invalid("bankCard", "was entered twice, and the two numbers differ: one is mistyped")
        }
        guard !number.needsSupervisor || entry.confirmUnusual == true else {
            throw KioskError(
                .claimCardUnusual,
                number.warnings.contains(.length)
                    ? "the card number has not the usual 16–19 digits"
                    : "the card number's last digit does not fit the others: one may be mistyped",
                remedy:
                    "Nothing was recorded. Compare it with the card. Only if the card shows it so, say that too: the "
                    + "tick on the page, kioskctl --unusual-card, \"confirmUnusual\": true in a file."
            )
        }
        return number
    }

    private static func certificate(
        _ entry: CertificateEntry,
        _ programme: Programme,
        _ today: CivilDate
    ) throws -> OwnershipCertificate {
        let form = try entry.form
        guard let day = CivilDate(form.issuedOn), day <= today else {
            throw invalid("certificate.issuedOn", "is a day that was")
        }
        guard form.photo != nil || programme.ownership.photo == .optional else {
            throw invalid("certificate.photo", "must be there")
        }
        do {
            return try OwnershipCertificate(
                issuerKind: form.issuerKind,
                issuer: form.issuer,
                number: form.number,
                issuedOn: day,
                signatory: form.signatory,
                photo: form.photo
            )
        } catch {
            throw invalid("certificate.\(error.rawValue)", "is not filled in as it must be")
        }
    }

    private static func finding(_ entry: PartEntry, of part: Part) throws -> PartFinding {
        let judged = try entry.judgement
        let serial: PartSerial
        switch judged.serial {
        case .text(let text):
            guard let read = PartSerial.read(checking: text) else {
                throw invalid("parts.\(part.rawValue).serial", "is 1–64 printable characters")
            }
            serial = read
        case .illegible: serial = .illegible
        case .groundOff: serial = .groundOff
        case .absent, .unspecified: serial = .none
        }
        let isBattery = part == .battery && judged.condition == .present
        return PartFinding(
            condition: judged.condition,
            serial: judged.condition == .missing ? .none : serial,
            voltage: isBattery ? judged.voltage : nil
        )
    }

    static func invalid(_ field: String, _ rule: String) -> KioskError {
        KioskError(.inputInvalid, "\(field) \(rule)", remedy: "Nothing was recorded. Correct it and send it again.")
    }
}
