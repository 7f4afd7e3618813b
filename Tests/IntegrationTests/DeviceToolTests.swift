import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The technician's tool against a real kiosk with simulated devices.
@Suite(.serialized)
struct DeviceToolTests {
    private func withKiosk(
        printer: Bool = false,
        _ body: @escaping @Sendable (KioskRig, CounterClient, Tool) async throws -> Void
    ) async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    var changes: [String: String] = [:]
                    if printer { changes["devices"] = rig.devicesWithPrinter }
                    try await rig.withKiosk(central: central, changes: changes) { _, counter in
                        try await counter.snapshot("both devices") { snapshot in
                            snapshot.devices.count { $0.state == "ready" } >= 2
                        }
                        try await body(rig, counter, Tool(socket: rig.kioskStore + "/control.sock"))
                    }
                }
            }
        }
    }

    /// `kioskctl` at that socket.
    private struct Tool: Sendable {
        let socket: String

        func run(_ arguments: [String], status: Int32 = 0) async throws -> String {
            let end = try await RunningProgram.output(of: "kioskctl", arguments + ["--socket", socket])
            guard end.status == status else {
                throw TestFailure("kioskctl \(arguments): \(end.status) \(end.output) \(end.errors)")
            }
            return end.output + end.errors
        }

        func devices() async throws -> ControlDevices {
            let text = try await run(["devices", "list", "--json"])
            return try JSONDecoder().decode(ControlDevices.self, from: Data(text.utf8))
        }
    }

    @Test func `the list shows what is bound by its path, and how it is`() async throws {
        try await withKiosk { rig, _, tool in
            let listed = try await tool.devices()
            #expect(listed.devices.map(\.assignment.role) == ["id-card", "scanner"])
            #expect(
                listed.devices.allSatisfy { $0.assignment.state == .active && $0.assignment.boundBy == .configuration }
            )
            #expect(listed.devices.allSatisfy { $0.health?.state == "ready" })
            #expect(listed.devices.first?.health?.module == "05.01-20101129-0001228293-0296863149")
            try await rig.act("unplug", on: "scanner")
            let missing = try await withBound(.seconds(30), "a missing scanner") {
                while true {
                    let now = try await tool.devices()
                    if let missing = now.missing.first { return missing }
                }
            }
            #expect(missing.role == "scanner" && missing.problem.code.hasPrefix("reader."))
        }
    }

    @Test func `a card is tested at the idle counter, masked, and stays out of the visit`() async throws {
        try await withKiosk { rig, counter, tool in
            async let test = tool.run(["devices", "test", "id-card", "--json", "--seconds", "60"])
            try await counter.snapshot("a reader that looks for a card") { snapshot in
                snapshot.devices.contains { $0.role == "id-card" && $0.state == "asking" }
            }
            try await rig.tap("owner-1")
            let lines = try await test
            #expect(lines.contains(#""kind":"resident""#) && lines.contains("0013"))
            #expect(!lines.contains("990001199001010013") && !lines.contains("19900101"))
            #expect(try await counter.snapshot().session.step == "idle")
        }
    }

    @Test func `while somebody is served a test is refused, and a visit ends a test`() async throws {
        try await withKiosk { rig, counter, tool in
            try await counter.begin()
            let refused = try await tool.run(["devices", "test", "id-card"], status: 1)
            #expect(refused.contains("devices.in-use"))
            try await counter.take("POST", "cancel")
            async let test = tool.run(["devices", "test", "id-card", "--seconds", "60"], status: 1)
            try await counter.snapshot("a reader that looks for a card") { snapshot in
                snapshot.devices.contains { $0.role == "id-card" && $0.state == "asking" }
            }
            try await counter.begin()
            let ended = try await test
            #expect(ended.contains("devices.in-use"))
            try await rig.tap("owner-1")
            try await counter.snapshot("the card at the counter") { $0.session.step == "plate" }
        }
    }

    @Test func `a recording of a visit holds no one's data and replays`() async throws {
        try await withKiosk { rig, counter, tool in
            let file = rig.path("card.capture")
            try await counter.begin()
            async let recorded = tool.run(["devices", "record", "id-card", "--seconds", "5", "--out", file])
            try await rig.tap("owner-1")
            try await counter.snapshot("the card at the counter") { $0.session.step == "plate" }
            _ = try await recorded
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(text.hasPrefix("# kiosk-capture 1"))
            let number = "990001199001010013".utf16.map { String(format: "%02X 00", $0) }.joined(separator: " ")
            #expect(!text.contains(number))
            let replayed = try await tool.run(["devices", "replay", file])
            #expect(!replayed.isEmpty && !replayed.contains("0013"))
        }
    }

    @Test func `what the settings bind is not unbound, and what is not there is not bound`() async throws {
        try await withKiosk { _, _, tool in
            let unbound = try await tool.run(["devices", "unbind", "scanner"], status: 1)
            #expect(unbound.contains("devices.already-bound"))
            let bind = ["devices", "bind", "/dev/ttyUSB99", "--role", "printer", "--driver", "escpos"]
            let bound = try await tool.run(bind, status: 1)
            #expect(bound.contains("devices.not-present"))
        }
    }

    @Test func `a receipt comes out of the printer once, and then as a copy`() async throws {
        try await withKiosk(printer: true) { rig, counter, tool in
            try await rig.withPrinter {
                try await counter.snapshot("a printer") { snapshot in
                    snapshot.devices.contains { $0.role == "printer" && $0.state == "ready" }
                }
                try await counter.begin()
                let claim = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                let path = "/v1/claims/\(claim.claimId)/receipt/print"
                let first = try await counter.send("POST", path, PrintEntry(language: "en")).json(PrintView.self)
                #expect(first == PrintView(outcome: .printed, copy: false))
                let second = try await counter.send("POST", path, PrintEntry(language: "en")).json(PrintView.self)
                #expect(second == PrintView(outcome: .printed, copy: true))
                let paper = try await rig.paper()
                #expect(paper.contains(claim.claimNumber))

                try await rig.act("step", on: "printer", SimulatorAction(step: "paper out"))
                let third = try await counter.send("POST", path, PrintEntry()).json(PrintView.self)
                #expect(third.outcome == .notPrinted && third.problem?.code == "printer.paper-out")
                let tested = try await tool.run(["devices", "test", "printer"], status: 1)
                #expect(tested.contains("printer.paper-out"))
                try await rig.act("step", on: "printer", SimulatorAction(step: "paper ok"))
                _ = try await tool.run(["devices", "test", "printer", "--seconds", "60"])
            }
        }
    }
}
