import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import WireAPI

@testable import DeviceSimulator

/// A kiosk's local API with a script instead of a session, and the hands at it.
actor FakeCounter: CounterHands {
    enum Turn: Sendable {
        case accepted
        /// The plate belongs to somebody who claimed already.
        case refusedAtPlate
        /// The central has the vehicle from another kiosk.
        case duplicate
        /// The central does not answer.
        case silence
        /// `confirm` answers with the claim already accepted.
        case acceptedAtOnce
    }

    private(set) var requests: [String] = []
    private(set) var snapshot: CounterSnapshot
    private let turn: Turn
    private var listeners: [AsyncStream<CounterSnapshot>.Continuation] = []

    init(_ turn: Turn, step: String = "idle") {
        self.turn = turn
        snapshot = CounterSnapshot(
            revision: 7,
            now: "2025-03-10T10:00:00.000+08:00",
            rehearsal: true,
            kioskId: "T1",
            point: ["zh-CN": "测试点"],
            programme: ProgrammeView(
                id: "test",
                version: "1",
                title: [:],
                noticeVersion: "n1",
                hotline: "",
                tariff: .init(by: "flat", rows: []),
                plateless: [],
                campaign: nil,
                plateKinds: [:],
                onceOnly: "each",
                agents: false,
                certificatePhoto: false,
                paymentDays: 5
            ),
            registry: RegistryView(state: "current", version: "r1", asOf: "2025-03-09", ageDays: 1, problem: nil),
            session: SessionView(
                step: step,
                waitingFor: "start",
                canGoBack: false,
                canCancel: true,
                canOverride: false
            ),
            devices: [
                DeviceView(role: "id-card", state: "ready", path: "/dev/a", problem: nil, reads: 0),
                DeviceView(role: "scanner", state: "starting", path: "/dev/b", problem: nil, reads: 0),
            ],
            queue: QueueView(
                waiting: 0,
                needsPerson: 0,
                photosWaiting: 0,
                photosNeedPerson: 0,
                returned: 0,
                accepted: 0,
                inReview: 0,
                duplicate: 0,
                oldestWaitingSince: nil,
                lastProblem: nil,
                nextAttemptAt: nil,
                central: "reachable"
            )
        )
    }

    // MARK: Hands

    func tap(_ person: String) throws {
        requests.append("tap \(person)")
        guard snapshot.session.step == "identity" else { return }
        change {
            $0.applicant = .init(
                name: "张演示",
                maskedNumber: "*",
                cardKind: "resident",
                cardValidUntil: "long-term",
                cardExpired: false
            )
        }
        change { $0.step = "plate" }
        snapshot.devices[1].state = "ready"
        change { _ in }
    }

    func lift() { requests.append("lift") }

    func scan(_ text: String) {
        requests.append("scan \(text)")
        if turn == .refusedAtPlate {
            change {
                $0.step = "refused"
                $0.reason = ReasonView(code: "vehicle-claimed")
            }
        } else {
            change { $0.step = "battery" }
        }
    }

    // MARK: API

    nonisolated func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: ErrorMiddleware())
        router.get("/v1/events") { _, _ in
            let events = await self.events()
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    for await snapshot in events {
                        try await writer.write(
                            ByteBuffer(string: "event: snapshot\r\nid: \(snapshot.revision)\r\n: x\r\ndata: ")
                        )
                        try await writer.write(try JSONMessage.encode(snapshot))
                        try await writer.write(ByteBuffer(string: "\r\n\r\n"))
                    }
                    try await writer.finish(nil)
                }
            )
        }
        router.on("/v1/session/**", method: .post) { request, _ in try Response.json(try await self.take(request)) }
        router.on("/v1/session/**", method: .put) { request, _ in try Response.json(try await self.take(request)) }
        return router
    }

    func endStreams() {
        for listener in listeners { listener.finish() }
        listeners = []
    }

    private func events() -> AsyncStream<CounterSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: CounterSnapshot.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        continuation.yield(snapshot)
        listeners.append(continuation)
        return stream
    }

    private func take(_ request: Request) throws -> CounterSnapshot {
        let path = String(request.uri.path.dropFirst("/v1/session/".count))
        requests.append(path)
        let next = [
            "start": ["idle": "notice"], "notice": ["notice": "identity"], "parts/battery": ["battery": "motor"],
            "parts/motor": ["motor": "frame"], "parts/frame": ["frame": "bank-card"],
            "bank-card": ["bank-card": "review"], "confirm": ["review": "committing"],
            "finish": ["recorded": "idle", "refused": "idle"], "cancel": ["plate": "idle", "notice": "idle"],
        ]
        guard let step = next[path]?[snapshot.session.step] else {
            throw KioskError(.eventIgnored, "step-not-now", remedy: "wait")
        }
        if path == "confirm" { return commit() }
        if step == "idle" {
            snapshot.session = SessionView(
                step: step,
                waitingFor: "start",
                canGoBack: false,
                canCancel: false,
                canOverride: false
            )
        }
        change { $0.step = step }
        return snapshot
    }

    private func commit() -> CounterSnapshot {
        change { $0.step = "committing" }
        let answer = snapshot
        change {
            $0.step = "recorded"
            $0.claim = .init(
                claimId: "018f2b6c-0000-7000-8000-000000000001",
                claimNumber: "T1-000001-5",
                sequence: 1,
                recordedAt: "2025-03-10T10:00:00.000+08:00",
                amountFen: 50_000,
                status: "recorded",
                centralReceivedAt: nil,
                reason: nil
            )
        }
        switch turn {
        case .silence: return answer
        case .duplicate:
            change {
                $0.claim?.status = "duplicate"
                $0.claim?.reason = ReasonView(code: "vehicle-claimed")
            }
            return answer
        case .accepted, .acceptedAtOnce, .refusedAtPlate:
            change {
                $0.claim?.status = "accepted"
                $0.claim?.centralReceivedAt = "2025-03-10T10:00:00.100+08:00"
            }
            return turn == .acceptedAtOnce ? snapshot : answer
        }
    }

    private func change(_ body: (inout SessionView) -> Void) {
        body(&snapshot.session)
        snapshot.revision += 1
        for listener in listeners { listener.yield(snapshot) }
    }
}
