import Claims
import NIOCore
import QueueServer
import Synchronization
import WireAPI

/// A desk that notes who asked for what.
final class FakeDesk: QueueDesk {
    private let noted = Mutex<[String]>([])

    var deeds: [String] { noted.withLock { $0 } }

    private func note(_ deed: String, _ actor: QueueActor) { noted.withLock { $0.append("\(deed) by \(actor.name)") } }

    static let status = QueueStatus(
        kioskId: "DQ01",
        light: .amber,
        waiting: 1,
        needsPerson: 0,
        photosWaiting: 2,
        photosNeedPerson: 0,
        photosMissing: ErrorBody(KioskError(.photosNotMounted, "a", remedy: "b")).error,
        photoTrouble: QueueStatus.PhotoTrouble(claimNumber: "DQ01-000001-K", problem: nil),
        returned: 0,
        accepted: 3,
        inReview: 0,
        duplicate: 0,
        oldestWaitingSince: "2025-03-10T10:00:00.000+08:00",
        oldestAgeSeconds: 5,
        lastProblem: ErrorBody(KioskError(.centralTimeout, "a", remedy: "b")).error,
        stopped: ErrorBody(KioskError(.storeRestored, "a", remedy: "b")).error,
        nextAttemptAt: "2025-03-10T10:00:00.000+08:00",
        central: "unreachable",
        paused: QueueStatus.Pause(by: "S01", since: "2025-03-10T10:00:00.000+08:00"),
        freeBytes: 1 << 40,
        roomForClaims: 1 << 20,
        space: .enough,
        clock: "confirmed",
        lastSequence: 4,
        confirmedUpTo: 3,
        certificateEnds: "2025-06-10T10:00:00.000+08:00",
        certificateDays: 92,
        certificate: .enough,
        at: "2025-03-10T10:00:00.000+08:00"
    )

    static let line = AuditLine(
        number: 1,
        at: "t",
        actor: "S01",
        role: "supervisor",
        via: "page",
        action: "queue.pause",
        subject: "s",
        detail: "d",
        previous: "p",
        hash: "h"
    )

    func status() async throws -> QueueStatus { Self.status }

    func claims(_ filter: QueuePage.Filter, after: Int64, limit: Int) async throws -> QueuePage {
        noted.withLock { $0.append("\(filter.rawValue) \(after) \(limit)") }
        return QueuePage(claims: [], next: 7)
    }

    func retry(by actor: QueueActor) async throws { note("retry", actor) }

    func pause(by actor: QueueActor) async throws { note("pause", actor) }

    func resume(by actor: QueueActor) async throws { note("resume", actor) }

    func amend(_ id: ClaimID, _ entry: AmendmentEntry, by actor: QueueActor) async throws -> KioskClaimView {
        note("amend \(entry.reason)", actor)
        throw KioskError(.claimUnknown, "no", remedy: "no")
    }

    func daySlip(_ day: CivilDate) async throws -> DaySlip {
        DaySlip(
            kioskId: "DQ01",
            date: day.description,
            recorded: 2,
            firstNumber: "a",
            lastNumber: "b",
            confirmed: 1,
            unconfirmed: ["b"],
            needsPerson: 0,
            amountFen: 5,
            proof: DayProof(
                kioskId: "DQ01",
                date: day.description,
                count: 1,
                first: 1,
                last: 1,
                hash: "h",
                complete: true,
                missing: [],
                at: "t"
            )
        )
    }

    func printDaySlip(_ day: CivilDate, language: String, by actor: QueueActor) async throws -> PrintView {
        note("print \(day) \(language)", actor)
        return PrintView(outcome: .printed, copy: false, problem: nil)
    }

    func audit(after: Int64, limit: Int) async throws -> AuditPage { AuditPage(lines: [Self.line], next: after + 1) }

    func exportQueue(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        note("export", actor)
        return Self.stream(["one\n", "two\n"])
    }

    func importAnswer(
        _ file: AsyncThrowingStream<ByteBuffer, any Error>,
        by actor: QueueActor
    ) async throws -> ImportReport {
        var bytes = 0
        for try await piece in file { bytes += piece.readableBytes }
        note("import \(bytes)", actor)
        return ImportReport(answered: 1, known: 2, refused: 3)
    }

    func exportChain(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        note("chain", actor)
        return Self.stream(["chain\n"])
    }

    func backup(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        note("backup", actor)
        return Self.stream(["backup\n"])
    }

    func settleLoss(of id: ClaimID, by actor: QueueActor) async throws { note("settle \(id)", actor) }

    func endProgramme(despiteOpen: Bool, by actor: QueueActor) async throws -> [UInt8] {
        note("end", actor)
        return Array("{}".utf8)
    }

    private static func stream(_ pieces: [String]) -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            for piece in pieces { continuation.yield(ByteBuffer(string: piece)) }
            continuation.finish()
        }
    }
}
