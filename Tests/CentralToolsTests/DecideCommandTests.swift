import Foundation
import KioskTestSupport
import Testing

/// The command around the verdict: words, texts, other programmes, wrong files.
struct DecideCommandTests {
    @Test func `without --json the verdict is said in words`() async throws {
        let (status, output, _) = try await DecideCase.decide(DecideCase.good())
        #expect(status == 0)
        #expect(output.hasPrefix("Verdict: subsidy, 615.00 yuan\nBy rule: tariff, row 1 of the decision table\n"))
    }

    @Test func `with --share the reason is said in three languages`() async throws {
        let share = "\(RunningProgram.repository)/share"
        let facts = DecideCase.battery(#""missing""#)
        let (_, output, _) = try await DecideCase.decide(facts, ["--json", "--share", share])
        let answer = try #require(DecideCase.object(output))
        let verdict = try #require(answer["verdict"] as? [String: Any])
        let reason = try #require(verdict["reason"] as? [String: Any])
        let texts = try #require(reason["texts"] as? [String: [String: String]])
        #expect(texts.keys.sorted() == ["bo", "en", "zh-CN"])
        #expect(texts["en"]?["title"] == "The battery is missing")
        for words in texts.values {
            for text in words.values { #expect(!text.hasPrefix("reason.") && !text.contains("{")) }
        }
    }

    @Test(arguments: [("true", "subsidy", 0), ("false", "subsidy", 0), ("null", "incomplete", 2)])
    func `in the other reading a vehicle of another person is paid, and one of nobody known waits`(
        byApplicant: String,
        kind: String,
        status: Int32
    ) async throws {
        let facts = DecideCase.good(
            #"{"claims": {"person": {"state": "paid"}, "vehicle": {"state": "paid", "byApplicant": \#(byApplicant)}}}"#
        )
        let answer = try await decide(facts, replacing: "onceOnly: each", with: "onceOnly: pair", status)
        let verdict = try #require(answer["verdict"] as? [String: Any])
        #expect(verdict["kind"] as? String == (byApplicant == "true" ? "refuse" : kind))
        let missing = try #require(answer["missing"] as? [[String: Any]])
        #expect(missing.map { $0["fact"] as? String } == (kind == "incomplete" ? ["claims.vehicle.byApplicant"] : []))
        // Paid or not: staff should know that the same vehicle comes again with another person.
        #expect(answer["fraudCase"] as? Bool == (byApplicant == "false"))
    }

    @Test(arguments: [#""registeredOn": "2021-06-01", "#, ""])
    func `without a registration window the day of registration is not needed, and not invented`(
        told: String
    ) async throws {
        let window = "registration:\n  first: 2021-01-10\n  last: 2021-12-31\n"
        let facts = DecideCase.plate(#"{"kind": "white-red", \#(told)"ownerIsApplicant": true}"#)
        let answer = try await decide(facts, replacing: window, with: "", 0)
        let used = try #require(answer["facts"] as? [String: String])
        #expect(used["registeredOn"] == (told.isEmpty ? nil : "2021-06-01"))
        let late = DecideCase.plate(#"{"kind": "white-red", "registeredOn": "2025-03-11", "ownerIsApplicant": true}"#)
        let wrong = try await decide(late, replacing: window, with: "", 2)
        #expect((wrong["verdict"] as? [String: Any])?["kind"] as? String == "invalid-input")
    }

    @Test func `an agent is recorded where the programme allows it, and asked for who it is`() async throws {
        let allowed = ("agents: not-allowed", "agents: recorded")
        let table: [(String, String, Int32)] = [
            (#"{"relation": "agent", "agentIdNumber": "990001198512310021"}"#, "subsidy", 0),
            (#"{"relation": "agent", "agentIdentified": false}"#, "refuse", 0),
            (#"{"relation": "agent"}"#, "incomplete", 2),
        ]
        for (applicant, kind, status) in table {
            let facts = DecideCase.good(#"{"applicant": \#(applicant)}"#)
            let answer = try await decide(facts, replacing: allowed.0, with: allowed.1, status)
            #expect((answer["verdict"] as? [String: Any])?["kind"] as? String == kind)
        }
    }

    @Test func `a programme that pays by the odometer waits for it`() async throws {
        let rows = """
            tariff:
              by: kilometres
              otherwise: refuse
              rows:
                - from: 0
                  to: 4999
                  fen: 50000
            """
        for (kilometres, kind, status) in [("4999", "subsidy", 0), ("5000", "refuse", 0), ("null", "incomplete", 2)] {
            let facts = DecideCase.good(#"{"kilometres": \#(kilometres), "parts": "all-present"}"#)
            let answer = try await decide(facts, replacingTariff: rows, Int32(status))
            #expect((answer["verdict"] as? [String: Any])?["kind"] as? String == kind)
        }
    }

    @Test(arguments: [("藏A·12345", "not-asked", 0), ("川A·12345", "invalid-input", 2)])
    func `a plate that is not like the programme's is wrong input`(
        text: String,
        kind: String,
        status: Int32
    ) async throws {
        let kinds = ("plates:\n", "plates:\n  pattern: '藏A[0-9]{5}'\n")
        let facts = #"{"plate": {"text": "\#(text)"}}"#
        let answer = try await decide(facts, replacing: kinds.0, with: kinds.1, status)
        #expect((answer["verdict"] as? [String: Any])?["kind"] as? String == kind)
    }

    @Test func `files that are not there are named, with exit code 2`() async throws {
        let (status, output, errors) = try await DecideCase.decide(
            DecideCase.good(),
            programme: "/nonexistent/programme.yaml",
            ["--json"]
        )
        #expect(status == 2)
        #expect(errors.contains("config.missing"))
        let problems = try #require(DecideCase.object(output)?["problems"] as? [[String: Any]])
        #expect(problems.map { $0["code"] as? String } == ["config.missing"])
    }

    @Test func `an answer holds no whole number of a person or card`() async throws {
        let number = "990001198512310021"
        let facts = DecideCase.good(
            #"{"applicant": {"idNumber": "\#(number)"}, "bankCard": "6299990000012344", "plte": "\#(number)"}"#
        )
        for flags in [[], ["--json"]] {
            let (_, output, errors) = try await DecideCase.decide(facts, flags)
            #expect(!output.contains(number) && !output.contains("6299990000012344") && errors.isEmpty)
        }
    }

    private func decide(
        _ facts: String,
        replacing old: String,
        with new: String,
        _ status: Int32
    ) async throws -> [String: Any] {
        try await decide(facts, status) { text in
            try #require(text.contains(old))
            return text.replacingOccurrences(of: old, with: new)
        }
    }

    private func decide(_ facts: String, replacingTariff rows: String, _ status: Int32) async throws -> [String: Any] {
        try await decide(facts, status) { text in
            let start = try #require(text.range(of: "\ntariff:\n"))
            let end = try #require(
                text.range(of: "\n# (optional) How a battery", range: start.upperBound..<text.endIndex)
            )
            return text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "\n\(rows)\n")
        }
    }

    private func decide(
        _ facts: String,
        _ status: Int32,
        _ change: (String) throws -> String
    ) async throws -> [String: Any] {
        let sample = "\(RunningProgram.repository)/config/programmes/doilungdeqen-2025.yaml"
        let text = try change(String(contentsOfFile: sample, encoding: .utf8))
        return try await withTemporaryFolder { folder in
            let programme = "\(folder)/programme.yaml"
            try Data(text.utf8).write(to: URL(fileURLWithPath: programme))
            let (found, output, errors) = try await DecideCase.decide(facts, programme: programme, ["--json"])
            #expect(found == status, "\(output) \(errors)")
            return try #require(DecideCase.object(output))
        }
    }
}
