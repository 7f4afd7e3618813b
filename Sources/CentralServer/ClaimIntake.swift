import ClaimRegister
import Claims
import Sealing
import WireAPI

/// From the bytes of a request to a submission for the register.
struct ClaimIntake: Sendable {
    /// Bytes of one claim.
    static let maximumBody = BatchAnswer.maximum.line

    let digestKey: DigestKey
    let opener: ClaimOpener
    let judge: ClaimJudge
    let rehearsal: Bool

    /// `pathID` is the id that the request names beside the claim, nil in a batch.
    ///
    /// Throws `request.malformed`, `request.too-large`, `claim.invalid`, `claim.id-mismatch`,
    /// `claim.wrong-mode`, `sealing.key-unknown` or `sealing.not-opened`.
    func submission(_ body: [UInt8], for pathID: String?, at now: Timestamp) throws(KioskError) -> Submission {
        let expected = pathID.flatMap { ClaimID($0) }
        guard pathID == nil || expected != nil else {
            throw .invalidClaim("The claim id in the path is not a UUID of version 7.")
        }
        let (content, value) = try CanonicalJSON.read(body)
        let claim = try opener.open(value)
        guard claim.rehearsal == rehearsal else { throw wrongMode(claim.rehearsal) }
        let checked = try ClaimCheck.check(claim, digestKey: digestKey)
        guard checked.claimID == expected ?? checked.claimID else {
            throw KioskError(
                .claimIDMismatch,
                "The claim id in the path is not the one in the claim.",
                remedy: "Report this: kioskd sent a claim under the id of another."
            )
        }
        let judgement = judge.judge(claim, facts: checked.facts, receivedOn: now.date())
        return Submission(
            claimID: checked.claimID,
            number: checked.number,
            content: content,
            contentHash: ContentHash.sha256(of: content),
            previousHash: claim.chain.previous,
            recordedAt: Timestamp(claim.recordedAt) ?? now,
            hasTrustedClock: Self.isTrusted(claim.clock),
            receivedAt: now,
            rehearsal: claim.rehearsal,
            programme: claim.programme,
            amount: judgement.amount,
            keys: Self.keys(of: claim, by: judgement.onceOnly),
            parts: Self.parts(of: claim),
            review: judgement.review,
            amends: claim.amends.flatMap { ClaimID($0) },
            corrects: CorrectedLink.row(of: claim)
        )
    }

    /// A bike without a plate gets no subsidy: its claim takes no key and clashes with none, held or not. Another held
    /// claim does both, so that nobody gets a second one while the first is looked at.
    private static func keys(of claim: OpenClaim, by onceOnly: Programme.OnceOnly) -> [LiveKey] {
        guard let vehicle = claim.keys.vehicle else { return [] }
        return switch onceOnly {
        case .each: [LiveKey(.person, digest: claim.keys.person), LiveKey(.vehicle, digest: vehicle)]
        case .pair: claim.keys.pair.map { [LiveKey(.pair, digest: $0)] } ?? []
        }
    }

    /// Kiosks of the first releases did not watch their clock.
    private static func isTrusted(_ clock: ClaimDocument.Clock?) -> Bool {
        switch clock?.trust {
        case .confirmed, .plausible: true
        case .setBack, nil: false
        }
    }

    /// In the order of `Part`, so that the same claim always names the same part first.
    private static func parts(of claim: OpenClaim) -> [PartKey] {
        Part.allCases.compactMap { part in claim.keys.parts[part.rawValue].map { PartKey(part, digest: $0) } }
    }

    private func wrongMode(_ isRehearsal: Bool) -> KioskError {
        let (sent, here) = isRehearsal ? ("rehearsal", "production") : ("production", "rehearsal")
        return KioskError(
            .claimWrongMode,
            "This is a \(sent) claim, but this central is for \(here).",
            remedy: "Correct the central's address or the mode in kiosk.yaml; the two must agree."
        )
    }
}

extension CorrectedLink {
    /// The links that a correction names, of a claim that was checked.
    fileprivate static func row(of claim: OpenClaim) -> [CorrectedLink] {
        guard let link = claim.amended, let id = claim.amends else { return [] }
        let last = ClaimDocument.Earlier(
            claimId: id,
            sequence: link.sequence,
            previous: link.previous,
            hash: link.hash,
            recordedAt: link.recordedAt ?? link.firstRecordedAt
        )
        return ([last] + (link.earlier ?? [])).compactMap { link in
            guard let id = ClaimID(link.claimId), let time = Timestamp(link.recordedAt) else { return nil }
            return CorrectedLink(
                claimID: id,
                sequence: link.sequence,
                previousHash: link.previous,
                hash: link.hash,
                recordedAt: time
            )
        }
    }
}
