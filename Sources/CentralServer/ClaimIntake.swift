import ClaimRegister
import Claims
import Sealing
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// From the bytes of a request to a submission for the register.
struct ClaimIntake: Sendable {
    /// Bytes of a request body.
    static let maximumBody = 256 * 1024

    private struct Version: Decodable {
        let contentVersion: Int
    }

    /// What later versions of the document say beside it.
    private struct Later: Decodable {
        struct Clock: Decodable {
            let trust: String
        }

        let clock: Clock?
        let amends: String?
    }

    let digestKey: DigestKey
    let judge: ClaimJudge
    let rehearsal: Bool

    /// Throws `request.malformed`, `request.too-large`, `claim.invalid`, `claim.id-mismatch` or `claim.wrong-mode`.
    func submission(_ body: [UInt8], for pathID: String, at now: Timestamp) throws(KioskError) -> Submission {
        guard let expected = ClaimID(pathID) else {
            throw .invalidClaim("The claim id in the path is not a UUID of version 7.")
        }
        let content = try CanonicalJSON.canonicalise(body)
        let claim = try Self.decode(content)
        guard claim.rehearsal == rehearsal else { throw wrongMode(claim.rehearsal) }
        let checked = try ClaimCheck.check(claim, digestKey: digestKey)
        guard checked.claimID == expected else {
            throw KioskError(
                .claimIDMismatch,
                "The claim id in the path is not the one in the claim.",
                remedy: "Report this: kioskd sent a claim under the id of another."
            )
        }
        let later = try? JSONDecoder().decode(Later.self, from: Data(content))
        let judgement = judge.judge(claim, facts: checked.facts, receivedOn: now.date())
        return Submission(
            claimID: checked.claimID,
            number: checked.number,
            content: content,
            contentHash: ContentHash.sha256(of: content),
            previousHash: claim.chain.previous,
            recordedAt: Timestamp(claim.recordedAt) ?? now,
            hasTrustedClock: later?.clock.map { ["confirmed", "plausible"].contains($0.trust) } ?? false,
            receivedAt: now,
            rehearsal: claim.rehearsal,
            programme: claim.programme,
            amount: judgement.amount,
            keys: Self.keys(of: claim, by: judgement.onceOnly),
            parts: Self.parts(of: claim),
            review: judgement.review,
            amends: later?.amends.flatMap { ClaimID($0) }
        )
    }

    /// A bike without a plate gets no subsidy: its claim takes no key and clashes with none, held or not. Another held
    /// claim does both, so that nobody gets a second one while the first is looked at.
    private static func keys(of claim: ClaimDocument, by onceOnly: Programme.OnceOnly) -> [LiveKey] {
        guard let vehicle = claim.keys.vehicle else { return [] }
        return switch onceOnly {
        case .each: [LiveKey(.person, digest: claim.keys.person), LiveKey(.vehicle, digest: vehicle)]
        case .pair: claim.keys.pair.map { [LiveKey(.pair, digest: $0)] } ?? []
        }
    }

    /// In the order of `Part`, so that the same claim always names the same part first.
    private static func parts(of claim: ClaimDocument) -> [PartKey] {
        Part.allCases.compactMap { part in claim.keys.parts[part.rawValue].map { PartKey(part, digest: $0) } }
    }

    private static func decode(_ content: [UInt8]) throws(KioskError) -> ClaimDocument {
        let data = Data(content)
        do {
            let version = try JSONDecoder().decode(Version.self, from: data).contentVersion
            guard version == ClaimDocument.currentContentVersion else {
                throw KioskError.invalidClaim(
                    "The claim cannot be taken: contentVersion \(version) is not one that this central reads "
                        + "(\(ClaimDocument.currentContentVersion))."
                )
            }
            return try JSONDecoder().decode(ClaimDocument.self, from: data)
        } catch let error as KioskError {
            throw error
        } catch let error as DecodingError {
            throw .invalidClaim("The claim cannot be taken: \(problem(error)).")
        } catch {
            throw .invalidClaim("The claim cannot be taken: it does not have the form of a claim.")
        }
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])) must be there"
        case .valueNotFound(_, let context): "\(path(context.codingPath)) must not be null"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            "\(path(context.codingPath)) has the wrong type"
        @unknown default: "it does not have the form of a claim"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the whole" : keys.map(\.stringValue).joined(separator: ".")
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
