import Claims
import Inspection
import Logging

extension Counter {
    func perform(_ action: SessionAction) async {
        switch action {
        case .checkApplicant(let ticket, let number):
            await answer(ticket) { [ledger] in
                .applicantChecked(ticket: ticket, try await ledger.earlierClaim(person: number))
            }
        case .checkPlate(let ticket, let plate, let applicant):
            await answer(ticket) { [ledger, registry, today] in
                let known = try await registry.knowledge(of: plate, applicant: applicant, on: today)
                let claim = try await ledger.earlierClaim(vehicle: plate, applicant: applicant)
                let knowledge = PlateKnowledge(
                    known.registration,
                    claim: claim,
                    registryVersion: known.registryVersion,
                    registryAge: known.registryAge
                )
                return .plateChecked(ticket: ticket, knowledge)
            }
        case .checkPart(let ticket, let part, let serial, let plate):
            await answer(ticket) { [ledger, registry] in
                let claim = try await ledger.liveClaim(part: part, serial: serial)
                var contradicts = false
                if let plate { contradicts = try await registry.contradicts(serial, of: part, of: plate) }
                return .partChecked(ticket: ticket, PartKnowledge(claim: claim, contradictsRecord: contradicts))
            }
        case .commit(let ticket, let draft):
            // A task of its own, because the request that confirmed may be cancelled (a page closed, a connection
            // cut) while the commit must run to its end and its outcome must reach the session.
            await Task { await commit(ticket, draft) }.value
        case .noteEnding, .takeBackEnding:
            // Begun by `keepNotes`.
            break
        }
    }

    /// Begins to write what the actions say of notes; the task ends when all of it is written. Nil when they say nothing.
    ///
    /// Called before anything is awaited: an event that comes meanwhile has to meet the note that this one leaves, and
    /// its own writing has to come after.
    func keepNotes(_ actions: [SessionAction]) -> Task<Void, Never>? {
        var last: Task<Void, Never>?
        for action in actions {
            switch action {
            case .noteEnding(let ending):
                var random = SystemRandomNumberGenerator()
                let id = ClaimID(at: now(), using: &random).text
                note = id
                last = keep { [ledger] in try await ledger.note(ending, id: id) }
            case .takeBackEnding:
                guard let id = note else { continue }
                note = nil
                last = keep { [ledger] in try await ledger.takeBackNote(id: id) }
            case .checkApplicant, .checkPlate, .checkPart, .commit: break
            }
        }
        return last
    }

    private func keep(_ write: @escaping @Sendable () async throws -> Void) -> Task<Void, Never> {
        let before = noting
        let task = Task { [logger] in
            await before?.value
            do {
                try await write()
            } catch {
                logger.error("a refusal could not be noted", metadata: ["error": "\(error)"])
            }
        }
        noting = task
        return task
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
                // The owner does not wait for it.
                Task { await refreshLedger() }
            case .refused(let reason): await send(.commitRefused(ticket: ticket, reason))
            }
        } catch {
            logger.error("a claim could not be recorded", metadata: ["error": "\(error)"])
            let code = (error as? KioskError)?.code ?? .storeFailed
            await send(.commitFailed(ticket: ticket, code))
        }
    }
}
