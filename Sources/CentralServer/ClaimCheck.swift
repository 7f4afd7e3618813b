import Claims
import Sealing
import WireAPI

/// Whether a claim is one that the register can take. Pure; judges the form, not the programme's rules.
///
/// Limits of texts are those of the kiosk's own types, so that no claim that a kiosk can make is refused here.
struct ClaimCheck {
    /// The most that a claim may pay: 10 000 yuan.
    static let highestAmount: Int64 = 10_000_00
    /// Entries of a list or an object that has no natural length.
    static let mostEntries = 32

    /// What the check yields besides faults.
    struct Checked {
        let claimID: ClaimID
        let number: ClaimNumber
        let facts: EligibilityFacts
    }

    let claim: OpenClaim
    var faults = Faults()

    private init(_ claim: OpenClaim) { self.claim = claim }

    /// Throws `claim.invalid` with all faults found. `digestKey` makes the keys that the claim must carry.
    static func check(_ claim: OpenClaim, digestKey: DigestKey) throws(KioskError) -> Checked {
        var check = ClaimCheck(claim)
        let identity = check.identity()
        check.origin()
        check.clock()
        check.consent()
        check.people()
        check.vehicle()
        check.certificate()
        check.parts()
        check.payee()
        check.verdict()
        check.warnings()
        check.overrides()
        check.keys(digestKey)
        if let error = check.faults.error { throw error }
        guard let identity else { throw .invalidClaim("The claim cannot be taken: claimId or claimNumber is wrong.") }
        do {
            return Checked(claimID: identity.id, number: identity.number, facts: try EligibilityFacts(claim))
        } catch {
            throw .invalidClaim("The claim cannot be taken: \(error.field) does not fit the rest.")
        }
    }

    private mutating func identity() -> (id: ClaimID, number: ClaimNumber)? {
        let id = ClaimID(claim.claimId).flatMap { $0.text == claim.claimId ? $0 : nil }
        let number = ClaimNumber(claim.claimNumber).flatMap { $0.text == claim.claimNumber ? $0 : nil }
        let kiosk = KioskID(claim.kioskId)
        faults.require(id != nil, "claimId", "must be a UUID of version 7 in lower case")
        faults.require(number != nil, "claimNumber", "must be a claim number with its check character")
        faults.require(kiosk != nil, "kioskId", "must be a kiosk's name")
        faults.require(claim.chain.sequence > 0, "chain.sequence", "must be 1 or more")
        faults.digest(claim.chain.previous, "chain.previous")
        if claim.chain.sequence == 1 {
            let isStart = claim.chain.previous == ChainHash.genesis
            faults.require(isStart, "chain.previous", "must be 64 zeros for the first claim")
        }
        guard let id, let number else { return nil }
        if let kiosk { faults.require(number.kiosk == kiosk, "claimNumber", "must belong to kioskId") }
        faults.require(number.sequence == claim.chain.sequence, "claimNumber", "must hold chain.sequence")
        return (id, number)
    }

    private mutating func origin() {
        faults.name(claim.point, "point")
        faults.name(claim.programme, "programme")
        faults.text(claim.programmeVersion, "programmeVersion", upTo: 40)
        faults.require(Timestamp(claim.recordedAt) != nil, "recordedAt", "must be a time as RFC 3339 has it")
    }

    private mutating func clock() {
        if let amends = claim.amends {
            let isOther = ClaimID(amends)?.text == amends && amends != claim.claimId
            faults.require(isOther, "amends", "must be the id of another claim")
        }
        amended()
        guard let clock = claim.clock else { return }
        let isRun = clock.boot.utf8.count == 16 && clock.boot.utf8.allSatisfy("0123456789abcdef".utf8.contains)
        faults.require(isRun, "clock.boot", "must be 16 lower-case hexadecimal digits")
        faults.require(clock.uptimeMilliseconds >= 0, "clock.uptimeMilliseconds", "must not be negative")
        if let time = clock.lastTrustedAt {
            faults.require(Timestamp(time) != nil, "clock.lastTrustedAt", "must be a time as RFC 3339 has it")
        }
    }

