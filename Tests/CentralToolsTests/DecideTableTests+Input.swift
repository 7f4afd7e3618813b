// Calendars, numbers, and what is wrong with a case.
extension DecideTableTests {
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
}
