import Bundles
import ClaimRegister
import Claims
import HTTPSupport
import HTTPTypes
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Takes claims in that did not come in a request of their own.
struct ClaimReceiver: Sendable {
    let intake: ClaimIntake
    let register: any ClaimRegisterStore
    let now: @Sendable () -> Timestamp

    var rehearsal: Bool { intake.rehearsal }

    private struct Named: Decodable {
        let claimId: String
    }

    /// An answer or a refusal for each document, in their order.
    func receive(_ documents: [[UInt8]]) async throws -> [BundleEntry] {
        var entries: [BundleEntry] = []
        for document in documents {
            let id = (try? JSONDecoder().decode(Named.self, from: Data(document)))?.claimId ?? ""
            do {
                entries.append(.answer(try await answer(document, id)))
            } catch let error as KioskError where error.code.status.kind == .clientError {
                entries.append(.refusal(ClaimRefusal(claimId: id, error: ErrorBody(error).error)))
            }
        }
        return entries
    }

    private func answer(_ document: [UInt8], _ id: String) async throws -> ClaimAnswer {
        let submission = try intake.submission(document, for: id, at: now())
        switch try await register.receive(submission) {
        case .answered(let answer): return ClaimAnswer(answer)
        case .contentDiffers:
            throw KioskError(
                .claimContentDiffers,
                "Claim \(submission.claimID) is stored here with another content.",
                remedy: "Nothing was changed. Call support: two different claims carry one id."
            )
        case .numberTaken:
            throw KioskError(
                .claimNumberTaken,
                "Number \(submission.number) belongs to another claim.",
                remedy: "Nothing was changed. Call support: was a copy of the kiosk's store put in place of the store?"
            )
        }
    }
}
