import ClaimRegister
import Claims
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// What people at the central look at: never a name, a number or a card, only their masks.

extension ClaimDesk {
    /// Pages of the register that one request reads at most; few claims may be of a rare standing.
    private static let pagesAtOnce = 20

    /// Claims in the order in which they came, of one standing if one is given. There is more when `next` is there, also
    /// after a page that is not full.
    func list(_ query: ListQuery, standing: ClaimStanding?) async throws(KioskError) -> ClaimPage {
        var found: [RegisterPage.Entry] = []
        var place = query.after
        for _ in 0..<Self.pagesAtOnce {
            let size = standing == nil ? query.limit : CentralAPI.pageLimits.highest
            let page = try await register.page(after: place, limit: size, kiosk: query.kiosk)
            for (index, entry) in page.entries.enumerated() {
                place = entry.place
                if let standing, ClaimStanding(entry.answer.standing) != standing { continue }
                found.append(entry)
                guard found.count == query.limit else { continue }
                let isMore = page.more || index + 1 < page.entries.count
                return ClaimPage(found, next: isMore ? place : nil)
            }
            guard page.more else { return ClaimPage(found, next: nil) }
        }
        return ClaimPage(found, next: place)
    }

    /// `claim` is its id or number as text. Throws `claim.unknown`.
    func sheet(of claim: String) async throws(KioskError) -> ClaimSheet {
        guard let id = try await id(of: claim), let stored = try await register.claim(id) else {
            throw Self.unknown()
        }
        return ClaimSheet(
            claim: ClaimSummary(stored.answer, amount: stored.amount, rehearsal: stored.rehearsal),
            reason: ClaimAnswer.Reason(stored.answer.standing),
            hash: stored.contentHash,
            amends: stored.amends?.text,
            returnNote: stored.returnNote.flatMap { $0.isEmpty ? nil : $0 },
            concludedAt: stored.conclusion?.at.description,
            content: Self.content(stored.content)
        )
    }

    /// Nothing sealed is opened: content version 3 holds the masks, of those before they are made.
    private static func content(_ bytes: [UInt8]) -> ClaimSheet.Content? {
        let data = Data(bytes)
        guard let version = try? ClaimOpener.contentVersion(of: bytes) else { return nil }
        if version > OpenClaim.contentVersion {
            guard let document = try? JSONDecoder().decode(ClaimDocument.self, from: data) else { return nil }
            return ClaimSheet.Content(
                recordedAt: document.recordedAt,
                point: document.point,
                programmeVersion: document.programmeVersion,
                applicant: person(document.applicant),
                agent: document.agent.map { person($0) },
                maskedPlate: document.vehicle.maskedPlate,
                maskedCard: document.payee?.maskedCard,
                verdict: document.verdict.kind,
                verdictReason: document.verdict.reason
            )
        }
        guard let claim = try? JSONDecoder().decode(OpenClaim.self, from: data) else { return nil }
        return ClaimSheet.Content(
            recordedAt: claim.recordedAt,
            point: claim.point,
            programmeVersion: claim.programmeVersion,
            applicant: person(claim.applicant),
            agent: claim.agent.map { person($0) },
            maskedPlate: claim.vehicle.maskedPlate,
            maskedCard: claim.payee?.mask,
            verdict: claim.verdict.kind,
            verdictReason: claim.verdict.reason
        )
    }

    private static func person(_ person: ClaimDocument.Person) -> ClaimSheet.Person {
        ClaimSheet.Person(maskedName: person.maskedName, maskedNumber: person.maskedNumber)
    }

    private static func person(_ person: OpenClaim.Person) -> ClaimSheet.Person {
        ClaimSheet.Person(maskedName: person.maskedName, maskedNumber: person.maskedNumber)
    }
}
