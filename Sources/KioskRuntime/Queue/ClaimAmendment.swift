import Claims
import Outbox
import Sealing
import WireAPI

/// A claim that corrects another: what the original says in the clear, with what was entered anew in its place. What
/// the original sealed goes along as it is, and what was entered anew is sealed beside it; `docs/supervisors.md`.
struct ClaimAmendment: Sendable {
    private static let longestRow = ClaimDocument.Amended.longestRow

    /// Of the parts that were entered anew.
    struct PartKnowledge: Sendable {
        var contradicted: Set<Part> = []
        var seenIn: [Part: ClaimNumber] = [:]
    }

    let original: ClaimDocument
    let entered: EnteredAmendment
    let supervisor: String
    let knowledge: PartKnowledge
    let digestKey: DigestKey
    /// Nil when what was entered changes nothing that rules look at.
    private let decision: Decision?

    var keys: ClaimDocument.Keys {
        var keys = original.keys
        for (part, finding) in entered.parts { keys.parts[part.rawValue] = digestKey.part(part, finding.serial) }
        if let card = entered.card { keys.card = digestKey.card(card) }
        return keys
    }

    var partKeys: [PartKey] {
        let digests = keys.parts
        return Part.allCases.compactMap { part in digests[part.rawValue].map { PartKey(part, digest: $0) } }
    }

    /// Decides anew where parts or the certificate change the facts.
    ///
    /// Throws `claim.not-amendable` when that refuses the claim, or the rules need what is not known here, and
    /// `session.input-invalid` when money would go to no card.
    init(
        of original: ClaimDocument,
        _ entered: EnteredAmendment,
        by supervisor: String,
        knowing knowledge: PartKnowledge,
        under programme: Programme,
        digestKey: DigestKey
    ) throws {
        guard (original.sealed.corrections?.count ?? 0) < Self.longestRow else {
            throw Self.refused("it was corrected \(Self.longestRow) times in a row")
        }
        self.original = original
        self.entered = entered
        self.supervisor = supervisor
        self.knowledge = knowledge
        self.digestKey = digestKey
        guard entered.certificate != nil || !entered.parts.isEmpty else {
            decision = nil
            return
        }
        guard original.programme == programme.id else { throw Self.refused("it is of another programme") }
        guard let facts = Self.facts(original, entered, knowledge),
            let decided = Eligibility.decision(on: facts, under: programme)
        else { throw Self.refused("the rules need more than is known here") }
        if case .refuse(let reason) = decided.verdict {
            throw Self.refused("with that the claim is refused: \(reason.code.rawValue)")
        }
        let pays = decided.verdict.kind.hasPrefix("subsidy")
        guard !pays || original.payee != nil || entered.card != nil else {
            throw EnteredAmendment.invalid("bankCard", "must be there: a subsidy is paid")
        }
        decision = decided
    }

    /// The document for its place in the chain. Throws `internal.fault`.
    func document(
        _ id: ClaimID,
        at place: ChainPlace,
        correcting link: AmendedLink,
        on recordedAt: Timestamp,
        clock: ClaimDocument.Clock,
        programmeVersion: String,
        sealer: Sealer
    ) throws -> ClaimDocument {
        var new = original
        new.claimId = id.text
        new.claimNumber = place.number.text
        new.recordedAt = recordedAt.description
        new.clock = clock
        new.amends = original.claimId
        new.amended = ClaimDocument.Amended(original, hash: link.hash)
        new.chain = ClaimDocument.ChainLink(sequence: place.sequence, previous: place.previousHash)
        new.keys = keys
        for (part, finding) in entered.parts {
            new.parts[part.rawValue] = ClaimDocument.Part(
                finding,
                contradictsRecord: knowledge.contradicted.contains(part),
                seenIn: knowledge.seenIn[part]
            )
        }
        if let certificate = entered.certificate {
            new.certificate = ClaimDocument.Certificate(certificate)
        }
        if let decision {
            new.verdict = ClaimDocument.Verdict(decision)
            new.programmeVersion = programmeVersion
        }
        if let card = entered.card {
            new.payee = ClaimDocument.Payee(card)
            if card.needsSupervisor {
                new.overrides.append(ClaimDocument.Override(.bankCard, by: supervisor))
            }
        }
        new.sealed = try sealed(by: sealer)
        return new
    }

    /// In the context of the row's first claim, like what it sealed: one name for all boxes of a row.
    private func sealed(by sealer: Sealer) throws -> ClaimDocument.Sealed {
        var sealed = original.sealed
        let context = sealed.context ?? original.claimId
        sealed.context = context
        let corrections = ClaimCorrections(
            reason: entered.reason,
            parts: entered.parts.keys.map(\.rawValue).sorted(),
            serials: Dictionary(
                uniqueKeysWithValues: entered.parts.compactMap { part, finding in
                    finding.serial.wireForm.text.map { (part.rawValue, $0) }
                }
            ),
            certificate: entered.certificate.map { ClaimIdentity.Certificate($0) },
            overrideReasons: entered.card?.needsSupervisor == true ? [entered.reason] : []
        )
        sealed.corrections = (sealed.corrections ?? []) + [try sealer.box(corrections, context: context)]
        if let card = entered.card {
            sealed.formerPayee = sealed.formerPayee ?? sealed.payee
            // The holder's name is sealed in the former box, which nobody here can open.
            sealed.payee = try sealer.box(ClaimPayee(bankCard: card.digits, holder: ""), context: context)
        }
        return sealed
    }

    /// The original's facts with what was entered anew; nil when they do not fit together.
    private static func facts(
        _ original: ClaimDocument,
        _ entered: EnteredAmendment,
        _ knowledge: PartKnowledge
    ) -> EligibilityFacts? {
        guard var facts = try? EligibilityFacts(masked: original) else { return nil }
        for (part, finding) in entered.parts {
            facts.parts[part] = finding
            facts.contradicted.remove(part)
            if knowledge.contradicted.contains(part) { facts.contradicted.insert(part) }
            facts.partClaims[part] = knowledge.seenIn[part]
        }
        if let certificate = entered.certificate { facts.certificate = certificate }
        return facts
    }

    private static func refused(_ why: String) -> KioskError {
        KioskError(
            .claimNotAmendable,
            "the claim cannot be corrected so: \(why)",
            remedy: "Nothing was recorded. Look at what was entered, or ask the department."
        )
    }
}
