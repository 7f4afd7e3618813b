import Claims
import Devices
import Glibc
import KioskTestSupport
import Logging
import Readers
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

/// Devices that come and go.
@Suite(.timeLimit(.minutes(2)))
struct PluggingTests {
    private func idCard(_ path: String) -> ReaderBinding {
        ReaderBinding(role: .idCard, path: path, settings: DriverSettings(.sdt))
    }

    private func scanner(_ path: String, id: String? = nil) -> ReaderBinding {
        ReaderBinding(id: id, role: .scanner, path: path, settings: DriverSettings(.line))
    }

    @Test func `ten plugs and unplugs end where they began`() async throws {
        let folder = try LinkFolder()
        let terminals = try (0..<10).map { _ in try PseudoTerminal() }
        defer { withExtendedLifetime(terminals) {} }
        try await RunningReaders.run([scanner("\(folder.path)/scanner")]) { readers in
            for (round, terminal) in terminals.enumerated() {
                try folder.link("scanner", to: terminal.path)
                try await readers.status(.ready, of: .scanner)
                terminal.write(Array("half".utf8))
                terminal.hangUp()
                try await readers.status(.missing, of: .scanner)
                #expect(readers.supervisor.statuses.first?.reconnects == round)
            }
            #expect(readers.supervisor.statuses.first?.reads == 0)
        }
    }

    @Test func `a device that comes back at another node is the same device`() async throws {
        let (first, second) = (try PseudoTerminal(), try PseudoTerminal())
        let source = ToldSource()
        try await RunningReaders.run([], source: source) { readers in
            source.tell(.appeared(scanner(first.path, id: "serial:NL0001")))
            try await readers.status(.ready, of: .scanner)
            // The new node is told before the hang-up of the old one is seen.
            source.tell(.appeared(scanner(second.path, id: "serial:NL0001")))
            try await readers.status(.starting, of: .scanner)
            try await readers.status(.ready, of: .scanner)
            first.write(Array("A1\r".utf8))
            second.write(Array("A2\r".utf8))
            let scan = try await readers.scan()
            #expect(scan == "A2")
            let status = try #require(readers.supervisor.statuses.first)
            #expect(status.id == "serial:NL0001" && status.path == second.path && status.reconnects == 1)
            #expect(readers.supervisor.statuses.count == 1)
        }
    }

    @Test func `a device that is released is closed and forgotten`() async throws {
        let terminal = try PseudoTerminal()
        let source = ToldSource()
        try await RunningReaders.run([], source: source) { readers in
            source.tell(.appeared(scanner(terminal.path)))
            try await readers.status(.ready, of: .scanner)
            source.tell(.released(id: terminal.path))
            let role = try await readers.next { if case .released(let status) = $0 { status.role } else { nil } }
            #expect(role == .scanner)
            // Another program can have it as soon as it is closed; until then the lock holds.
            let other = open(terminal.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
            defer { _ = close(other) }
            try await wait(for: "the lock") { flock(other, LOCK_EX | LOCK_NB) == 0 }
            #expect(readers.supervisor.statuses.isEmpty)
        }
    }

    @Test func `graceful shutdown ends the service and frees the device`() async throws {
        let reader = try FakeCardReader()
        let (events, continuation) = AsyncStream<ReaderEvent>.makeStream()
        let supervisor = ReaderSupervisor(
            bindings: [idCard(reader.path)],
            now: { Timestamp(milliseconds: 0) },
            logger: Logger(label: "test")
        ) {
            continuation.yield($0)
        }
        try await testGracefulShutdown { trigger in
            async let running: Void = supervisor.run()
            for await case .status(let status) in events where status.state == .ready { break }
            trigger.triggerGracefulShutdown()
            try await running
        }
        let again = open(reader.path, O_RDWR | O_NOCTTY)
        #expect(flock(again, LOCK_EX | LOCK_NB) == 0)
        close(again)
    }
}
