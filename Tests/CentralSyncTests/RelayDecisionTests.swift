import CentralSync
import Claims
import Outbox
import Testing

struct RelayDecisionTests {
    private static let id = "0195e6a0-0000-7000-8000-000000000001"
    private let claim: ClaimID
    private let number: ClaimNumber

    init() throws {
        claim = try #require(ClaimID(Self.id))
        number = ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: 1)
    }

    /// The verdict on a batch of one, in a word.
    private enum Action: Equatable {
        case acknowledge(CentralAnswer)
        case setAside(ErrorBody.Detail)
        case postponeClaim(ErrorBody.Detail)
        case postponeAll(ErrorBody.Detail)
        case other
    }

    private func action(_ status: Int, _ body: String) -> Action {
        let entry = OutboxEntry(claimID: claim, number: number, attempts: 0, document: [])
        let reply = CentralReply.answered(status: status, body: Array(body.utf8))
        return switch RelayDecision.verdict(on: reply, to: [entry], signedBy: nil) {
        case .each(let actions) where actions.count == 1:
            switch actions[0] {
            case .acknowledge(let answer): .acknowledge(answer)
            case .setAside(let problem): .setAside(problem)
            case .postpone(let problem): .postponeClaim(problem)
            }
        case .postponeAll(let problem): .postponeAll(problem)
        case .each, .split: .other
        }
    }

    private func answer(
        id: String = id,
        number: String? = nil,
        status: String = "accepted",
        at: String = "2025-03-10T10:00:05Z"
    ) -> String {
        #"{"claimId":"\#(id)","claimNumber":"\#(number ?? self.number.text)","status":"\#(status)","receivedAt":"\#(at)"}"#
    }

    @Test func `the answer for this claim is kept`() throws {
        let expected = CentralAnswer(status: .accepted, receivedAt: try #require(Timestamp("2025-03-10T10:00:05Z")))
        #expect(action(200, answer()) == .acknowledge(expected))
    }

    @Test func `a duplicate is kept with its reason, controls and length cut`() throws {
        let long = String(repeating: "x", count: 100)
        let body = answer(status: "duplicate").dropLast() + #","reason":{"code":"a\nb","otherClaim":"\#(long)"}}"#
        guard case .acknowledge(let answer) = action(200, String(body)) else {
            Issue.record("not acknowledged")
            return
        }
        #expect(answer.status == .duplicate && answer.reasonCode == "a b" && answer.otherClaim?.count == 64)
    }

    @Test func `a claim in review is there for good, with its reason and the other claim`() throws {
        let reason = #","reason":{"code":"part-serial-seen","otherClaim":"DQ02-000001-3","part":"battery"}}"#
        let expected = CentralAnswer(
            status: .inReview,
            receivedAt: try #require(Timestamp("2025-03-10T10:00:05Z")),
            reasonCode: "part-serial-seen",
            otherClaim: "DQ02-000001-3",
            part: .battery
        )
        #expect(action(200, answer(status: "in-review").dropLast() + reason) == .acknowledge(expected))
    }

    @Test func `a part that this version does not know does not hold up the answer`() throws {
        let reason = #","reason":{"code":"verdict-differs","part":"saddle"}}"#
        guard case .acknowledge(let kept) = action(200, answer(status: "in-review").dropLast() + reason) else {
            Issue.record("not acknowledged")
            return
        }
        #expect(kept.status == .inReview && kept.reasonCode == "verdict-differs" && kept.part == nil)
    }

    @Test func `an answer for another claim is not believed`() throws {
        for body in [answer(id: "0195e6a0-0000-7000-8000-000000000002"), answer(number: "DQ01-000002-0")] {
            guard case .postponeClaim(let problem) = action(200, body) else {
                Issue.record("\(body)")
                continue
            }
            #expect(problem.code == KioskError.Code.centralAnswer.name)
        }
    }

    @Test(arguments: [
        "", "{}", "<html>log in</html>", "null", "[]", #"{"claimId":1}"#,
        #"{"claimId":"\#(id)","claimNumber":"DQ01-000001-6","status":"lost","receivedAt":"2025-03-10T10:00:05Z"}"#,
        #"{"claimId":"\#(id)","claimNumber":"DQ01-000001-6","status":"accepted","receivedAt":"yesterday"}"#,
        String(repeating: "[", count: 60_000),
    ])
    func `a success that is not understood takes nothing out of the outbox`(body: String) {
        switch action(200, body) {
        case .postponeAll(let problem), .postponeClaim(let problem):
            #expect(problem.code == KioskError.Code.centralAnswer.name && !problem.remedy.isEmpty)
        default: Issue.record("\(body.prefix(80))")
        }
    }

    @Test(arguments: [400, 404, 409, 410, 413, 415, 422])
    func `a final no with our error body sets the claim aside with the central's words`(status: Int) {
        guard case .setAside(let problem) = action(status, RelayFixture.refusal(.claimContentDiffers)) else {
            Issue.record("\(status)")
            return
        }
        #expect(problem.code == "claim.content-differs")
        #expect(problem.message == "the claim says otherwise" && problem.remedy == "Look at it.")
    }

    @Test(arguments: [
        KioskError.Code.claimInvalid, .claimIDMismatch, .claimContentDiffers, .claimNumberTaken, .requestMalformed,
        .requestTooLarge,
    ])
    func `what the central will never take is set aside`(code: KioskError.Code) {
        guard case .setAside(let problem) = action(400, RelayFixture.refusal(code)) else {
            Issue.record("\(code)")
            return
        }
        #expect(problem.code == code.name)
    }

    @Test(
        arguments: [400, 403, 404, 409, 422],
        [KioskError.Code.claimWrongMode, .requestForeign, KioskError.Code("claim.of-a-later-version")]
    )
    func `a no that a setting or a later version may change holds up all claims and says why`(
        status: Int,
        code: KioskError.Code
    ) {
        guard case .postponeAll(let problem) = action(status, RelayFixture.refusal(code)) else {
            Issue.record("\(status) \(code)")
            return
        }
        #expect(problem.code == code.name)
        #expect(problem.message == "the claim says otherwise" && problem.remedy == "Look at it.")
    }

    @Test(
        arguments: [400, 404, 409, 422],
        ["", "<html>", #"{"error":"no"}"#, #"{"error":{"code":"","message":"","remedy":""}}"#]
    )
    func `a no that is not the central's own sets nothing aside`(status: Int, body: String) {
        guard case .postponeAll = action(status, body) else {
            Issue.record("\(status) \(body)")
            return
        }
    }

    @Test func `a wrong address does not set aside claim after claim`() {
        guard case .postponeAll(let problem) = action(404, RelayFixture.refusal(.requestNotFound)) else {
            Issue.record("set aside")
            return
        }
        #expect(problem.code == KioskError.Code.centralAnswer.name)
    }

    @Test(arguments: [408, 425, 429, 500, 501, 502, 503, 504, 599])
    func `a central that is ill is tried again`(status: Int) {
        guard case .postponeAll(let problem) = action(status, "") else {
            Issue.record("\(status)")
            return
        }
        // What did not arrive in time is for the size of the next batch too.
        let code: KioskError.Code = status == 408 ? .centralTimeout : .centralUnavailable
        #expect(problem.code == code.name && problem.message.contains("\(status)"))
    }

    @Test func `a central that fails at one claim lets the others pass`() {
        guard case .postponeClaim(let problem) = action(500, RelayFixture.refusal(.requestFailed)) else {
            Issue.record("not postponed alone")
            return
        }
        #expect(
            problem.code == KioskError.Code.centralUnavailable.name
                && problem.message.contains("request.failed")
        )
    }

    @Test(arguments: [0, 100, 201, 204, 301, 302, 304, 307, 308, 401, 403, 405, 451, 600, 999, -1])
    func `any other status is no answer to a claim`(status: Int) {
        guard case .postponeAll(let problem) = action(status, answer()) else {
            Issue.record("\(status)")
            return
        }
        #expect(problem.code == KioskError.Code.centralAnswer.name)
    }

    @Test func `each line of a batch has its own fate`() throws {
        let entries = (1...4).map { entry($0) }
        let lines = [
            answer(id: entries[0].claimID.text, number: entries[0].number.text),
            #"{"claimId":"\#(entries[1].claimID)","# + RelayFixture.refusal(.claimInvalid).dropFirst(),
            #"{"claimId":null,"# + RelayFixture.refusal(.claimWrongMode).dropFirst(),
            // The answer to another line of the batch.
            answer(id: entries[0].claimID.text, number: entries[0].number.text),
        ]
        let reply = CentralReply.answered(status: 200, body: Array((lines.joined(separator: "\n") + "\n").utf8))
        guard case .each(let actions) = RelayDecision.verdict(on: reply, to: entries, signedBy: nil) else {
            Issue.record("not line by line")
            return
        }
        let kinds = actions.map { action in
            switch action {
            case .acknowledge: "acknowledge"
            case .setAside(let problem): "set aside \(problem.code)"
            case .postpone(let problem): "postpone \(problem.code)"
            }
        }
        let expected = [
            "acknowledge", "set aside claim.invalid", "postpone claim.wrong-mode",
            "postpone central.answer-not-understood",
        ]
        #expect(kinds == expected)
    }

    @Test func `an answer of too few or too many lines is not believed`() {
        let line = answer() + "\n"
        for body in [line, line + line + line] {
            let reply = CentralReply.answered(status: 200, body: Array(body.utf8))
            guard case .postponeAll = RelayDecision.verdict(on: reply, to: [entry(1), entry(2)], signedBy: nil) else {
                Issue.record("believed")
                return
            }
        }
    }

    @Test(arguments: [(400, KioskError.Code.requestMalformed), (413, .requestTooLarge), (500, .requestFailed)])
    func `a batch that is refused as a whole is split`(status: Int, code: KioskError.Code) {
        let reply = CentralReply.answered(status: status, body: Array(RelayFixture.refusal(code).utf8))
        guard case .split = RelayDecision.verdict(on: reply, to: [entry(1), entry(2)], signedBy: nil) else {
            Issue.record("not split")
            return
        }
    }

    private func entry(_ sequence: Int) -> OutboxEntry {
        var random = SystemRandomNumberGenerator()
        return OutboxEntry(
            claimID: ClaimID(at: RelayFixture.now, using: &random),
            number: ClaimNumber(kiosk: number.kiosk, sequence: Int64(sequence)),
            attempts: 0,
            document: []
        )
    }
}
