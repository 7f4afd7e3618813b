import CentralServer
import ClaimRegister
import Claims
import Sealing
import WireAPI

extension FuzzTarget {
    /// Claims as the central takes them. The first byte chooses: the bytes as they are, sealed to the rehearsal's keys or
    /// not; or an open claim, which gets the digests that fit and is sent as content version 2, and as version 3, sealed as
    /// kiosks do it.
    static let claimIntake = FuzzTarget(name: "claim-intake", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        guard input.byte() & 1 == 1 else {
            _ = IntakeRig.taken(input.all())
            return
        }
        guard let node = try? JSONNode(parsing: input.all()),
            let claim = try? node.decoded(OpenClaim.self)
        else { return }
        let (open, sealed) = (IntakeRig.open(claim), IntakeRig.sealed(claim))
        guard let open, let sealed else { return }
        must(open.claimID == sealed.claimID && open.number == sealed.number, "both versions are the same claim")
        must(open.keys == sealed.keys && open.parts == sealed.parts, "both versions take the same keys")
        must(open.amount == sealed.amount && open.review == sealed.review, "both versions are judged the same")
    }
}

/// A central's intake in a rehearsal, and claims for it.
private enum IntakeRig {
    private static let now = Timestamp(milliseconds: 1_741_572_000_000)
    private static let digestKey = made(DigestKey(hex: String(repeating: "0f", count: 32)))
    /// Those of config/rehearsal, which everybody knows.
    private static let reviewers = made(
        key("x25519-secret:3042f46f54dda00d9a234fd9e3e527c6ddf9c4de77d2803da6b80603d8ec1c59") {
            (path) throws(KioskError) in try OpeningKey(fileAt: path)
        }
    )
    private static let payers = made(
        SealingKey(hex: "4f42425b33057065d56f32b8e90499ad3978f02213bb81457c70fa2a3823b449")
    )
    private static let intake = ClaimIntake(
        digestKey: digestKey,
        openingKeys: OpeningKeys(reviewers: [reviewers], payers: [payers]),
        programmes: [made(programme)],
        rehearsal: true
    )

    /// Nil for a claim that is refused.
    static func taken(_ body: [UInt8], naming secrets: [String] = []) -> Submission? {
        do throws(KioskError) {
            let submission = try intake.submission(body, for: nil, at: now)
            must(submission.content.count <= body.count, "what is stored is not longer than what came")
            must((try? intake.submission(submission.content, for: nil, at: now)) == submission, "again is the same")
            must((0...1_000_000).contains(submission.amount?.amount ?? 0), "what is paid has its limit")
            must(submission.number.text.utf8.allSatisfy { $0 < 0x80 }, "a number is of ASCII")
            let digests = submission.keys.map(\.digest) + submission.parts.map(\.digest)
            must(digests.allSatisfy { $0.utf8.count == 64 }, "what is held are digests")
            return submission
        } catch {
            mustBeOurs(error, ["request.", "claim.", "sealing."], longest: 8_192)
            must(!secrets.contains { error.message.contains($0) }, "a refusal names nobody")
            return nil
        }
    }

    static func open(_ claim: OpenClaim) -> Submission? {
        var claim = fitted(claim)
        claim.contentVersion = OpenClaim.contentVersion
        claim.keys.card = nil
        claim.clock = nil
        guard let body = try? CanonicalJSON.encode(claim) else { return nil }
        return taken(body, naming: secrets(claim))
    }

    static func sealed(_ claim: OpenClaim) -> Submission? {
        let claim = fitted(claim)
        do {
            var sealed = ClaimDocument.Sealed(
                identity: try box(claim.identity, .identity, reviewers.sealingKey, claim),
                payee: try claim.payeeContent.map { try box($0, .payee, payers, claim) }
            )
            // What only a correction has.
            if claim.amends != nil { sealed.context = claim.claimId }
            let clock = ClaimDocument.Clock(trust: .plausible, boot: "0123456789abcdef", uptimeMilliseconds: 0)
            let document = ClaimDocument(claim, clock: claim.clock ?? clock, sealed: sealed)
            return taken(try CanonicalJSON.encode(document), naming: secrets(claim))
        } catch {
            return nil
        }
    }

