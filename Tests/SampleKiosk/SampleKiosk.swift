import Claims
package import Outbox
import Sealing
import Settings
import WireAPI

/// A real store with claims of synthetic people, as a kiosk records them: sealed, with digests, chained. The central
/// agrees to every one.
package struct SampleKiosk: Sendable {
    /// A Monday inside the programme's window.
    package static let clock = "2025-03-10T10:00:00+08:00"

    package let store: ClaimStore
    private let programme: Programme
    private let digestKey: DigestKey
    private let keys: SealingKeys
    private let start: Timestamp

    /// Opens the store of kiosk RH01, or makes it. `digestKey` is 64 hexadecimal digits.
    package init(_ path: String, repository: String, digestKey: String) throws {
        guard let kiosk = KioskID("RH01"), let key = DigestKey(hex: digestKey), let start = Timestamp(Self.clock) else {
            throw NoSample("no kiosk")
        }
        self.digestKey = key
        self.start = start
        let rehearsal = "\(repository)/config/rehearsal"
        keys = try SealingKeys(
            fileAt: "\(rehearsal)/sealing-keys",
            signedBy: try VerificationKey(fileAt: "\(rehearsal)/central.pub"),
            isRehearsal: true
        )
        programme = try ProgrammeFile.load("\(repository)/config/programmes/doilungdeqen-2025.yaml")
        store = try ClaimStore.open(at: path, mode: .rehearsal, kiosk: kiosk, hash: { ChainHash.claim($0) })
    }

    /// `number` (0–99 999) makes the person and the bike; each only once in a store.
    package func record(_ number: Int) async throws {
        let draft = try draft(number)
        let person = digestKey.person(draft.applicant.number)
        let vehicle = draft.plate.map(digestKey.vehicle)
        let parts = Part.allCases.compactMap { part in
            draft.facts.parts[part].flatMap { digestKey.part(part, $0.serial) }.map { PartKey(part, digest: $0) }
        }
        let documentKeys = ClaimDocument.Keys(
            person: person,
            vehicle: vehicle,
            pair: vehicle.map { digestKey.pair(person: person, vehicle: $0) },
            parts: Dictionary(uniqueKeysWithValues: parts.map { ($0.part.rawValue, $0.digest) }),
            card: draft.bankCard.map(digestKey.card)
        )
        let outcome = try await store.commit(onceOnly: .each, person: person, vehicle: vehicle, parts: parts) { place in
            try claim(draft, documentKeys, place)
        }
        guard case .recorded = outcome else { throw NoSample("claim \(number) was not recorded: \(outcome)") }
    }

    private func claim(_ draft: ClaimDraft, _ documentKeys: ClaimDocument.Keys, _ place: ChainPlace) throws -> NewClaim
    {
        var random = SystemRandomNumberGenerator()
        let recordedAt = start.adding(.milliseconds(place.sequence))
        let id = ClaimID(at: recordedAt, using: &random)
        let clock = ClaimDocument.Clock(
            trust: .plausible,
            boot: "0123456789abcdef",
            uptimeMilliseconds: place.sequence
        )
        let claim = OpenClaim(
            draft: draft,
            claimID: id,
            number: place.number,
            recordedAt: recordedAt,
            point: "dongga",
            rehearsal: true,
            programme: (programme.id, programme.version),
            clock: clock,
            keys: documentKeys,
            chain: ClaimDocument.ChainLink(sequence: place.sequence, previous: place.previousHash)
        )
        let document = ClaimDocument(
            claim,
            clock: clock,
            sealed: ClaimDocument.Sealed(
                identity: try box(claim.identity, .identity, keys.reviewers, claim.claimId),
                payee: try claim.payeeContent.map { try box($0, .payee, keys.payers, claim.claimId) }
            )
        )
        return NewClaim(
            claimID: id,
            recordedAt: recordedAt,
            document: try CanonicalJSON.encode(document),
            maskedApplicant: draft.applicant.number.masked,
            maskedPlate: draft.plate?.masked,
            amount: draft.decision.verdict.amount,
            verdictKind: draft.decision.verdict.kind
        )
    }

    private func box(
        _ content: some Encodable,
        _ purpose: SealedBox.Purpose,
        _ key: SealingKey,
        _ context: String
    ) throws -> ClaimDocument.Box {
        let box = try SealedBox(sealing: try CanonicalJSON.encode(content), purpose, to: key, context: context)
        return ClaimDocument.Box(key: box.key, box: box.base64)
    }

    private func draft(_ number: Int) throws -> ClaimDraft {
        // Region 990001 is nobody's: 999 people a day, from 1 January 1960 on.
        let (day, serial) = (number / 999, number % 999 + 1)
        let born = "\(1960 + day / 28 / 12)\(padded(day / 28 % 12 + 1, 2))\(padded(day % 28 + 1, 2))"
        let digits = "990001\(born)\(padded(serial, 3))"
        let text = digits + String(decoding: [ResidentID.checkCharacter(for: digits.utf8)], as: UTF8.self)
        guard let identity = IdentityNumber(text), let plate = Plate("藏A\(padded(number, 5))"),
            let registered = CivilDate("2021-06-01")
        else { throw NoSample("no sample \(number)") }
        var facts = EligibilityFacts(
            capturedOn: start.date(),
            registration: .found(
                RegistryEntry(
                    kind: "white-red",
                    registeredOn: registered,
                    ownerIsApplicant: true,
                    volts: 60,
                    model: "TDT-60"
                )
            ),
            parts: [
                .battery: PartFinding(
                    condition: .present,
                    serial: .read("BAT-\(padded(number, 8))"),
                    voltage: BatteryVoltage(label: .volts(60))
                ),
                .motor: PartFinding(condition: .present, serial: .read("MOT-\(padded(number, 8))")),
                .frame: PartFinding(condition: .present, serial: .read("FRA-\(padded(number, 8))")),
            ]
        )
        facts.registryVersion = "2025-03-09"
        facts.registryAge = 1
        guard let decision = Eligibility.decision(on: facts, under: programme) else { throw NoSample("no verdict") }
        return ClaimDraft(
            applicant: try CardIdentity.checked(name: "测试", number: identity, validity: .longTerm, kind: .resident),
            agent: nil,
            consent: Consent(noticeVersion: programme.notice.version, method: .signature, at: start),
            facts: facts,
            plate: plate,
            bankCard: BankCardNumber("6299990000012343"),
            decision: decision,
            warnings: [],
            overrides: []
        )
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

/// Why a sample could not be made.
package struct NoSample: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
