import Claims
import CounterServer
import Foundation
import HTTPSupport
import Hummingbird
import KioskTestSupport
import Logging
import NIOCore
import QueueServer
import ServiceLifecycle
import Synchronization
import Testing
import WireAPI

/// The supervisors' page over a queue that a test makes up: what a real kiosk can hardly be brought to.
final class SupervisorDouble: QueueDesk, SupervisorRegister, SupervisorAudit {
    struct State {
        var status = QueueStatus.sample
        var claims: [KioskClaimView] = []
        var audit: [AuditLine] = []
        var proof: DayProof?
        /// Claims of every day, and how many of them are confirmed.
        var recorded: (all: Int64, confirmed: Int64) = (3, 2)
        var done: [String] = []
        var amendments: [AmendmentEntry] = []
        var imported: [UInt8] = []
        /// What the next request of the queue is refused with.
        var trouble: KioskError?
        var wrongPINs = 0
    }

    static let supervisor = "S01"
    static let pin = "246810"
    let state = Mutex(State())

    /// Serves the page from the repository's share folder; gives its address.
    func serve<Value: Sendable>(_ body: @escaping @Sendable (_ address: String) async throws -> Value) async throws
        -> Value
    {
        var logger = Logger(label: "double")
        logger.logLevel = .critical
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: RequestGuard(logger: logger))
        try CounterPages(folder: RunningProgram.repository + "/share", logger: logger).add(to: router)
        let supervisors = SupervisorRoutes(
            logins: SupervisorLogins(register: self, audit: self, logger: logger),
            kiosk: .init(id: "RH01", point: ["zh-CN": "东嘎回收点", "en": "Dongga"], rehearsal: true)
        )
        supervisors.add(to: router)
        QueueRoutes(desk: self, door: supervisors.door).add(to: router)
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            responder: router.buildResponder(),
            address: .hostname("127.0.0.1", port: 0),
            logger: logger,
            onListening: { if let port = $0 { found.yield(port) } }
        )
        let group = ServiceGroup(services: [service], gracefulShutdownSignals: [], logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask {
                try await group.run()
                return nil
            }
            tasks.addTask {
                var port = 0
                for await own in ports {
                    port = own
                    break
                }
                do {
                    let value = try await body("http://127.0.0.1:\(port)")
                    await group.triggerGracefulShutdown()
                    return value
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            var value: Value?
            while let next = try await tasks.next() { value = next ?? value }
            guard let value else { throw TestFailure("the page was never served") }
            return value
        }
    }

    // MARK: Logins

    func knows(_ name: String) -> Bool { name == Self.supervisor }

    func isSupervisor(_ name: String, pin: String) async throws -> Bool {
        try state.withLock { state in
            guard state.wrongPINs < 5 else { throw KioskError(.supervisorLocked, "S01 is locked", remedy: "wait") }
            if pin != Self.pin { state.wrongPINs += 1 }
            return pin == Self.pin
        }
    }

    func note(_ supervisor: String, _ action: String) async throws {
        state.withLock { $0.done.append("\(action) \(supervisor)") }
    }

    // MARK: The queue

    func status() async throws -> QueueStatus {
        try state.withLock { state in
            if let trouble = state.trouble { throw trouble }
            return state.status
        }
    }

    func claims(_ filter: QueuePage.Filter, after: Int64, limit: Int) async throws -> QueuePage {
        let all = state.withLock { $0.claims }.filter { $0.sequence > after }
        let wanted = all.filter { claim in
            switch filter {
            case .unsent: ["recorded", "needs-person"].contains(claim.status)
            case .needsPerson: claim.status == "needs-person"
            case .returned: claim.status == "returned"
            case .all: true
            }
        }
        return QueuePage(
            claims: Array(wanted.prefix(limit)),
            next: wanted.count > limit ? wanted[limit - 1].sequence : nil
        )
    }

    private func did(_ action: String, _ actor: QueueActor) {
        state.withLock { $0.done.append("\(action) \(actor.name) \(actor.role) \(actor.via)") }
    }

    func retry(by actor: QueueActor) async throws { did("retry", actor) }

    func pause(by actor: QueueActor) async throws {
        did("pause", actor)
        state.withLock { $0.status.paused = .init(by: actor.name, since: "2025-03-10T10:00:00.000+08:00") }
    }

    func resume(by actor: QueueActor) async throws {
        did("resume", actor)
        state.withLock { $0.status.paused = nil }
    }

    func amend(_ id: ClaimID, _ entry: AmendmentEntry, by actor: QueueActor) async throws -> KioskClaimView {
        did("amend", actor)
        return try state.withLock { state in
            if let card = entry.bankCard, card.confirmUnusual != true,
                BankCardNumber(card.number)?.needsSupervisor ?? true
            {
                throw KioskError(.claimCardUnusual, "it looks mistyped", remedy: "compare it")
            }
            state.amendments.append(entry)
            guard var made = state.claims.first(where: { $0.claimId == id.text }) else {
                throw KioskError(.claimUnknown, "no such claim", remedy: "look it up")
            }
            made.claimNumber = ClaimNumber(kiosk: try #require(KioskID("RH01")), sequence: 99).text
            return made
        }
    }

    func daySlip(_ day: CivilDate) async throws -> DaySlip {
        let (recorded, proof) = state.withLock { ($0.recorded, $0.proof) }
        return DaySlip(
            kioskId: "RH01",
            date: day.description,
            recorded: recorded.all,
            firstNumber: "RH01-000001-K",
            lastNumber: "RH01-000003-F",
            confirmed: recorded.confirmed,
            unconfirmed: recorded.confirmed < recorded.all ? ["RH01-000003-F"] : [],
            needsPerson: 0,
            amountFen: 184_500,
            proof: proof
        )
    }

    func printDaySlip(_ day: CivilDate, language: String, by actor: QueueActor) async throws -> PrintView {
        did("print \(day) \(language)", actor)
        return PrintView(outcome: .printed, copy: false)
    }

    func audit(after: Int64, limit: Int) async throws -> AuditPage {
        AuditPage(lines: state.withLock { $0.audit }, next: nil)
    }

    func exportQueue(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        did("export", actor)
        return AsyncThrowingStream { stream in
            stream.yield(ByteBuffer(string: "sealed "))
            stream.yield(ByteBuffer(string: "claims"))
            stream.finish()
        }
    }

    func importAnswer(_ file: AsyncThrowingStream<ByteBuffer, any Error>, by actor: QueueActor) async throws
        -> ImportReport
    {
        did("import", actor)
        var bytes: [UInt8] = []
        for try await piece in file { bytes += Array(piece.readableBytesView) }
        let read = bytes
        state.withLock { $0.imported = read }
        return ImportReport(answered: 4, known: 1, refused: 0)
    }

    func exportChain(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        did("export chain", actor)
        return AsyncThrowingStream { $0.finish() }
    }

    func backup(by actor: QueueActor) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        did("backup", actor)
        return AsyncThrowingStream { $0.finish() }
    }

    func settleLoss(of id: ClaimID, by actor: QueueActor) async throws { did("settle", actor) }

    func endProgramme(despiteOpen: Bool, by actor: QueueActor) async throws -> [UInt8] {
        did("end", actor)
        return []
    }
}