    private static func box(
        _ content: some Encodable,
        _ purpose: SealedBox.Purpose,
        _ key: SealingKey,
        _ claim: OpenClaim
    ) throws -> ClaimDocument.Box {
        let content = try CanonicalJSON.encode(content)
        let box = try SealedBox(sealing: content, purpose, to: key, context: claim.claimId)
        return ClaimDocument.Box(key: box.key, box: box.base64)
    }

    /// With the digests that belong to what the claim names, so that the rest of it is looked at.
    private static func fitted(_ claim: OpenClaim) -> OpenClaim {
        var claim = claim
        guard let person = IdentityNumber(claim.applicant.idNumber).map({ digestKey.person($0) }) else { return claim }
        let vehicle = claim.vehicle.plate.flatMap { Plate($0) }.map { digestKey.vehicle($0) }
        var parts: [String: String] = [:]
        for part in Part.allCases {
            let serial = claim.parts[part.rawValue]?.serial.flatMap { PartSerial.read(checking: $0) }
            parts[part.rawValue] = serial.flatMap { digestKey.part(part, $0) }
        }
        claim.keys = ClaimDocument.Keys(
            person: person,
            vehicle: vehicle,
            pair: vehicle.map { digestKey.pair(person: person, vehicle: $0) },
            parts: parts,
            card: claim.payee?.bankCard.flatMap { BankCardNumber($0) }.map { digestKey.card($0) }
        )
        return claim
    }

    /// Long enough that they are in no message by chance.
    private static func secrets(_ claim: OpenClaim) -> [String] {
        let numbers = [claim.applicant.idNumber, claim.agent?.idNumber, claim.payee?.bankCard].compactMap(\.self)
        return numbers.filter { $0.utf8.count >= 12 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private static var programme: Programme? {
        let rows = [(48, 37_100), (60, 61_500), (72, 78_500)].map { Tariff.Row($0...$0, Fen(Int64($1))) }
        guard let first = CivilDate("2025-02-09"), let last = CivilDate("2025-04-30"),
            let from = CivilDate("2021-01-10"), let to = CivilDate("2021-12-31"),
            let tariff = Tariff(by: .voltage, rows, otherwise: .hold), let hours = PointHours(from: 570, to: 1_080)
        else { return nil }
        return Programme(
            id: "doilungdeqen-2025",
            version: "2025-02-09.2",
            acceptance: Programme.Days(first: first, last: last),
            registration: Programme.Days(first: from, last: to),
            plates: Programme.Plates(kinds: ["white-red"], otherwise: .hold),
            tariff: tariff,
            onceOnly: .each,
            ownership: Programme.Ownership(certificate: true),
            agents: .recorded,
            plateless: Programme.Plateless(
                rows: [Programme.Plateless.Row(condition: "complete", title: [:], value: Fen(5_000))],
                incomplete: true
            ),
            registry: Programme.RegistryAges(provisionalAfter: 7, unusableAfter: 30),
            reviewable: [.notATarget],
            points: [Programme.Point(id: "dongga", title: [:], hours: hours)],
            notice: Programme.Notice(version: "notice-1"),
            title: [:],
            hotline: "12315"
        )
    }

    private static func key<Key>(_ text: String, _ read: (String) throws(KioskError) -> Key) -> Key? {
        let file = ScratchFile()
        Array(text.utf8).withUnsafeBytes { file.write($0) }
        return try? read(file.path)
    }

    private static func made<Value>(_ value: Value?) -> Value {
        guard let value else { fatalError("the rig cannot be made") }
        return value
    }
}
