import Claims
import Inspection
import Logging

extension Counter {
    func perform(_ action: SessionAction) async {
        switch action {
        case .checkApplicant(let ticket, let number):
            await answer(ticket) { [ledger] in
                .applicantChecked(ticket: ticket, liveClaim: try await ledger.liveClaim(person: number))
            }
        case .checkPlate(let ticket, let plate, let applicant):
            await answer(ticket) { [ledger, registry] in
                let registration = try await registry.registration(of: plate, applicant: applicant)
                let claim = try await ledger.liveClaim(vehicle: plate)
                return .plateChecked(ticket: ticket, registration: registration, liveClaim: claim)
            }
        case .commit(let ticket, let draft):
            // A task of its own, because the request that confirmed may be cancelled (a page closed, a connection
            // cut) while the commit must run to its end and its outcome must reach the session.
            await Task { await commit(ticket, draft) }.value
        case .recordEnding(let ending):
            do {
                try await ledger.record(ending)
            } catch {
                logger.error("a refusal could not be noted", metadata: ["error": "\(error)"])
            }
        }
    }

    private func answer(_ ticket: Int, _ lookUp: @Sendable () async throws -> SessionEvent) async {
        do {
            await send(try await lookUp())
        } catch {
            logger.error("a look-up failed", metadata: ["error": "\(error)"])
            await send(.lookUpFailed(ticket: ticket))
        }
    }

    private func commit(_ ticket: Int, _ draft: ClaimDraft) async {
        do {
            switch try await ledger.record(draft) {
            case .recorded(let receipt):
                logger.notice("claim recorded", metadata: ["claim": "\(receipt.number)"])
                await send(.committed(ticket: ticket, receipt))
                await refreshLedger()
            case .refused(let reason): await send(.commitRefused(ticket: ticket, reason))
            }
        } catch {
            logger.error("a claim could not be recorded", metadata: ["error": "\(error)"])
            let code = (error as? KioskError)?.code ?? .storeFailed
            await send(.commitFailed(ticket: ticket, code))
        }
    }
}
