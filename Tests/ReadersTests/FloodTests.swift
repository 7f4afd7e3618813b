import Claims
import Devices
import Foundation
import KioskTestSupport
import NIOCore
import ReaderProtocols
import Synchronization
import Testing

@testable import Readers

/// Devices that send more than anybody can scan.
@Suite(.timeLimit(.minutes(2)))
struct FloodTests {
    private func scanner(_ terminal: PseudoTerminal) -> ReaderBinding {
        ReaderBinding(role: .scanner, path: terminal.path, settings: DriverSettings(.line))
    }

    @Test func `noise without a pause is one lasting fault, the other scanner works, and calm ends it`() async throws {
        let (noisy, good) = (try PseudoTerminal(), try PseudoTerminal())
        let isNoisy = Mutex(true)
        let flood = Thread {
            let noise = (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 3) }
            while isNoisy.withLock({ $0 }), noisy.write(noise) {}
        }
        defer { isNoisy.withLock { $0 = false } }
        try await RunningReaders.run([scanner(noisy), scanner(good)]) { readers in
            try await readers.status(.ready, of: .scanner)
            flood.start()
            let fault = try await readers.status(.faulty, of: .scanner)
            #expect(fault.problem?.code == .readerFlooded && fault.path == noisy.path)
            for number in 0..<10 {
                good.write(Array("A\(number)\r".utf8))
                let scan = try await readers.next { event in
                    if case .scan(let scan, _) = event, scan.text == "A\(number)" { scan.text } else { nil }
                }
                #expect(scan == "A\(number)")
            }
            // One lasting state: nothing of the noise is told or logged over and over.
            let lines = readers.logText.split(separator: "\n").count { $0.contains("reader.flooded") }
            #expect(lines <= 2, "\(lines)")
            isNoisy.withLock { $0 = false }
            let calm = try await readers.next { event in
                if case .status(let status) = event, status.path == noisy.path, status.state == .ready {
                    status
                } else {
                    nil
                }
            }
            #expect(calm.problem == nil)
        }
    }

    @Test func `a person's pace is no flood, a machine's is one until it is calm`() {
        var rate = ScanRate()
        var now = NIODeadline.uptimeNanoseconds(5_000_000_000)
        for _ in 0..<100 {
            rate.scanned(at: now)
            now = now + .milliseconds(60)
            #expect(!rate.isFlooded)
        }
        for _ in 0..<100 {
            rate.scanned(at: now)
            now = now + .milliseconds(5)
        }
        #expect(rate.isFlooded)
        now = now + .seconds(3)
        rate.scanned(at: now)
        #expect(!rate.isFlooded)
    }
}
