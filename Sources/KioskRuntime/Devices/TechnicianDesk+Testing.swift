import Claims
import CounterServer
import Devices
import NIOCore
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
        let limit = Duration.seconds(request.seconds ?? Self.usualSeconds)
        let (lines, continuation) = AsyncStream<ControlTestLine>.makeStream(bufferingPolicy: .bufferingNewest(64))
        // Ends with the stream, just below.
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                let test = DeviceTest(role: binding.role, tell: { continuation.yield($0) })
                group.addTask { await test.follow(events) }
                group.addTask {
                    // The technician's own bound, not a wait for something that happens by itself.
                    try? await ContinuousClock().sleep(for: limit)
                    if !Task.isCancelled { test.gaveUp(after: limit) }
                }
                group.addTask {
                    for await snapshot in await counter.snapshots() where snapshot.session.step != "idle" {
                        return test.counterBegan()
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
                let took = DeviceTest.milliseconds(ContinuousClock.now - begin)
                if let problem = outcome.problem(path) {
                    line = ControlTestLine(problem: ControlProblem(problem), at: took)
                } else {
                    line = ControlTestLine(page: ControlTestPage(bytes: size, paper: "ok", cover: "closed"), at: took)
                }
            } catch {
                line = ControlTestLine(
                    problem: ControlProblem(error),
                    at: DeviceTest.milliseconds(ContinuousClock.now - begin)
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
        let records = try readers.record(id: binding.identity.description)
        let began = NIODeadline.now()
        let startedAt = now()
        let limit = Duration.seconds(request.seconds ?? Self.usualSeconds)
        let chunks = await withTaskGroup(of: [CaptureFile.Chunk]?.self) { group in
            group.addTask { await Self.chunks(records, since: began) }
            group.addTask {
                try? await ContinuousClock().sleep(for: limit)
                return nil
            }
            var found: [CaptureFile.Chunk] = []
            // When the time is over, the first is cancelled and gives what it has.
            while let next = await group.next() {
                found = next ?? found
                group.cancelAll()
            }
            return found
        }
        let file = CaptureFile(
            device: binding.identity.description,
            driver: binding.settings.driver.rawValue,
            baud: binding.settings.baud,
            when: startedAt.description,
            who: user,
            chunks: CaptureScrubber.scrubbed(chunks, driver: binding.settings.driver)
        )
        return file.text
    }

    private static func chunks(_ records: AsyncStream<LineRecord>, since began: NIODeadline) async -> [CaptureFile
        .Chunk]
    {
        var chunks: [CaptureFile.Chunk] = []
        var size = 0
        for await record in records {
            let bytes = Array(record.bytes.readableBytesView)
            size += bytes.count
            guard size <= CaptureFile.largestRecording else { break }
            let time = max(0, (record.time - began).nanoseconds / 1_000)
            for start in stride(from: 0, to: bytes.count, by: CaptureFile.largestChunk) {
                let part = Array(bytes[start...].prefix(CaptureFile.largestChunk))
                let direction: CaptureFile.Direction = record.direction == .toDevice ? .toDevice : .fromDevice
                chunks.append(CaptureFile.Chunk(time: time, direction: direction, bytes: part))
            }
        }
        return chunks
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
