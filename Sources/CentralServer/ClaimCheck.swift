import Claims
import Sealing
import WireAPI

/// Whether a document is a claim that the register can take. Pure; judges the form, not the programme's rules.
struct ClaimCheck {
    /// The most that a claim may pay: 10 000 yuan.
    static let highestAmount: Int64 = 10_000_00

    /// What the check yields besides faults.
    struct Checked {
        let claimID: ClaimID
        let number: ClaimNumber
    }

    private let claim: ClaimDocument
    private var faults = Faults()

    private init(_ claim: ClaimDocument) { self.claim = claim }

    /// Throws `claim.invalid` with all faults found. `digestKey` makes the keys that the claim must carry.
    static func check(_ claim: ClaimDocument, digestKey: DigestKey) throws(KioskError) -> Checked {
        var check = ClaimCheck(claim)
        let identity = check.identity()
        check.origin()
        check.applicant()
        check.vehicle()
        check.certificate()
        check.parts()
        check.verdict()
        check.payee()
        check.keys(digestKey)
        if let error = check.faults.error { throw error }
        guard let identity else { throw .invalidClaim("The claim cannot be taken: claimId or claimNumber is wrong.") }
        return identity
    }

    private mutating func identity() -> Checked? {
        let id = ClaimID(claim.claimId).flatMap { $0.text == claim.claimId ? $0 : nil }
        let number = ClaimNumber(claim.claimNumber).flatMap { $0.text == claim.claimNumber ? $0 : nil }
        let kiosk = KioskID(claim.kioskId)
        faults.require(id != nil, "claimId", "must be a UUID of version 7 in lower case")
        faults.require(number != nil, "claimNumber", "must be a claim number with its check character")
        faults.require(kiosk != nil, "kioskId", "must be a kiosk's name")
        faults.require(claim.chain.sequence > 0, "chain.sequence", "must be 1 or more")
        faults.digest(claim.chain.previous, "chain.previous")
        if claim.chain.sequence == 1 {
            let start = claim.chain.previous.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
            faults.require(start, "chain.previous", "must be 64 zeros for the first claim")
        }
        guard let id, let number else { return nil }
        if let kiosk { faults.require(number.kiosk == kiosk, "claimNumber", "must belong to kioskId") }
        faults.require(number.sequence == claim.chain.sequence, "claimNumber", "must hold chain.sequence")
        return Checked(claimID: id, number: number)
    }

    private mutating func origin() {
        faults.text(claim.point, "point", upTo: 120)
        faults.text(claim.programme, "programme", upTo: 64)
        faults.text(claim.programmeVersion, "programmeVersion", upTo: 64)
        faults.text(claim.noticeVersion, "noticeVersion", upTo: 64)
        faults.require(Timestamp(claim.recordedAt) != nil, "recordedAt", "must be a time as RFC 3339 has it")
    }

    private mutating func applicant() {
        let applicant = claim.applicant
        faults.text(applicant.name, "applicant.name", upTo: 120)
        faults.choice(applicant.cardKind, "applicant.cardKind", of: CardIdentity.Kind.allCases.map(\.rawValue))
        let number = IdentityNumber(applicant.idNumber)
        faults.require(number?.text == applicant.idNumber, "applicant.idNumber", "must be a valid identity number")
        if let number, let kind = CardIdentity.Kind(rawValue: applicant.cardKind) {
            var isOld = false
            if case .foreigner2017 = number { isOld = true }
            faults.require(isOld == (kind == .foreigner2017), "applicant.cardKind", "must fit the identity number")
        }
        if !["long-term", "unreadable"].contains(applicant.cardValidUntil) {
            faults.date(applicant.cardValidUntil, "applicant.cardValidUntil")
        }
    }

    private mutating func vehicle() {
        let vehicle = claim.vehicle
        let states = ["found", "unknown", "unavailable", "plateless"]
        faults.choice(vehicle.registration, "vehicle.registration", of: states)
        if let plate = vehicle.plate {
            faults.require(Plate(plate)?.text == plate, "vehicle.plate", "must be a plate in its folded form")
        }
        if states.contains(vehicle.registration) {
            let plateless = vehicle.registration == "plateless"
            faults.require((vehicle.plate == nil) == plateless, "vehicle.plate", "must be there unless plateless")
        }
        let found = vehicle.registration == "found"
        faults.require((vehicle.plateKind != nil) == found, "vehicle.plateKind", "must be there if found, only then")
        faults.require(
            (vehicle.registeredOn != nil) == found,
            "vehicle.registeredOn",
            "must be there if found, only then"
        )
        faults.require(
            (vehicle.ownerIsApplicant != nil) == found,
            "vehicle.ownerIsApplicant",
            "must be there if found, only then"
        )
        if let kind = vehicle.plateKind { faults.text(kind, "vehicle.plateKind", upTo: 64) }
        if let day = vehicle.registeredOn { faults.date(day, "vehicle.registeredOn") }
    }