    private mutating func amended() {
        guard let amended = claim.amended else { return }
        faults.require(claim.amends != nil, "amended", "must not be there without amends")
        let isEarlier = amended.sequence > 0 && amended.sequence < claim.chain.sequence
        faults.require(isEarlier, "amended.sequence", "must be an earlier number of the same kiosk")
        faults.digest(amended.previous, "amended.previous")
        faults.digest(amended.hash, "amended.hash")
        for (name, time) in [("firstRecordedAt", amended.firstRecordedAt), ("recordedAt", amended.recordedAt)] {
            guard let time else { continue }
            faults.require(Timestamp(time) != nil, "amended.\(name)", "must be a time as RFC 3339 has it")
        }
        let earlier = amended.earlier ?? []
        let isShort = earlier.count < ClaimDocument.Amended.longestRow
        faults.require(isShort, "amended.earlier", "must have at most \(ClaimDocument.Amended.longestRow - 1) links")
        var number = amended.sequence
        for link in earlier.prefix(ClaimDocument.Amended.longestRow) {
            let isOther = ClaimID(link.claimId)?.text == link.claimId && link.claimId != claim.claimId
            faults.require(isOther, "amended.earlier.claimId", "must be the id of another claim")
            let isBefore = link.sequence > 0 && link.sequence < number
            faults.require(isBefore, "amended.earlier.sequence", "must be a number before the one that corrects it")
            faults.digest(link.previous, "amended.earlier.previous")
            faults.digest(link.hash, "amended.earlier.hash")
            let time = Timestamp(link.recordedAt)
            faults.require(time != nil, "amended.earlier.recordedAt", "must be a time as RFC 3339 has it")
            number = link.sequence
        }
    }

    private mutating func consent() {
        let consent = claim.consent
        faults.text(consent.noticeVersion, "consent.noticeVersion", upTo: 40)
        faults.choice(consent.method, "consent.method", of: Consent.Method.self)
        faults.require(Timestamp(consent.at) != nil, "consent.at", "must be a time as RFC 3339 has it")
    }

    private mutating func keys(_ digestKey: DigestKey) {
        let keys = claim.keys
        let person = IdentityNumber(claim.applicant.idNumber).map { digestKey.person($0) }
        key(keys.person, "keys.person", belongsTo: "the identity number", person)
        if let card = keys.card { faults.digest(card, "keys.card") }
        let hasCard = claim.payee != nil && claim.clock != nil
        faults.require((keys.card != nil) == hasCard, "keys.card", "must be there with payee, only then")
        guard let plate = claim.vehicle.plate else {
            faults.require(keys.vehicle == nil, "keys.vehicle", "must not be there without a plate")
            faults.require(keys.pair == nil, "keys.pair", "must not be there without a plate")
            return partKeys(digestKey)
        }
        let vehicle = Plate(plate).map { digestKey.vehicle($0) }
        key(keys.vehicle, "keys.vehicle", belongsTo: "the plate", vehicle)
        if let person, let vehicle {
            let pair = digestKey.pair(person: person, vehicle: vehicle)
            key(keys.pair, "keys.pair", belongsTo: "person and vehicle", pair)
        }
        partKeys(digestKey)
    }

    private mutating func partKeys(_ digestKey: DigestKey) {
        let areParts = claim.keys.parts.keys.allSatisfy { Part(rawValue: $0) != nil }
        faults.require(areParts, "keys.parts", "must hold parts and nothing else")
        for part in Part.allCases {
            let written = claim.keys.parts[part.rawValue]
            let serial = claim.parts[part.rawValue]?.serial.flatMap { PartSerial.read(checking: $0) }
            var field: String { "keys.parts.\(part.rawValue)" }
            guard let digest = serial.flatMap({ digestKey.part(part, $0) }) else {
                faults.require(written == nil, field, "must not be there without a serial that can be a key")
                continue
            }
            key(written, field, belongsTo: "the serial", digest)
        }
    }

    /// `digest` is nil where what it is made of has a fault of its own.
    private mutating func key(
        _ written: String?,
        _ field: @autoclosure () -> String,
        belongsTo thing: String,
        _ digest: String?
    ) {
        guard let digest else {
            if let written { faults.digest(written, field()) }
            return
        }
        // What equals a digest is one.
        guard written != digest else { return }
        if let written { faults.digest(written, field()) }
        faults.add(field(), "does not belong to \(thing) under the digest key here")
    }
}
