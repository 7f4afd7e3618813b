import Claims
import CounterServer
import Devices
import ReaderProtocols
import Readers
import WireAPI

/// Reading one card or code for a technician, and recording a line.
extension TechnicianDesk {
    private static let usualSeconds = 30

    func test(_ request: ControlTarget) async throws -> AsyncStream<ControlTestLine> {
        let binding = try await binding(of: request.target)
        guard binding.role != .printer else { return try await printTestPage() }
        try await checkCounterIsIdle()
        let events = try readers.borrow(id: binding.identity.description)
        let path = request.target
        let limit = Duration.seconds(request.seconds ?? Self.usualSeconds)
        let (lines, continuation) = AsyncStream<ControlTestLine>.makeStream(bufferingPolicy: .bufferingNewest(64))
        // Ends with the stream, just below.
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                let test = DeviceTest(role: binding.role, path: path) { continuation.yield($0) }
                group.addTask { await test.follow(events) }
                group.addTask {
                    // The technician's own bound, not a wait for something that happens by itself.
                    try? await ContinuousClock().sleep(for: limit)
                    if !Task.isCancelled { test.gaveUp() }
                }
                group.addTask {
                    for await snapshot in await counter.snapshots() where snapshot.session.step != "idle" {
                        return test.takenBack()
                    }
                }
                await group.next()
                group.cancelAll()
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in work.cancel() }
        return lines
    }

    /// Prints a page that shows every script and a code.
    private func printTestPage() async throws -> AsyncStream<ControlTestLine> {
        let settings = try readers.printerSettings
        let page = TestPage.paper(catalogues, at: now())
        let (lines, continuation) = AsyncStream<ControlTestLine>.makeStream(bufferingPolicy: .bufferingNewest(8))
        let begin = ContinuousClock.now
        continuation.yield(ControlTestLine(progress: "Printing a test page.", at: 0))
        // Ends by itself: a printer always comes back with an outcome.
        Task {
            let line: ControlTestLine
            do throws(KioskError) {
                let (outcome, path, size) = try await printing.print(page, settings)
                let took = (ContinuousClock.now - begin).wholeMilliseconds
                if let problem = outcome.problem(path) {
                    line = ControlTestLine(problem: ControlProblem(problem), at: took)
                } else {
                    line = ControlTestLine(page: ControlTestPage(bytes: size, paper: "ok", cover: "closed"), at: took)
                }
            } catch {
                line = ControlTestLine(
                    problem: ControlProblem(error),
                    at: (ContinuousClock.now - begin).wholeMilliseconds
                )
            }
            continuation.yield(line)
            continuation.finish()
        }
        return lines
    }

    func order(_ request: ControlOrder) async throws -> ControlOrdered {
        guard let command = ScannerCommand(rawValue: request.command) else {
            throw KioskError(
                .requestMalformed,
                "there is no order of that name",
                remedy: "Name one of \(ScannerCommand.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        let binding = try await binding(of: request.target)
        return switch try await readers.order(command, of: binding.identity.description) {
        case .accepted: ControlOrdered(outcome: .accepted)
        case .sent: ControlOrdered(outcome: .sent)
        case .refused: ControlOrdered(outcome: .refused)
        case .unanswered: ControlOrdered(outcome: .unanswered)
        case .unsupported: ControlOrdered(outcome: .unsupported)
        case .told(let words): ControlOrdered(outcome: .accepted, answer: words)
        }
    }

    func record(_ request: ControlTarget, by user: String) async throws -> String {
        let binding = try await binding(of: request.target)
        guard let recorder = CaptureRecorder(driver: binding.settings.driver) else {
            throw KioskError(
                .devicesUnfit,
                "a device with the driver \(binding.settings.driver.rawValue) cannot be recorded",
                remedy: "Record an ID-card reader or a scanner on a line."
            )
        }
        let records = try readers.record(id: binding.identity.description)
        let startedAt = now()
        let limit = Duration.seconds(request.seconds ?? Self.usualSeconds)
        let recorded = await withTaskGroup(of: CaptureRecorder?.self) { group in
            group.addTask { await recorder.collecting(records) }
            group.addTask {
                // The length of a recording is what the technician asked for.
                try? await ContinuousClock().sleep(for: limit)
                return nil
            }
            var recorded: CaptureRecorder?
            // When the time is over, the collection is cancelled and gives what it has.
            while let next = await group.next() {
                recorded = next ?? recorded
                group.cancelAll()
            }
            return recorded ?? recorder
        }
        return recorded.capture(
            device: binding.identity.description,
            baud: binding.settings.baud,
            when: startedAt.description,
            who: user
        ).text
    }

    private func binding(of target: String) async throws(KioskError) -> DeviceBinding {
        guard let assignment = await roster.assignment(of: target) else {
            throw KioskError(
                .devicesNotPresent,
                "no device \(target) is plugged in or bound",
                remedy: "Name a role, a node or an id from kioskctl devices list."
            )
        }
        guard assignment.state == .active, let binding = assignment.binding else {
            throw KioskError(
                .devicesNotBound,
                assignment.why.sentence,
                remedy: "Bind it with kioskctl devices bind, or test it with --driver on its path."
            )
        }
        return binding
    }

    private func checkCounterIsIdle() async throws(KioskError) {
        guard await counter.snapshot.session.step == "idle" else {
            throw KioskError(
                .devicesInUse,
                "somebody is being served at the counter",
                remedy: "Wait until the counter's page shows its start again."
            )
        }
    }
}