extension QueueStatus {
    /// All is well.
    static let sample = QueueStatus(
        kioskId: "RH01",
        light: .green,
        waiting: 0,
        needsPerson: 0,
        photosWaiting: 0,
        photosNeedPerson: 0,
        returned: 0,
        accepted: 3,
        inReview: 0,
        duplicate: 0,
        oldestWaitingSince: nil,
        oldestAgeSeconds: nil,
        lastProblem: nil,
        nextAttemptAt: nil,
        central: "reachable",
        paused: nil,
        freeBytes: 5_000_000_000,
        roomForClaims: 100_000,
        space: .enough,
        clock: "confirmed",
        lastSequence: 3,
        confirmedUpTo: 3,
        certificateEnds: nil,
        at: "2025-03-10T10:00:00.000+08:00"
    )
}

extension KioskClaimView {
    /// Sent back by the central.
    static let returned = KioskClaimView(
        claimId: "01957f00-0000-7000-8000-000000000001",
        claimNumber: "RH01-000001-K",
        sequence: 1,
        recordedAt: "2025-03-10T09:00:00.000+08:00",
        amountFen: 61_500,
        maskedApplicant: "**************0012",
        maskedPlate: "拉萨A***01",
        status: "returned",
        attempts: 0,
        centralReceivedAt: "2025-03-10T09:05:00.000+08:00",
        problem: nil,
        reason: nil
    )
}
