import Claims
import Outbox
import Papers
import QueueServer
import WireAPI

extension StoreQueueDesk {
    func daySlip(_ day: CivilDate) async throws -> DaySlip { await slip(day, try await count(day)) }

    func printDaySlip(_ day: CivilDate, language: String, by actor: QueueActor) async throws -> PrintView {
        guard let paper else { throw Self.notHere("print") }
        guard ["zh-CN", "bo", "en"].contains(language) else {
            throw KioskError(.requestMalformed, "language is zh-CN, bo or en", remedy: "see docs/openapi/queue.yaml")
        }
        let count = try await count(day)
        let proof = await neighbours.dayProof(day)
        try await store.audit(entry("day.print", actor, subject: day.description))
        let slip = DayPaper(
            kiosk: store.kiosk,
            point: paper.place,
            date: day,
            printedAt: now(),
            recorded: count.recorded,
            first: count.first.map(number),
            last: count.last.map(number),
            confirmed: count.confirmed,
            unconfirmed: count.unconfirmed.map { number($0).text },
            needsPerson: count.needsPerson,
            amount: Fen(count.amount),
            proof: proof.map { proof in
                DayPaper.Proof(
                    count: proof.count,
                    accounted: proof.accounted ?? 0,
                    last: proof.last,
                    missing: proof.missing
                )
            },
            programme: paper.programme,
            isRehearsal: isRehearsal
        )
        return try await paper.print(slip, language: language)
    }

    static func notHere(_ what: String) -> KioskError {
        KioskError(.requestNotFound, "this daemon cannot \(what)", remedy: "Report this with the journal.")
    }

    private func count(_ day: CivilDate) async throws -> DayCount {
        let midnight = Int64(day.daysSince1970) * 86_400_000 - Int64(Timestamp.programmeOffset) * 60_000
        let start = Timestamp(milliseconds: midnight)
        return try await store.count(from: start, to: start.adding(.seconds(86_400)))
    }

    private func number(_ sequence: Int64) -> ClaimNumber { ClaimNumber(kiosk: store.kiosk, sequence: sequence) }

    private func slip(_ day: CivilDate, _ count: DayCount) async -> DaySlip {
        DaySlip(
            kioskId: store.kiosk.text,
            date: day.description,
            recorded: count.recorded,
            firstNumber: count.first.map { number($0).text },
            lastNumber: count.last.map { number($0).text },
            confirmed: count.confirmed,
            unconfirmed: count.unconfirmed.map { number($0).text },
            needsPerson: count.needsPerson,
            amountFen: count.amount,
            proof: await neighbours.dayProof(day)
        )
    }
}
