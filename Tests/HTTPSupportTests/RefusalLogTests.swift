import HTTPSupport
import InMemoryLogging
import Logging
import Synchronization
import Testing

struct RefusalLogTests {
    @Test func `the same peer is logged once a minute, with how often it came`() {
        let log = InMemoryLogHandler()
        let start = ContinuousClock.now
        let passed = Mutex(Duration.zero)
        let refusals = RefusalLog(logger: Logger(label: "test") { _ in log }) { start + passed.withLock { $0 } }
        for _ in 0..<1_000 { refusals.note("refused", from: "192.0.2.1", [:]) }
        refusals.note("refused", from: "192.0.2.2", [:])
        #expect(log.entries.count == 2)
        passed.withLock { $0 = .seconds(60) }
        refusals.note("refused", from: "192.0.2.1", [:])
        #expect(log.entries.count == 3 && log.entries.last?.metadata["leftOut"] == "999")
    }

    @Test func `ever new peers share a line in the end`() {
        let log = InMemoryLogHandler()
        let refusals = RefusalLog(logger: Logger(label: "test") { _ in log })
        for number in 0..<10_000 { refusals.note("refused", from: "peer \(number)", [:]) }
        #expect(log.entries.count == 257)
    }
}
