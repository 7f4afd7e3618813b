import Foundation
import Testing

/// Cases written from the programme's text, through the built program.
struct DecideTableTests {
    @Test(arguments: rows + dates + plates + voltages + papers + claims)
    func `the programme decides a case as its text says`(given: DecideCase) async throws {
        try await check(given)
    }

    @Test(arguments: calendars + identifiers + input)
    func `the programme counts days, checks numbers and says what is wrong`(given: DecideCase) async throws {
        try await check(given)
    }

    private func check(_ given: DecideCase) async throws {
        let (status, output, errors) = try await DecideCase.decide(given.facts, ["--json"])
        #expect(status == given.status, "\(output) \(errors)")
        let expected = try #require(DecideCase.object(given.answer))
        let difference = DecideCase.difference(expected, DecideCase.object(output))
        #expect(difference == nil, "\(output)")
    }

    static func kind(_ kind: String, _ code: String, row: Int? = nil) -> String {
        let row = row.map { #", "tableRow": \#($0)"# } ?? ""
        return #"{"verdict": {"kind": "\#(kind)", "reason": {"code": "\#(code)"}}\#(row)}"#
    }

    static func paid(_ fen: Int, _ kind: String = "subsidy", row: Int = 1) -> String {
        #"{"verdict": {"kind": "\#(kind)", "amountFen": \#(fen), "reason": null}, "tableRow": \#(row)}"#
    }

    static func wrong(_ code: String, _ place: String) -> String {
        #"{"verdict": {"kind": "invalid-input"}, "problems": [{"code": "facts.\#(code)", "place": "\#(place)"}]}"#
    }

    static let whole = #""parts": {"battery": {"label": 72}, "motor": "present", "frame": "present"}"#
    static let other = #"{"kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": false}"#

    static let rows: [DecideCase] = [
        DecideCase("row 1, 48 V", DecideCase.battery(#"{"label": 48}"#), paid(37_100)),
        DecideCase("row 1, 60 V", DecideCase.good(), paid(61_500)),
        DecideCase("row 1, 72 V", DecideCase.battery(#"{"label": 72}"#), paid(78_500)),
        DecideCase(
            "row 2, with certificate",
            DecideCase.good(#"{"plate": \#(other), "certificate": {"issuedOn": "2025-03-01"}}"#),
            paid(61_500, "subsidy-with-certificate", row: 2)
        ),
        DecideCase(
            "row 2, without",
            DecideCase.good(#"{"plate": \#(other)}"#),
            kind("refuse", "ownership-unproved", row: 2)
        ),
        DecideCase(
            "row 3",
            DecideCase.good(#"{"plate": "none", "condition": "complete"}"#),
            paid(5_000, "residual", row: 3)
        ),
        DecideCase(
            "row 3, a part missing",
            DecideCase.good(
                #"""
                {"plate": {"state": "none"}, "condition": "incomplete",
                 "parts": {"battery": "missing", "motor": "present", "frame": "present"}}
                """#
            ),
            paid(2_000, "residual", row: 3)
        ),
        DecideCase(
            "row 4, colour",
            DecideCase.plate(#"{"kind": "green", "registeredOn": "2021-06-01", "ownerIsApplicant": true}"#),
            kind("refuse", "not-a-target", row: 4)
        ),
        DecideCase(
            "row 4, colour alone suffices",
            DecideCase.plate(#"{"kind": "blue-white"}"#),
            kind("refuse", "not-a-target", row: 4)
        ),
        DecideCase(
            "row 4, sent to review",
            DecideCase.plate(
                #"{"kind": "green", "registeredOn": "2021-06-01", "ownerIsApplicant": true}"#,
                #", "sentToReview": "not-a-target""#
            ),
            kind("hold", "not-a-target", row: 4)
        ),
        DecideCase(
            "row 5, battery missing",
            DecideCase.battery(#""missing""#),
            kind("refuse", "part-missing", row: 5)
        ),
        DecideCase(
            "row 5, motor of another bike",
            DecideCase.good(#"{"parts": {"battery": {"label": 60}, "motor": "wrong", "frame": "present"}}"#),
            kind("refuse", "part-wrong", row: 5)
        ),
        DecideCase("row 6", DecideCase.battery(#"{"label": 64}"#), kind("hold", "other-voltage", row: 6)),
        DecideCase("row 7", DecideCase.battery(#"{"label": "illegible"}"#), kind("hold", "voltage-unclear", row: 7)),
        DecideCase(
            "row 8",
            DecideCase.good(#"{"claims": {"person": {"state": "paid"}}}"#),
            kind("refuse", "person-already-claimed", row: 8)
        ),
        DecideCase(
            "row 9",
            DecideCase.good(#"{"claims": {"vehicle": {"state": "live", "byApplicant": false}}}"#),
            #"""
            {"verdict": {"kind": "refuse", "reason": {"code": "vehicle-claimed-by-another",
             "values": {}}}, "fraudCase": true, "tableRow": 9}
            """#
        ),
        DecideCase(
            "row 10, unproved",
            DecideCase.good(#"{"receivedAt": "2025-05-01T00:00:00+08:00"}"#),
            kind("hold", "capture-time-unproved", row: 10)
        ),
        DecideCase(
            "row 10, proved",
            DecideCase.good(#"{"receivedAt": "2025-06-01", "captureProved": true}"#),
            paid(61_500)
        ),
        DecideCase(
            "row 11",
            DecideCase.good(#"{"applicant": {"relation": "agent"}}"#),
            kind("refuse", "agent-not-allowed", row: 11)
        ),
        DecideCase(
            "row 12, heir",
            DecideCase.good(#"{"applicant": {"relation": "heir"}, "plate": \#(other)}"#),
            kind("hold", "owner-deceased", row: 12)
        ),
        DecideCase(
            "row 12, company",
            DecideCase.good(#"{"applicant": {"relation": "company"}}"#),
            kind("hold", "owner-company", row: 12)
        ),
        DecideCase(
            "row 12, minor",
            DecideCase.good(#"{"applicant": {"isMinor": true}}"#),
            kind("hold", "owner-minor", row: 12)
        ),
        DecideCase(
            "row 13",
            DecideCase.good(#"{"point": "a scrapyard in another town"}"#),
            kind("refuse", "undesignated-place", row: 13)
        ),
        DecideCase(
            "row 13, said",
            DecideCase.good(#"{"point": false}"#),
            kind("refuse", "undesignated-place", row: 13)
        ),
    ]

    static let claim = "DQ01-000123-\(check("DQ01", 123))"

    /// The check character, worked out from its rule: the name's length, then value × position from 2, modulo 31.
    static func check(_ kiosk: String, _ sequence: Int) -> Character {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXY")
        let body = kiosk + String(repeating: "0", count: 6 - String(sequence).count) + String(sequence)
        let values = body.compactMap { alphabet.firstIndex(of: $0) }
        let sum = values.enumerated().reduce(kiosk.count) { $0 + $1.element * ($1.offset + 2) }
        return alphabet[sum % 31]
    }

    /// Seventeen digits with their check character (MOD 11-2).
    static func number(_ digits: String) -> String {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return digits + String(Array("10X98765432")[sum % 11])
    }
}
