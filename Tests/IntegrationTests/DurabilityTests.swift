import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// "Recorded" means on the disk: seen from outside, at the system calls.
@Suite(.serialized) struct DurabilityTests {
    @Test func `a confirm costs one sync of the write-ahead log, and its answer comes after it`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { program, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { kiosk, counter in
                        // The first claim makes the log; the second is an ordinary one.
                        try await counter.begin()
                        _ = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                        try await counter.outcome("accepted")
                        // From here on the relay has nothing to write down: nothing waits, and what is sent next is
                        // neither answered nor refused.
                        program.pause()
                        defer { program.resume() }
                        try await counter.take("POST", "finish")
                        try await rig.lift()
                        try await counter.begin()
                        try await rig.tap("owner-2")
                        try await counter.snapshot("the plate step") { $0.session.waitingFor == "plate" }
                        try await counter.take("POST", "plate", PlateEntry(plate: "拉萨A00102"))
                        try await counter.judgeParts(of: "拉萨A00102")
                        try await counter.take(
                            "POST",
                            "bank-card",
                            BankCardEntry(number: testBankCard, repeated: testBankCard)
                        )
                        try await checkOneSync(rig, kiosk, counter)
                    }
                }
            }
        }
    }

    private func checkOneSync(_ rig: KioskRig, _ kiosk: RunningProgram, _ counter: CounterClient) async throws {
        let trace = rig.path("trace")
        let arguments = [
            "-f", "-y", "-s", "65536", "-o", trace, "-p", "\(kiosk.processID)", "-e",
            "trace=fsync,fdatasync,sync_file_range,msync,syncfs,sync,write,writev,sendto,sendmsg",
        ]
        try await RunningProgram.with("/usr/bin/strace", arguments) { strace in
            _ = try await strace.log.line(holding: "attached")
            let session = try await counter.take("POST", "confirm")
            #expect(session.step == "recorded")
            strace.terminate()
            _ = try? await strace.log.line(holding: "never printed", within: .seconds(30))
        }
        let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        let told = try #require(calls.firstIndex { $0.contains(#"step\":\"recorded"#) })
        let syncs = calls[..<told].filter { call in
            call.contains("unfinished") ? false : call.contains(/sync(_file_range)?\(|sync resumed/)
        }
        #expect(syncs.count == 1, "\(syncs)")
        #expect(syncs.first?.contains("kiosk.sqlite-wal") == true || syncs.first?.contains("resumed") == true)
    }
}
