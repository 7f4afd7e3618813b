import AsyncHTTPClient
import Claims
import Foundation
import KioskTestSupport
import NIOCore
import Outbox
import SampleKiosk
import Testing
import WireAPI

/// A backlog that goes out while the kiosk is killed again and again.
@Suite(.serialized) struct DrainTests {
    private static let claims = 900

    @Test func `a kiosk that is killed while it drains sends one batch again at most, and no claim is there twice`()
        async throws
    {
        try await KioskRig.with { rig in
            let kiosk = try SampleKiosk(
                rig.kioskStore + "/kiosk.sqlite",
                repository: RunningProgram.repository,
                digestKey: String(repeating: "5a", count: 32)
            )
            for number in 0..<Self.claims { try await kiosk.record(number) }
            await kiosk.store.close()
            // Each run begins with small batches: the later kills meet large ones.
            for arrived in [20, 200, 600] { try await killWhile(draining: rig, after: arrived) }
            try await rig.withCentral { _, central in
                try await rig.withKiosk(central: central, changes: ["devices": "[]"]) { _, _ in
                    try await arrival(of: Self.claims, at: central, rig)
                }
            }
            let register = rig.centralStore + "/register.sqlite"
            let sequences = try await rig.column(of: "SELECT sequence FROM claim ORDER BY sequence", in: register)
            #expect(sequences == (1...Self.claims).map { String($0) })
            let standings = try await rig.column(of: "SELECT DISTINCT status FROM claim", in: register)
            #expect(standings == ["accepted"])
        }
    }

    /// Kills the kiosk when so many claims are at the central, and looks what it will send again.
    private func killWhile(draining rig: KioskRig, after count: Int) async throws {
        try await rig.withCentral { program, central in
            try await rig.withKiosk(central: central, changes: ["devices": "[]"]) { kiosk, _ in
                try await arrival(of: count, at: central, rig)
                kiosk.killNow()
            }
            // What came whole is stored before the central has stopped.
            program.terminate()
            _ = try? await program.log.line(holding: "never printed", within: .seconds(30))
        }
        let arrived = try await rig.column(of: "SELECT count(*) FROM claim", in: rig.centralStore + "/register.sqlite")
        let answered = try await rig.column(of: "SELECT count(*) FROM answer", in: rig.kioskStore + "/kiosk.sqlite")
        let again = try #require(arrived.first.flatMap { Int($0) }) - #require(answered.first.flatMap { Int($0) })
        #expect((0...BatchAnswer.maximum.lines).contains(again))
        // A batch is no more than what went well before it, twice.
        #expect(again <= max(16, 2 * (try #require(answered.first.flatMap { Int($0) }))))
    }

    private func arrival(of count: Int, at central: String, _ rig: KioskRig) async throws {
        struct State: Decodable {
            let count: Int
            let missing: [Int]
            let broken: [Int]
        }
        try await withBound(.seconds(120), "\(count) claims at the central") {
            while true {
                let answer = try await rig.client.execute(
                    HTTPClientRequest(url: central + "/v1/kiosks/RH01"),
                    timeout: .seconds(30)
                )
                let body = try await answer.body.collect(upTo: 1 << 20)
                let state = try JSONDecoder().decode(State.self, from: Data(body.readableBytesView))
                #expect(state.missing.isEmpty && state.broken.isEmpty)
                if state.count >= count { return }
            }
        }
    }
}
