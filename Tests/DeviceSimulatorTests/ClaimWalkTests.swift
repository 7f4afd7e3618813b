import AsyncHTTPClient
import Claims
import HTTPSupport
import Hummingbird
import Logging
import ServiceLifecycle
import Testing
import WireAPI

@testable import DeviceSimulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ClaimWalkTests {
    /// Serves `counter` on loopback while `body` runs; gives it the address.
    private func withServer<Result: Sendable>(
        _ counter: FakeCounter,
        _ body: @escaping @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let server = HTTPService(
            responder: counter.router().buildResponder(),
            address: .hostname("127.0.0.1", port: 0),
            logger: Logger(label: "test")
        ) { port in
            continuation.yield(port ?? 0)
            continuation.finish()
        }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            defer { group.cancelAll() }
            for await port in ports {
                let result = try await body("http://127.0.0.1:\(port)")
                await counter.endStreams()
                return result
            }
            throw CancellationError()
        }
    }

    private func walk(_ counter: FakeCounter, timeout: Duration = .seconds(120)) async throws -> ClaimWalkReport {
        try await withServer(counter) { address in
            var plan = ClaimPlan()
            plan.timeout = timeout
            return try await ClaimWalk(address: address, hands: counter, plan: plan, client: .shared).run()
        }
    }

    private func failure(_ counter: FakeCounter, timeout: Duration = .seconds(120)) async -> KioskError? {
        do {
            _ = try await walk(counter, timeout: timeout)
            return nil
        } catch {
            return error as? KioskError
        }
    }

    @Test func `a walk goes through every step and reports the accepted claim`() async throws {
        let counter = FakeCounter(.accepted)
        let report = try await walk(counter)
        #expect(
            await counter.requests == [
                "lift", "start", "notice", "tap owner-1", "lift", "scan 拉萨A00101", "parts/battery", "parts/motor",
                "parts/frame", "bank-card", "confirm", "finish",
            ]
        )
        #expect(report.status == "accepted")
        #expect(report.claimNumber == "T1-000001-5")
        #expect(report.amountFen == 50_000)
        #expect(report.cardToScreen > 0 && report.commit > 0)
    }

    @Test func `an acceptance that came with the answer counts`() async throws {
        #expect(try await walk(FakeCounter(.acceptedAtOnce)).commitToAccepted >= 0)
    }

    @Test(arguments: [("plate", "cancel"), ("refused", "finish"), ("recorded", "finish")])
    func `a session that was left open is ended first`(_ step: String, _ request: String) async throws {
        let counter = FakeCounter(.accepted, step: step)
        _ = try await walk(counter)
        #expect(await counter.requests.prefix(3) == ["lift", request, "start"])
    }

    @Test func `a refusal ends the walk with its reason`() async throws {
        let error = try #require(await failure(FakeCounter(.refusedAtPlate)))
        #expect(error.code == .walkStopped)
        #expect(error.message.contains("vehicle-claimed"))
    }

    @Test func `a duplicate is not an acceptance`() async throws {
        let error = try #require(await failure(FakeCounter(.duplicate)))
        #expect(error.code == .walkStopped)
        #expect(error.message.contains("duplicate"))
    }

    @Test func `a central that does not answer ends the walk at its limit`() async throws {
        let error = try #require(await failure(FakeCounter(.silence), timeout: .seconds(2)))
        #expect(error.code == .walkTimeout)
    }

    @Test func `the error at the limit says what the walk waited for and where the session stands`() async {
        let progress = WalkProgress()
        progress.waits(for: "the central's answer")
        progress.saw(await FakeCounter(.silence, step: "recorded").snapshot)
        #expect(
            progress.timeout(after: .seconds(60)).message
                == "After 60 s the walk still waited for the central's answer "
                + "(step recorded, id-card ready, scanner starting, central reachable)"
        )
    }

    @Test func `a request that the kiosk refuses ends the walk with the kiosk's words`() async throws {
        let error = try #require(await failure(FakeCounter(.accepted, step: "ownership")))
        #expect(error.code == .eventIgnored)
    }

    @Test func `a kiosk or a simulated device that is not there is named at once`() async throws {
        try await HTTPClient.withHTTPClient(configuration: ClaimProgram.clientConfiguration) { client in
            let walk = ClaimWalk(
                address: "http://127.0.0.1:1",
                hands: FakeCounter(.accepted),
                plan: ClaimPlan(),
                client: client
            )
            await #expect { try await walk.run() } throws: { ($0 as? KioskError)?.code == .walkUnreachable }
            let hands = SimulatorHands(idCard: "/nowhere/reader", scanner: "/nowhere/scanner", client: client)
            await #expect { try await hands.tap("owner-1") } throws: {
                ($0 as? KioskError)?.code == .simulatorUnreachable
            }
        }
    }

    @Test func `a report has every key, with milliseconds to three decimals`() throws {
        let report = ClaimWalkReport(
            claimNumber: "T1-000001-5",
            claimId: "id",
            status: "accepted",
            amountFen: nil,
            kioskSequence: 1,
            centralReceivedAt: nil,
            cardToScreen: ClaimWalkReport.milliseconds(.nanoseconds(12_345_678)),
            commit: ClaimWalkReport.milliseconds(.milliseconds(-1)),
            commitToAccepted: ClaimWalkReport.milliseconds(.seconds(2))
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        #expect(
            String(decoding: try encoder.encode(report), as: UTF8.self)
                == #"{"amountFen":null,"cardToScreen":12.346,"centralReceivedAt":null,"claimId":"id","#
                + #""claimNumber":"T1-000001-5","commit":0,"commitToAccepted":2000,"kioskSequence":1,"#
                + #""status":"accepted"}"#
        )
    }
}
