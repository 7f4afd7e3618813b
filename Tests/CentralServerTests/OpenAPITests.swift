import Claims
import Foundation
import HTTPSupport
import HTTPTypes
import Testing
import WireAPI

@testable import CentralServer

struct OpenAPITests {
    private let file: OpenAPIFile
    private var document: [String: Any] { file.document }

    init() throws { file = try OpenAPIFile("central") }

    @Test func `the file and the server have the same routes`() throws {
        let written = try file.routes
        #expect(Set(written) == Set(CentralAPI.routes))
        #expect(written.count == CentralAPI.routes.count)
    }

    @Test func `every reference in the file leads somewhere`() throws {
        #expect(try file.checkReferences() > 10)
    }

    @Test func `the file's claim has the fields that a claim has`() throws {
        var samples = try SampleClaims()
        var open = try samples.fullDocument()
        open.clock?.lastTrustedAt = "2025-03-10T08:00:00+08:00"
        open.amends = open.claimId
        let digest = String(repeating: "0", count: 64)
        open.amended = ClaimDocument.Amended(
            sequence: 1,
            previous: digest,
            hash: digest,
            firstRecordedAt: open.recordedAt,
            recordedAt: open.recordedAt,
            earlier: [
                ClaimDocument.Earlier(
                    claimId: open.claimId,
                    sequence: 1,
                    previous: digest,
                    hash: digest,
                    recordedAt: open.recordedAt
                )
            ]
        )
        var claim = try SampleKeys.document(open)
        claim.sealed.context = open.claimId
        claim.sealed.corrections = [claim.sealed.identity]
        claim.sealed.formerPayee = claim.sealed.payee
        claim.vehicle.condition = "complete"
        claim.vehicle.ownerIsCompany = true
        claim.verdict.reason = "other-voltage"
        claim.parts["battery"]?.contradictsRecord = true
        claim.parts["battery"]?.seenIn = "DQ01-000123-B"
        try expect("Claim", fits: claim)
        try expect("Consent", fits: claim.consent)
        try expect("Person", fits: claim.applicant)
        try expect("Vehicle", fits: claim.vehicle)
        try expect("Certificate", fits: try #require(claim.certificate))
        try expect("Part", fits: try #require(claim.parts["battery"]))
        try expect("Payee", fits: try #require(claim.payee))
        try expect("Verdict", fits: claim.verdict)
        try expect("Override", fits: try #require(claim.overrides.first))
        try expect("Keys", fits: claim.keys)
        try expect("ChainLink", fits: claim.chain)
        try expect("Clock", fits: claim.clock)
        try expect("Sealed", fits: claim.sealed)
        try expect("Box", fits: claim.sealed.identity)
        try expect("Amended", fits: try #require(claim.amended))
        try expect("Earlier", fits: try #require(claim.amended?.earlier?.first))
    }

    @Test func `what the file requires of a claim, the smallest one has`() throws {
        var samples = try SampleClaims()
        let claim = try SampleKeys.document(try samples.document(plate: nil))
        try require("Sealed", of: claim.sealed)
        try require("Clock", of: claim.clock)
        try require("Claim", of: claim)
        try require("Vehicle", of: claim.vehicle)
        try require("Part", of: try #require(claim.parts["motor"]))
        try require("Verdict", of: claim.verdict)
        try require("Keys", of: claim.keys)
    }

    @Test func `the file's words are those that the server takes`() throws {
        let words: [(String, String, [String])] = [
            ("Verdict", "rule", Rule.allCases.map(\.rawValue)),
            ("Consent", "method", Consent.Method.allCases.map(\.rawValue)),
            ("Claim", "relation", Relation.allCases.map(\.rawValue)),
            ("Person", "cardKind", CardIdentity.Kind.allCases.map(\.rawValue)),
            ("Clock", "trust", ClaimDocument.Clock.Trust.allCases.map(\.rawValue)),
            ("Certificate", "issuerKind", OwnershipCertificate.IssuerKind.allCases.map(\.rawValue)),
        ]
        for (name, field, known) in words {
            let properties = try #require(try schema(name)["properties"] as? [String: [String: Any]])
            #expect(Set(try #require(properties[field]?["enum"] as? [String])) == Set(known), "\(name).\(field)")
        }
        let warnings = try #require(try schema("Warning")["enum"] as? [String])
        #expect(Set(warnings) == Set(Warning.Code.allCases.map(\.rawValue)))
        let reasons = try #require(try schema("ReasonCode")["enum"] as? [String])
        #expect(Set(reasons) == Set(Reason.Code.allCases.map(\.rawValue)))
        let statuses = try #require(try schema("Status")["enum"] as? [String])
        #expect(Set(statuses) == Set(ClaimAnswer.Status.allCases.map(\.rawValue)))
    }

    @Test func `the file's answers have the fields that the answers have`() throws {
        let reason = ClaimAnswer.Reason(code: "a", otherClaim: "b", part: "c")
        let answer = ClaimAnswer(claimId: "", claimNumber: "", status: .duplicate, receivedAt: "", reason: reason)
        let summary = ClaimSummary(
            claimId: "",
            claimNumber: "",
            kioskId: "",
            sequence: 1,
            status: .accepted,
            amountFen: 1,
            rehearsal: true,
            receivedAt: "",
            correctedBy: ""
        )
        try expect("ClaimAnswer", fits: answer)
        try expect("AnswerReason", fits: reason)
        let certificate = CertificateAnswer(
            number: "",
            token: "",
            receivedOn: "",
            issuedOn: "",
            expiresOn: "",
            company: ""
        )
        try expect("CertificateAnswer", fits: certificate)
        try expect("ClaimSummary", fits: summary)
        try expect("ClaimPage", fits: ClaimPage(claims: [summary], next: "1"))
        let kiosk = #"{"kioskId":"DQ01","highest":3,"count":2,"accounted":0,"missing":[2],"broken":[],"head":4}"#
        try expect("KioskState", fits: try JSONDecoder().decode(KioskStateBody.self, from: Data(kiosk.utf8)))
        let enrolment = EnrolmentAnswer(
            kioskId: "",
            certificate: "",
            authority: "",
            centralKey: "",
            sealingKeys: "",
            digestKey: "",
            at: ""
        )
        try expect("EnrolmentRequest", fits: EnrolmentRequest(kioskId: "", secret: "", request: "", box: ""))
        try expect("EnrolmentAnswer", fits: enrolment)
        try expect("RenewalRequest", fits: RenewalRequest(request: ""))
        try expect("RenewalAnswer", fits: RenewalAnswer(certificate: "", at: ""))
        try expect("Health", fits: HealthBody(status: "ok", mode: "rehearsal"))
        try expect("Error", fits: ErrorBody(KioskError(.claimInvalid, "a", remedy: "b")))
    }

    @Test func `the file's words on sync are those that are said`() throws {
        let reason = ClaimAnswer.Reason(code: "a", otherClaim: "b", part: "c")
        let change = ClaimChange(claimId: "", claimNumber: "", standing: .paid, reason: reason, changedAt: "")
        let chain = KioskChain(highest: 1, count: 1, missing: [], hash: "", epoch: "", told: 1)
        try expect("ClaimChange", fits: change)
        try expect("KioskChain", fits: chain)
        try expect(
            "ChangePage",
            fits: ChangePage(kioskId: "", changes: [change], since: "c", cursor: "", more: false, at: "", chain: chain)
        )
        try expect("ChainHead", fits: ChainHead(kioskId: "", sequence: 1, hash: "", at: ""))
        let entry = ChainEntry(
            sequence: 1,
            claimId: "",
            previous: "",
            hash: "",
            recordedAt: "",
            keys: ClaimDocument.Keys(person: "", vehicle: nil, pair: nil, parts: [:], card: nil),
            amountFen: 1,
            verdict: "",
            standing: .accepted,
            receivedAt: "",
            corrects: [""]
        )
        try expect("ChainEntry", fits: entry)
        let accounted = AccountedEntry(sequence: 1, claimId: "", previous: "", hash: "", correctedBy: 2)
        try expect("AccountedEntry", fits: accounted)
        let told = ChainPage.Told(sequence: 1, hash: "")
        try expect("ChainTold", fits: told)
        try expect(
            "ChainPage",
            fits: ChainPage(kioskId: "", entries: [entry], accounted: [accounted], more: false, told: told)
        )
        let day = DayProof(
            kioskId: "",
            date: "",
            count: 1,
            accounted: 0,
            first: 1,
            last: 1,
            hash: "",
            complete: true,
            missing: [],
            at: ""
        )
        try expect("DayProof", fits: day)
        let item = SyncManifest.Item(kind: .programme, name: "", sha256: "", bytes: 1)
        try expect("SyncManifest", fits: SyncManifest(items: [item]))
        try expect("ManifestItem", fits: item)
        try expect("PhotoProgress", fits: PhotoProgress(received: 1, complete: false))
        let reasons = try #require(try schema("ReturnReason")["enum"] as? [String])
        #expect(reasons == ReturnReason.allCases.map(\.rawValue))
        let kinds = (try schema("ManifestItem")["properties"] as? [String: [String: Any]])?["kind"]?["enum"]
        #expect(kinds as? [String] == SyncManifest.Item.Kind.allCases.map(\.rawValue))
    }

    @Test func `every error code of the file has the status that the server gives it`() throws {
        let responses = try #require(
            (document["components"] as? [String: Any])?["responses"] as? [String: [String: Any]]
        )
        var codes = 0
        for (name, response) in responses {
            let status = try #require(response["x-status"] as? Int, "\(name)")
            for code in try #require(response["x-codes"] as? [String], "\(name)") {
                codes += 1
                #expect(KioskError.Code(code).status.code == status, "\(code)")
            }
        }
        #expect(codes >= 12)
    }

    private func expect(_ name: String, fits value: some Encodable) throws { try file.expect(name, fits: value) }

    private func require(_ name: String, of value: some Encodable) throws { try file.require(name, of: value) }

    private func schema(_ name: String) throws -> [String: Any] { try file.schema(name) }
}
