import Foundation
import Testing

/// Facts that a verdict must not be given on, and what the answer may not invent, through the built program.
struct DecideInputTests {
    private static let claim = "DQ01-000123-B"
    private static let owner = #""kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": true"#
    private static let other = #""kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": false"#

    @Test(arguments: contradictions + points + missing + companies + conditions)
    func `a case is decided only on facts that fit together`(given: DecideCase) async throws {
        let (status, output, errors) = try await DecideCase.decide(given.facts, ["--json"])
        #expect(status == given.status, "\(output) \(errors)")
        let expected = try #require(DecideCase.object(given.answer))
        let difference = DecideCase.difference(expected, DecideCase.object(output))
        #expect(difference == nil, "\(output)")
    }

    private static func wrong(_ place: String, _ code: String = "contradiction") -> String {
        #"{"verdict": {"kind": "invalid-input"}, "problems": [{"code": "facts.\#(code)", "place": "\#(place)"}]}"#
    }

    static let contradictions: [DecideCase] =
        [
            (
                "person and vehicle", "claims.vehicle",
                #""person": {"state": "withdrawn", "number": "\#(claim)"}, "vehicle": {"state": "paid", "number": "\#(claim)"}"#
            ),
            (
                "one list", "claims.person[1]",
                #""person": [{"state": "withdrawn", "number": "\#(claim)"}, {"state": "paid", "number": "\#(claim)"}]"#
            ),
            (
                "two stages", "claims.person[1]",
                #""person": [{"state": "approved", "number": "\#(claim)"}, {"state": "in-batch", "number": "\#(claim)"}]"#
            ),
            (
                "a residual value", "claims.vehicle",
                #"""
                "person": {"state": "withdrawn", "flow": "plateless", "number": "\#(claim)"},
                "vehicle": {"state": "paid", "number": "\#(claim)"}
                """#
            ),
            (
                "of the applicant and of another", "claims.vehicle",
                #"""
                "person": {"state": "paid", "flow": "plateless", "number": "\#(claim)"},
                "vehicle": {"state": "paid", "number": "\#(claim)", "byApplicant": false}
                """#
            ),
        ].map { name, place, claims in
            DecideCase(
                "one claim twice: \(name)",
                DecideCase.good(#"{"claims": {\#(claims)}}"#),
                wrong(place),
                status: 2
            )
        } + [
            DecideCase(
                "a serial seen in a withdrawn claim",
                DecideCase.good(
                    #"""
                    {"parts": {"battery": {"label": 60, "serial": "BT-20417", "seenInClaim": "\#(claim)"},
                     "motor": "present", "frame": "present"},
                     "claims": {"person": {"state": "withdrawn", "number": "\#(claim)"}}}
                    """#
                ),
                wrong("claims.person"),
                status: 2
            ),
            DecideCase(
                "one claim twice: in one state",
                DecideCase.good(
                    #"""
                    {"parts": {"battery": {"label": 60, "serial": "BT-20417", "seenInClaim": "\#(claim)"},
                     "motor": "present", "frame": "present"},
                     "claims": {"person": {"state": "live", "number": "\#(claim)"},
                     "vehicle": {"state": "in-review", "number": "\#(claim)"}}}
                    """#
                ),
                #"{"verdict": {"kind": "refuse", "reason": {"code": "person-already-claimed"}}, "fraudCase": false}"#
            ),
            DecideCase(
                "the claim of another bike's residual value was the applicant's",
                DecideCase.good(
                    #"""
                    {"claims": {"person": {"state": "paid", "flow": "plateless", "number": "\#(claim)"},
                     "vehicle": {"state": "paid", "number": "\#(claim)"}}}
                    """#
                ),
                #"{"verdict": {"reason": {"code": "vehicle-already-claimed"}}, "fraudCase": false}"#
            ),
        ]
        + ["none", "illegible", "ground-off"].map { serial in
            DecideCase(
                "seen by the serial \(serial)",
                DecideCase.battery(#"{"label": 60, "serial": "\#(serial)", "seenInClaim": "\#(claim)"}"#),
                wrong("parts.battery.seenInClaim"),
                status: 2
            )
        } + [
            DecideCase(
                "seen by a serial that is a key",
                DecideCase.battery(#"{"label": 60, "serial": "BT-20417", "seenInClaim": true}"#),
                #"{"verdict": {"kind": "hold", "reason": {"code": "part-serial-seen"}}}"#
            ),
            DecideCase(
                "registered after the claim",
                DecideCase.plate(#"{"kind": "white-red", "registeredOn": "2025-03-11", "ownerIsApplicant": true}"#),
                #"{"verdict": {"kind": "refuse", "reason": {"code": "registered-outside-window"}}}"#
            ),
            DecideCase(
                "no plate and the registered owner",
                DecideCase.good(
                    #"{"plate": "none", "condition": "complete", "applicant": {"relation": "registered-owner"}}"#
                ),
                #"{"verdict": {"kind": "residual", "amountFen": 5000}}"#
            ),
            DecideCase(
                "a foreigner's number of 2017 without such a day",
                #"{"applicant": {"idNumber": "USA990190133112"}}"#,
                #"""
                {"problems": [{"place": "applicant.idNumber", "line": 1, "message":
                 "expected the number of a foreigner's card of 2017 whose characters 10–13 are a month and a day that exist"}]}
                """#,
                status: 2
            ),
            DecideCase(
                "a certificate's plate that is no text",
                DecideCase.good(
                    #"{"plate": {\#(other)}, "certificate": {"issuedOn": "2025-03-01", "holderIdNumber": 5}}"#
                ),
                wrong("certificate.holderIdNumber", "invalid-value"),
                status: 2
            ),
        ]
        + ["programme.yaml", "/etc/hostname", "config/programmes/doilungdeqen-2025.yaml", "lhasa-2024"].map {
            DecideCase(
                "the programme \($0)",
                DecideCase.good(#"{"programme": "\#($0)"}"#),
                wrong("programme"),
                status: 2
            )
        }

    static let points: [DecideCase] =
        [
            ("东嘎街道回收点", "dongga"), ("东嘎街道回收点（交安驾校南侧）", "dongga"), ("Dongga sub-district", "dongga"),
            ("DONGGA SUBDISTRICT", "dongga"), ("马镇", "maxiang"), ("གདོང་དཀར་ཁྲོམ་གཞུང་", "dongga"),
            ("羊达街道回收点（派出所北1.7公里）二楼", "yangda"),
        ].map { text, id in
            DecideCase(
                "the point \(text)",
                DecideCase.good(#"{"point": "\#(text)"}"#),
                #"""
                {"verdict": {"kind": "invalid-input"}, "problems": [{"code": "facts.invalid-value", "place": "point",
                 "message": "expected the point's id, which is \#(id), not its title"}]}
                """#,
                status: 2
            )
        } + [
            DecideCase(
                "a scrapyard is no slip",
                DecideCase.good(#"{"point": "拉萨市废品收购站"}"#),
                #"{"verdict": {"kind": "refuse", "reason": {"code": "undesignated-place"}}}"#
            )
        ]

    static let missing: [DecideCase] = [
        ("plate.text", #""plate": "ZZ999""#), ("applicant.idNumber", #""holderIdNumber": "990001198512310021""#),
    ].flatMap { place, names in
        let certificate = #""certificate": {"issuedOn": "2025-03-01", \#(names)}"#
        return [
            DecideCase(
                "a certificate without \(place) to compare",
                DecideCase.good(#"{"plate": {\#(other)}, \#(certificate)}"#),
                #"{"verdict": {"kind": "incomplete"}, "missing": [{"fact": "\#(place)"}]}"#,
                status: 2
            ),
            DecideCase(
                "a certificate that nobody needs, without \(place)",
                DecideCase.good(#"{"plate": {\#(owner)}, \#(certificate)}"#),
                #"{"verdict": {"kind": "subsidy", "amountFen": 61500}}"#
            ),
        ]
    }

    static let companies: [DecideCase] = [
        DecideCase(
            "the registry's company",
            DecideCase.plate(#"{"kind": "white-red", "registeredOn": "2021-06-01", "ownerIsCompany": true}"#),
            #"""
            {"verdict": {"kind": "hold", "reason": {"code": "owner-company"}}, "tableRow": 12,
             "facts": {"ownerIsCompany": "true"}, "missing": []}
            """#
        ),
        DecideCase(
            "the registry's company, with a certificate",
            DecideCase.plate(
                #"{\#(other), "ownerIsCompany": true}"#,
                #", "certificate": {"issuedOn": "2025-03-01", "plate": "ZZ999"}"#
            ),
            #"{"verdict": {"kind": "hold", "reason": {"code": "owner-company"}}, "otherObjections": []}"#
        ),
        DecideCase(
            "a company and the applicant both own it",
            DecideCase.plate(#"{\#(owner), "ownerIsCompany": true}"#),
            wrong("plate.ownerIsApplicant"),
            status: 2
        ),
    ]

    static let conditions: [DecideCase] = [
        DecideCase(
            "complete, and the motor is missing",
            DecideCase.good(
                #"""
                {"plate": "none", "condition": "complete",
                 "parts": {"battery": "present", "motor": "missing", "frame": "present"}}
                """#
            ),
            #"""
            {"verdict": {"kind": "refuse", "reason": {"code": "condition-contradicted", "values": {"part": "motor"}}},
             "rule": "plateless", "tableRow": 3}
            """#
        ),
        DecideCase(
            "no plate, and another person claimed for the vehicle",
            DecideCase.good(
                #"""
                {"plate": "none", "condition": "complete",
                 "claims": {"vehicle": {"state": "paid", "byApplicant": false}}}
                """#
            ),
            #"""
            {"verdict": {"kind": "refuse", "reason": {"code": "vehicle-claimed-by-another"}}, "tableRow": 9,
             "fraudCase": true}
            """#
        ),
        DecideCase(
            "a withdrawn claim of another is no fraud case",
            DecideCase.good(#"{"claims": {"vehicle": {"state": "withdrawn", "byApplicant": false}}}"#),
            #"{"verdict": {"kind": "subsidy"}, "fraudCase": false}"#
        ),
        DecideCase(
            "a fraud case beside another refusal",
            DecideCase.good(
                #"""
                {"capturedAt": "2025-05-02", "claims": {"vehicle": [{"state": "withdrawn", "byApplicant": true},
                 {"state": "live", "byApplicant": false}]}}
                """#
            ),
            #"{"verdict": {"reason": {"code": "outside-window"}}, "fraudCase": true}"#
        ),
    ]
}
