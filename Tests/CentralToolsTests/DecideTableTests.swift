// This file is longer than 300 lines: one table, best read whole.
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

    private static func kind(_ kind: String, _ code: String, row: Int? = nil) -> String {
        let row = row.map { #", "tableRow": \#($0)"# } ?? ""
        return #"{"verdict": {"kind": "\#(kind)", "reason": {"code": "\#(code)"}}\#(row)}"#
    }

    private static func paid(_ fen: Int, _ kind: String = "subsidy", row: Int = 1) -> String {
        #"{"verdict": {"kind": "\#(kind)", "amountFen": \#(fen), "reason": null}, "tableRow": \#(row)}"#
    }

    private static func wrong(_ code: String, _ place: String) -> String {
        #"{"verdict": {"kind": "invalid-input"}, "problems": [{"code": "facts.\#(code)", "place": "\#(place)"}]}"#
    }

    private static let whole = #""parts": {"battery": {"label": 72}, "motor": "present", "frame": "present"}"#
    private static let other = #"{"kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": false}"#

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

    static let dates: [DecideCase] = [
        ("2025-02-08", false), ("2025-02-09", true), ("2025-04-30", true), ("2025-05-01", false),
        ("2025-04-30T23:59:59+08:00", true), ("2025-05-01T00:00:00+08:00", false), ("2025-04-30T15:59:59Z", true),
        ("2025-04-30T16:00:00Z", false), ("2025-02-08T16:00:00Z", true), ("2025-02-08T15:59:59Z", false),
        ("2025-04-30T20:00:00-05:00", false), ("2026-03-10", false), ("2024-02-29", false),
    ].map { time, inside in
        DecideCase(
            "made \(time)",
            DecideCase.good(#"{"capturedAt": "\#(time)"}"#),
            inside ? paid(61_500) : kind("refuse", "outside-window")
        )
    }

    static let plates: [DecideCase] =
        [
            ("2021-01-09", false), ("2021-01-10", true), ("2021-12-31", true), ("2022-01-01", false),
        ].map { day, inside in
            DecideCase(
                "registered \(day)",
                DecideCase.plate(#"{"kind": "white-red", "registeredOn": "\#(day)", "ownerIsApplicant": true}"#),
                inside ? paid(61_500) : kind("refuse", "registered-outside-window", row: 4)
            )
        } + [
            DecideCase("unknown plate", DecideCase.plate(#"{"state": "unknown"}"#), kind("hold", "plate-unknown")),
            DecideCase("no registry", DecideCase.plate(#""unavailable""#), kind("refuse", "registry-missing")),
            DecideCase(
                "the owner by number",
                DecideCase.plate(
                    #"""
                    {"text": "藏A 12345", "kind": "white-red", "registeredOn": "2021-06-01",
                     "ownerIdNumber": "990001199001010013"}
                    """#,
                    #", "applicant": {"idNumber": "990001199001010013"}"#
                ),
                #"{"verdict": {"amountFen": 61500}, "identifiers": {"plate": {"folded": "藏A12345"}}}"#
            ),
            DecideCase(
                "another owner by number",
                DecideCase.plate(
                    #"{"kind": "white-red", "registeredOn": "2021-06-01", "ownerIdNumber": "990001198512310021"}"#,
                    #", "applicant": {"idNumber": "990001199001010013"}"#
                ),
                kind("refuse", "ownership-unproved", row: 2)
            ),
            DecideCase(
                "registry of 8 days",
                DecideCase.good(#"{"registry": {"asOf": "2025-03-02", "version": "p1"}}"#),
                #"""
                {"verdict": {"amountFen": 61500}, "provisional": true,
                 "versions": {"registry": "p1"}, "warnings": [{"code": "provisional"}]}
                """#
            ),
            DecideCase(
                "registry of 7 days",
                DecideCase.good(#"{"registry": {"ageDays": 7}}"#),
                #"{"verdict": {"amountFen": 61500}, "provisional": false, "warnings": []}"#
            ),
            DecideCase(
                "registry of 31 days",
                DecideCase.good(#"{"registry": {"ageDays": 31}}"#),
                kind("refuse", "registry-too-old")
            ),
            DecideCase(
                "born 18 years ago that day",
                DecideCase.good(
                    #"{"capturedAt": "2025-03-01", "applicant": {"idNumber": "\#(number("99000120070301001"))"}}"#
                ),
                paid(61_500)
            ),
            DecideCase(
                "born 18 years ago the day after",
                DecideCase.good(
                    #"{"capturedAt": "2025-03-01", "applicant": {"idNumber": "\#(number("99000120070302001"))"}}"#
                ),
                kind("hold", "owner-minor", row: 12)
            ),
        ]

    static let voltages: [DecideCase] =
        [
            (#"{"blocks": 4}"#, paid(37_100)), (#"{"blocks": 5}"#, paid(61_500)), (#"{"blocks": 6}"#, paid(78_500)),
            (#"{"label": "none", "blocks": 3}"#, kind("hold", "other-voltage", row: 6)),
            (#"{"label": 72, "blocks": 5}"#, kind("hold", "voltage-contradicted", row: 7)),
            (#"{"label": 72, "meterVolts": 54.6}"#, kind("hold", "voltage-contradicted", row: 7)),
            (#"{"label": 60, "meterVolts": 62.4, "blocks": 5}"#, paid(61_500)),
            (#"{"meterVolts": 50.9}"#, paid(37_100)),
            (#"{"meterVolts": 42}"#, kind("hold", "voltage-unclear", row: 7)),
            (#"{"meterVolts": 57}"#, kind("hold", "voltage-unclear", row: 7)),
            (#"{"meterVolts": 54}"#, kind("hold", "voltage-unclear", row: 7)),
            (#"{"meterVolts": 80.0}"#, kind("hold", "voltage-unclear", row: 7)),
            (#"{"label": 36}"#, kind("hold", "other-voltage", row: 6)),
            (#"{"label": 80}"#, kind("hold", "other-voltage", row: 6)),
            (#"{"label": 84}"#, kind("hold", "other-voltage", row: 6)),
            (#"{"label": 96}"#, kind("hold", "other-voltage", row: 6)),
            (#"{"label": 60, "seenInClaim": "\#(claim)"}"#, kind("hold", "part-serial-seen")),
            (#"{"label": 60, "contradictsRecord": true}"#, kind("hold", "record-contradicted", row: 7)),
        ].map { DecideCase("battery \($0.0)", DecideCase.battery($0.0), $0.1) } + [
            DecideCase(
                "the record says 72 V",
                DecideCase.plate(
                    #"{"kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": true, "volts": 72}"#
                ),
                kind("hold", "record-contradicted", row: 7)
            )
        ]

    static let papers: [DecideCase] = [
        (#"{"issuerKind": "village", "issuer": "Y Village", "number": "7", "issuedOn": "2025-03-10"}"#, true),
        (#"{"issuedOn": "2025-03-11"}"#, false), (#"{"issuerKind": "other", "issuedOn": "2025-03-01"}"#, false),
        (#"{"issuedOn": "2025-03-01", "plate": "藏B1"}"#, false),
        (#"{"issuedOn": "2025-03-01", "plate": "藏a·1"}"#, true),
        (#"{"issuedOn": "2025-03-01", "holderIdNumber": "990001198512310021"}"#, false),
        (#"{"issuedOn": "2025-03-01", "holderIdNumber": "990001199001010013"}"#, true),
    ].map { certificate, counts in
        DecideCase(
            "certificate \(certificate)",
            DecideCase.good(
                """
                {"certificate": \(certificate), "applicant": {"relation": "present-owner", "idNumber":
                "990001199001010013"}, "plate": {"text": "藏A1", "kind": "white-red", "registeredOn": "2021-06-01"}}
                """
            ),
            counts
                ? paid(61_500, "subsidy-with-certificate", row: 2) : #"{"verdict": {"kind": "refuse"}, "tableRow": 2}"#
        )
    }

    static let claims: [DecideCase] =
        ["live", "approved", "in-batch", "paid", "refused", "rejected", "withdrawn"].flatMap { state in
            let holds = !["refused", "rejected", "withdrawn"].contains(state)
            return [
                DecideCase(
                    "person's claim \(state)",
                    DecideCase.good(#"{"claims": {"person": [{"state": "withdrawn"}, {"state": "\#(state)"}]}}"#),
                    holds ? kind("refuse", "person-already-claimed", row: 8) : paid(61_500)
                ),
                DecideCase(
                    "vehicle's claim \(state)",
                    DecideCase.good(#"{"claims": {"vehicle": {"state": "\#(state)"}}}"#),
                    holds ? kind("refuse", "vehicle-already-claimed", row: 9) : paid(61_500)
                ),
            ]
        } + [
            DecideCase(
                "refusals first, all named",
                DecideCase.good(
                    #"""
                    {"claims": {"person": {"state": "live", "number": "\#(claim)"},
                     "vehicle": {"state": "paid", "byApplicant": false}}, "applicant": {"isMinor": true}}
                    """#
                ),
                #"""
                {"verdict": {"reason": {"code": "person-already-claimed", "values": {"claim": "\#(claim)"}}},
                 "fraudCase": true, "otherObjections": [{"kind": "hold", "reason": {"code": "owner-minor"}},
                 {"kind": "refuse", "reason": {"code": "vehicle-claimed-by-another"}}]}
                """#
            ),
            DecideCase(
                "a residual value was no subsidy",
                DecideCase.good(#"{"claims": {"person": {"state": "paid", "flow": "plateless"}}}"#),
                paid(61_500)
            ),
        ]

    static let calendars: [DecideCase] =
        [
            ("2025-02-10", "2025-02-17", "2025-02-17"), ("2025-02-20", "2025-03-05", "2025-02-27"),
            ("2025-02-21", "2025-03-06", "2025-02-28"), ("2025-02-24", "2025-03-07", "2025-03-03"),
            ("2025-02-26", "2025-03-11", "2025-03-05"), ("2025-03-28", "2025-04-07", "2025-04-07"),
            ("2025-04-21", "2025-04-27", "2025-04-27"), ("2025-04-25", "2025-05-06", "2025-05-06"),
            ("2025-04-30", "2025-05-12", "2025-05-12"),
        ].flatMap { approved, lhasa, nation in
            [
                DecideCase(
                    "approved \(approved)",
                    #"{"approvedAt": "\#(approved)"}"#,
                    #"{"verdict": {"kind": "not-asked"}, "deadline": {"due": "\#(lhasa)", "assured": true}}"#
                ),
                DecideCase(
                    "approved \(approved), the nation's calendar",
                    #"{"approvedAt": "\#(approved)T23:30:00+08:00", "calendars": ["national-2025"]}"#,
                    #"{"deadline": {"due": "\#(nation)", "workingDays": 5}}"#
                ),
            ]
        } + [
            DecideCase(
                "approved before the long holiday of 2026",
                #"{"approvedAt": "2026-02-13"}"#,
                #"{"deadline": {"due": "2026-03-03", "assured": true}}"#
            ),
            DecideCase(
                "approved in a year without a notice",
                #"{"approvedAt": "2030-01-02"}"#,
                #"{"deadline": {"due": "2030-01-09", "assured": false, "yearsWithoutNotice": [2030]}}"#
            ),
            DecideCase(
                "Sunday, and no holiday's make-up day",
                DecideCase.good(#"{"capturedAt": "2025-02-09T10:00:00+08:00"}"#),
                #"""
                {"verdict": {"kind": "subsidy"}, "warnings": [{"code": "closed-day"}],
                 "days": {"captured": {"weekday": "Sun", "isWorking": false}}}
                """#
            ),
            DecideCase(
                "Sunday that is worked",
                DecideCase.good(#"{"capturedAt": "2025-04-27T10:00:00+08:00"}"#),
                #"{"verdict": {"kind": "subsidy"}, "warnings": []}"#
            ),
            DecideCase(
                "a minute before the point opens",
                DecideCase.good(#"{"capturedAt": "2025-03-10T09:29:59+08:00"}"#),
                #"{"verdict": {"kind": "subsidy"}, "warnings": [{"code": "outside-hours"}]}"#
            ),
        ]

    static let identifiers: [DecideCase] =
        [
            ("990001199001010013", nil), ("990001198512310021", nil), ("990001200002290032", nil),
            ("99000119900101003X", nil), ("99000119900101003x", nil), ("990001199001010014", "check"),
            ("990001900101001", "obsolete"), ("990001199002300013", "birthDate"), ("99000119900101001", "form"),
        ].map { number, problem in
            DecideCase(
                "ID number \(number)",
                #"{"applicant": {"idNumber": "\#(number)"}}"#,
                problem.map {
                    #"""
                    {"verdict": {"kind": "invalid-input"},
                     "identifiers": {"idNumber": {"valid": false, "problem": "\#($0)"}}}
                    """#
                }
                    ?? #"""
                    {"verdict": {"kind": "not-asked"}, "identifiers": {"idNumber": {"valid": true,
                     "problem": null}}}
                    """#,
                status: problem == nil ? 0 : 2
            )
        }
        + [
            ("6299990000012343", []), ("62999900000012348", []), ("629999000000012343", []),
            ("6299990000000012348", []),
            ("6299 9900 0001 2343", []), ("6299990000012344", ["luhn"]), ("4000000000000002", ["prefix"]),
            ("629999000000012", ["length"]),
        ].map { number, warnings in
            let list = warnings.map { #""\#($0)""# }.joined(separator: ", ")
            return DecideCase(
                "card \(number)",
                #"{"bankCard": "\#(number)"}"#,
                #"{"identifiers": {"bankCard": {"valid": true, "warnings": [\#(list)]}}}"#
            )
        }
        + ["62999900000", "62999900000000123481", "62999900000l2343", ""].map {
            DecideCase("no card \($0)", #"{"bankCard": "\#($0)"}"#, wrong("invalid-value", "bankCard"), status: 2)
        }

    static let input: [DecideCase] = [
        DecideCase(
            "a plate alone",
            #"{"plate": {"text": "藏ａ·１２345"}}"#,
            #"{"verdict": {"kind": "not-asked"}, "identifiers": {"plate": {"valid": true, "folded": "藏A12345"}}}"#
        ),
        DecideCase(
            "no plate",
            #"{"plate": {"text": "藏"}}"#,
            #"{"verdict": {"kind": "invalid-input"}, "identifiers": {"plate": {"valid": false}}}"#,
            status: 2
        ),
        DecideCase(
            "no facts",
            "{}",
            #"{"verdict": {"kind": "incomplete"}, "missing": [{"fact": "capturedAt"}]}"#,
            status: 2
        ),
        DecideCase(
            "what is missing",
            #"{"capturedAt": "2025-03-10", "plate": {"kind": "white-red"}, "parts": {"battery": "present"}}"#,
            #"""
            {"verdict": {"kind": "incomplete"}, "missing": [{"fact": "plate.registeredOn"},
             {"fact": "plate.ownerIsApplicant"}, {"fact": "parts.motor"}, {"fact": "parts.frame"},
             {"fact": "parts.battery.label"}]}
            """#,
            status: 2
        ),
        DecideCase(
            "a hold waits for what is missing",
            #"{"capturedAt": "2025-03-10", "plate": {"state": "unknown"}}"#,
            #"{"verdict": {"kind": "incomplete"}, "otherObjections": [{"reason": {"code": "plate-unknown"}}]}"#,
            status: 2
        ),
        DecideCase(
            "a refusal does not wait",
            #"{"capturedAt": "2025-05-01", "plate": {"kind": "white-red"}}"#,
            kind("refuse", "outside-window")
        ),
        DecideCase(
            "a slip in a key",
            DecideCase.good(#"{"capturedOn": "2025-03-10"}"#),
            wrong("unknown-key", "capturedOn"),
            status: 2
        ),
        DecideCase(
            "29 February 2025",
            DecideCase.good(#"{"capturedAt": "2025-02-29"}"#),
            wrong("invalid-value", "capturedAt"),
            status: 2
        ),
        DecideCase(
            "no offset",
            DecideCase.good(#"{"capturedAt": "2025-03-10T10:00:00"}"#),
            wrong("invalid-value", "capturedAt"),
            status: 2
        ),
        DecideCase(
            "a slip in the colour",
            DecideCase.plate(#"{"kind": "red-white"}"#),
            wrong("invalid-value", "plate.kind"),
            status: 2
        ),
        DecideCase(
            "a slip in the point",
            DecideCase.good(#"{"point": "donga"}"#),
            wrong("invalid-value", "point"),
            status: 2
        ),
        DecideCase(
            "a number as a text",
            DecideCase.battery(#"{"label": "60"}"#),
            wrong("invalid-value", "parts.battery.label"),
            status: 2
        ),
        DecideCase(
            "no volts at all",
            DecideCase.battery(#"{"label": 0}"#),
            wrong("invalid-value", "parts.battery.label"),
            status: 2
        ),
        DecideCase(
            "evidence of a missing battery",
            DecideCase.battery(#"{"condition": "missing", "label": 60}"#),
            wrong("contradiction", "parts.battery.label"),
            status: 2
        ),
        DecideCase(
            "arrived before it was made",
            DecideCase.good(#"{"receivedAt": "2025-03-09"}"#),
            wrong("contradiction", "receivedAt"),
            status: 2
        ),
        DecideCase(
            "owner and not owner",
            DecideCase.plate(
                #"""
                {"kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": true,
                 "ownerIdNumber": "990001198512310021"}
                """#,
                #", "applicant": {"idNumber": "990001199001010013"}"#
            ),
            wrong("contradiction", "plate.ownerIsApplicant"),
            status: 2
        ),
        DecideCase(
            "of age and a minor",
            DecideCase.good(#"{"applicant": {"idNumber": "990001199001010013", "isMinor": true}}"#),
            wrong("contradiction", "applicant.isMinor"),
            status: 2
        ),
        DecideCase(
            "not for review",
            DecideCase.good(#"{"sentToReview": ["part-missing"]}"#),
            wrong("contradiction", "sentToReview[0]"),
            status: 2
        ),
        DecideCase(
            "another programme",
            DecideCase.good(#"{"programme": "elsewhere-2026"}"#),
            wrong("contradiction", "programme"),
            status: 2
        ),
        DecideCase(
            "a key twice",
            #"{"capturedAt": "2025-03-10", "capturedAt": "2025-03-11"}"#,
            #"{"verdict": {"kind": "invalid-input"}, "problems": [{"code": "facts.syntax"}]}"#,
            status: 2
        ),
        DecideCase(
            "no JSON",
            "capturedAt: 2025-03-10",
            #"{"verdict": {"kind": "invalid-input"}, "problems": [{"code": "facts.syntax"}]}"#,
            status: 2
        ),
    ]

    private static let claim = "DQ01-000123-\(check("DQ01", 123))"

    /// The check character, worked out from its rule: the name's length, then value × position from 2, modulo 31.
    private static func check(_ kiosk: String, _ sequence: Int) -> Character {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXY")
        let body = kiosk + String(repeating: "0", count: 6 - String(sequence).count) + String(sequence)
        let values = body.compactMap { alphabet.firstIndex(of: $0) }
        let sum = values.enumerated().reduce(kiosk.count) { $0 + $1.element * ($1.offset + 2) }
        return alphabet[sum % 31]
    }

    /// Seventeen digits with their check character (MOD 11-2).
    private static func number(_ digits: String) -> String {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return digits + String(Array("10X98765432")[sum % 11])
    }
}
