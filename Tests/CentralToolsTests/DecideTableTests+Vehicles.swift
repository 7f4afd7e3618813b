// Days, plates, voltages, papers and earlier claims.
extension DecideTableTests {
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

}
