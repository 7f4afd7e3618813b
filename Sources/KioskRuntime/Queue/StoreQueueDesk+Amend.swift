import Claims
import Outbox
import QueueServer
import Sealing
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreQueueDesk {
    func amend(_ id: ClaimID, _ entry: AmendmentEntry, by actor: QueueActor) async throws -> KioskClaimView {
        guard let corrector else { throw Self.notHere("correct claims") }
        defer { neighbours.namesWereTyped() }
        let programme = corrector.programme
        let problem = try await store.claim(id: id)?.problem?.code
        let entered = try EnteredAmendment(
            entry,
            by: actor.name,
            under: programme,
            today: now().date(),
            isNumberTaken: problem == KioskError.Code.claimNumberTaken.name
        )
        let original = try await original(id)
        let photos = try await photos(of: entered, original, corrector)
        let amendment = try ClaimAmendment(
            of: original,
            entered,
            by: actor.name,
            knowing: try await knowledge(of: entered, original, corrector),
            under: programme,
            digestKey: corrector.digestKey
        )
        let receipt = try await store.amend(
            id,
            onceOnly: programme.onceOnly,
            person: original.keys.person,
            vehicle: original.keys.vehicle,
            parts: amendment.partKeys,
            replacing: entered.certificate?.photo == nil ? nil : original.certificate?.photo,
            audit: self.entry("claim.amend", actor, subject: original.claimNumber, detail: entered.subjects)
        ) { place, link in
            let stamp = corrector.clock.stamp
            let recordedAt = stamp.reading.wall
            var random = SystemRandomNumberGenerator()
            let newID = ClaimID(at: recordedAt, using: &random)
            let document = try amendment.document(
                newID,
                at: place,
                correcting: link,
                on: recordedAt,
                clock: stamp.wire,
                programmeVersion: programme.version,
                sealer: corrector.sealer
            )
            return NewClaim(
                claimID: newID,
                recordedAt: recordedAt,
                document: try CanonicalJSON.encode(document),
                maskedApplicant: document.applicant.maskedNumber,
                maskedPlate: document.vehicle.maskedPlate,
                amount: document.verdict.amountFen.map { Fen($0) },
                verdictKind: document.verdict.kind,
                attachments: photos
            )
        }
        // The correction is on its way at once, whatever pause the failed attempts have led to.
        neighbours.retryNow()
        guard let made = try await store.claim(id: receipt.claimID) else {
            throw KioskError(
                .internalFault,
                "the correction cannot be read again",
                remedy: "Report this with the journal."
            )
        }
        return KioskClaimView(made)
    }

    /// Throws `claim.unknown`, and `claim.not-amendable` when its document is gone or of a version that sealed nothing.
    private func original(_ id: ClaimID) async throws -> ClaimDocument {
        guard try await store.claim(id: id) != nil else {
            throw KioskError(.claimUnknown, "this kiosk has no such claim", remedy: "Take the id from the list.")
        }
        guard let bytes = try await store.document(of: id),
            let document = try? JSONDecoder().decode(ClaimDocument.self, from: Data(bytes)),
            document.contentVersion == ClaimDocument.currentContentVersion
        else {
            throw KioskError(
                .claimNotAmendable,
                "the claim's document is not kept here any more, or an older version of kioskd wrote it",
                remedy: "Nothing was recorded. Ask the department to correct the claim."
            )
        }
        return document
    }

    /// The certificate's photo: the one that was entered, or the original's while the central does not have it.
    private func photos(
        of entered: EnteredAmendment,
        _ original: ClaimDocument,
        _ corrector: ClaimCorrector
    ) async throws -> [ClaimPhoto] {
        if let certificate = entered.certificate {
            guard let name = certificate.photo else { return [] }
            guard let bytes = corrector.photoBytes(name) else {
                throw EnteredAmendment.invalid("certificate.photo", "is not one that was taken here")
            }
            return [ClaimPhoto(name: name, bytes: bytes)]
        }
        guard let name = original.certificate?.photo, try await store.awaitsAttachment(name) else { return [] }
        // The original lets go of a photo that the correction does not have.
        if let missing = neighbours.photosMissing() { throw missing }
        guard let bytes = corrector.photoBytes(name) else { return [] }
        return [ClaimPhoto(name: name, bytes: bytes)]
    }

    private func knowledge(
        of entered: EnteredAmendment,
        _ original: ClaimDocument,
        _ corrector: ClaimCorrector
    ) async throws -> ClaimAmendment.PartKnowledge {
        var knowledge = ClaimAmendment.PartKnowledge()
        for (part, finding) in entered.parts {
            if let vehicle = original.keys.vehicle,
                try await corrector.registry.contradicts(finding.serial, of: part, ofVehicle: vehicle)
            {
                knowledge.contradicted.insert(part)
            }
            guard let digest = corrector.digestKey.part(part, finding.serial),
                let holder = try await store.liveClaim(part: part, digest: digest),
                holder.text != original.claimNumber
            else { continue }
            knowledge.seenIn[part] = holder
        }
        return knowledge
    }
}
