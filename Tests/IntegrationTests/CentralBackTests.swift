import Claims
import KioskTestSupport
import Testing
import WireAPI

/// The central goes and comes back while the kiosk's own network stays, as behind a router that lost its line.
@Suite(.serialized) struct CentralBackTests {
    @Test func `a claim does not wait for the end of a long pause once the central is back`() async throws {
        try await KioskRig.with { rig in
            let port = try await rig.withCentral { _, address in Int(address.split(separator: ":").last ?? "") ?? 0 }
            let central = "http://127.0.0.1:\(port)"
            let pauses = "{url: \"\(central)\", backOff: {firstMilliseconds: 60000, longestSeconds: 3600}}"
            try await rig.withDevices {
                try await rig.withKiosk(central: central, changes: ["central": pauses]) { kiosk, counter in
                    try await counter.begin()
                    _ = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                    try await counter.snapshot("why it waits") {
                        $0.queue?.lastProblem?.code == "central.unreachable" && $0.queue?.nextAttemptAt != nil
                    }
                    try await kiosk.log.line(holding: "the central takes no connections")
                    try await rig.withCentral(port: port) { _, _ in
                        try await kiosk.log.line(holding: "the central takes connections again")
                        try await counter.outcome("accepted")
                    }
                }
            }
        }
    }
}