    private mutating func certificate() {
        guard let certificate = claim.certificate else {
            let needed = claim.verdict.kind == "subsidy-with-certificate"
            faults.require(!needed, "certificate", "must be there for this verdict")
            return
        }
        faults.text(certificate.issuer, "certificate.issuer", upTo: 80)
        faults.text(certificate.number, "certificate.number", upTo: 80)
        faults.date(certificate.issuedOn, "certificate.issuedOn")
    }

    private mutating func keys(_ digestKey: DigestKey) {
        let keys = claim.keys
        faults.digest(keys.person, "keys.person")
        if let vehicle = keys.vehicle { faults.digest(vehicle, "keys.vehicle") }
        if let number = IdentityNumber(claim.applicant.idNumber) {
            let matches = keys.person == digestKey.digest(.person, number.text)
            faults.require(matches, "keys.person", "does not belong to the identity number under the digest key here")
        }
        guard let plate = claim.vehicle.plate else {
            faults.require(keys.vehicle == nil, "keys.vehicle", "must not be there without a plate")
            return
        }
        if let plate = Plate(plate) {
            let matches = keys.vehicle == digestKey.digest(.vehicle, plate.text)
            faults.require(matches, "keys.vehicle", "does not belong to the plate under the digest key here")
        }
    }
}

extension ClaimCheck {
    private mutating func parts() {
        faults.require(
            Set(claim.parts.keys) == Set(Part.allCases.map(\.rawValue)),
            "parts",
            "must hold battery, motor and frame, and nothing else"
        )
        for part in Part.allCases {
            if let finding = claim.parts[part.rawValue] { self.finding(finding, of: part) }
        }
    }

    private mutating func finding(_ finding: ClaimDocument.PartFinding, of part: Part) {
        let field = "parts.\(part.rawValue)"
        let conditions = PartFinding.Condition.allCases.map(\.rawValue)
        faults.choice(finding.condition, "\(field).condition", of: conditions)
        faults.choice(finding.serialState, "\(field).serialState", of: ["read", "illegible", "ground-off", "none"])
        faults.require(
            (finding.serial != nil) == (finding.serialState == "read"),
            "\(field).serial",
            "must be there if read, only then"
        )
        if let serial = finding.serial {
            let clean = PartSerial.read(checking: serial) == .read(serial)
            faults.require(clean, "\(field).serial", "must have 1–64 printable characters without space around them")
        }
        if let method = finding.voltageMethod {
            faults.choice(method, "\(field).voltageMethod", of: VoltageMethod.allCases.map(\.rawValue))
        }
        guard let volts = finding.volts else {
            faults.require(finding.voltageMethod == nil, "\(field).volts", "must be there with a voltageMethod")
            return
        }
        faults.require(part == .battery, "\(field).volts", "must be there for a battery only")
        faults.require(BatteryVoltage(volts: volts, method: .label) != nil, "\(field).volts", "must be 12–120")
        faults.require(finding.voltageMethod != nil, "\(field).voltageMethod", "must be there with volts")
    }

    /// A refusal is no claim, so that verdict is not among the choices.
    private mutating func verdict() {
        let verdict = claim.verdict
        faults.choice(
            verdict.kind,
            "verdict.kind",
            of: ["subsidy", "subsidy-with-certificate", "residual", "hold"]
        )
        if let amount = verdict.amountFen {
            let possible = (0...Self.highestAmount).contains(amount)
            faults.require(possible, "verdict.amountFen", "must be 0–\(Self.highestAmount) fen")
        }
        let held = verdict.kind == "hold"
        faults.require((verdict.amountFen == nil) == held, "verdict.amountFen", "must be there unless held")
        faults.require((verdict.reason != nil) == held, "verdict.reason", "must be there if held, only then")
        if let reason = verdict.reason {
            faults.choice(reason, "verdict.reason", of: Reason.Code.allCases.map(\.rawValue))
        }
        if verdict.kind == "residual" {
            let plateless = claim.vehicle.registration == "plateless"
            faults.require(plateless, "verdict.kind", "must not be residual for a bike with a plate")
        }
    }

    private mutating func payee() {
        guard let payee = claim.payee else {
            let paid = claim.verdict.kind.hasPrefix("subsidy") && claim.verdict.amountFen ?? 0 > 0
            faults.require(!paid, "payee", "must be there when a subsidy is paid")
            return
        }
        guard let card = BankCardNumber(payee.bankCard), card.digits == payee.bankCard else {
            faults.add("payee.bankCard", "must be 16–19 digits")
            return
        }
        faults.require(card.isLuhnValid == payee.luhnValid, "payee.luhnValid", "must say what the number says")
    }
}
