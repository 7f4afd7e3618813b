import Claims
import Foundation
import HTTPSupport
import HTTPTypes
import Testing
import WireAPI
import Yams

@testable import CentralServer

struct OpenAPITests {
    private let document: [String: Any]

    init() throws {
        // Tests/CentralServerTests/ is two below the package's folder.
        let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "docs/openapi/central.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        document = try #require(try Yams.load(yaml: text) as? [String: Any])
    }

    @Test func `the file and the server have the same routes`() throws {
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let methods: Set<String> = ["get", "put", "post", "delete", "patch", "head", "options"]
        let written = paths.flatMap { path, operations in
            operations.keys.filter { methods.contains($0) }.map {
                CentralAPI.Route(method: $0.uppercased(), path: path)
            }
        }
        #expect(Set(written) == Set(CentralAPI.routes))
        #expect(written.count == CentralAPI.routes.count)
    }

    @Test func `every reference in the file leads somewhere`() throws {
        let references = Self.references(in: document)
        #expect(references.count > 10)
        for reference in references {
            var node: Any? = document
            for step in reference.dropFirst(2).split(separator: "/") {
                node = (node as? [String: Any])?[String(step)]
            }
            #expect(node != nil, "\(reference)")
        }
    }

    @Test func `the file's claim has the fields that a claim has`() throws {
        var samples = try SampleClaims()
        let json = Data(try CanonicalJSON.encode(try samples.document()))
        let claim = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        let schema = try schema("Claim")
        let properties = try #require(schema["properties"] as? [String: Any])
        let required = try #require(schema["required"] as? [String])
        #expect(Set(claim.keys).isSubset(of: properties.keys))
        #expect(Set(required).isSubset(of: claim.keys))
        #expect(Set(properties.keys).subtracting(claim.keys) == ["certificate"])
    }

    @Test func `the file's answers have the fields that the answers have`() throws {
        let reason = ClaimAnswer.Reason(code: "a", otherClaim: "b")
        let answer = ClaimAnswer(claimId: "", claimNumber: "", status: .duplicate, receivedAt: "", reason: reason)
        let summary = ClaimSummary(
            claimId: "",
            claimNumber: "",
            kioskId: "",
            sequence: 1,
            status: .accepted,
            amountFen: 1,
            rehearsal: true,
            receivedAt: ""
        )
        try expect("ClaimAnswer", fits: answer)
        try expect("ClaimSummary", fits: summary)
        try expect("ClaimPage", fits: ClaimPage(claims: [summary], next: "1"))
        let kiosk = #"{"kioskId":"DQ01","highest":3,"count":2,"missing":[2],"broken":[]}"#
        try expect("KioskState", fits: try JSONDecoder().decode(KioskStateBody.self, from: Data(kiosk.utf8)))
        try expect("Health", fits: HealthBody(status: "ok", mode: "rehearsal"))
        try expect("Error", fits: ErrorBody(KioskError(.claimInvalid, "a", remedy: "b")))
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

    private func expect(_ name: String, fits value: some Encodable) throws {
        let json = Data(try CanonicalJSON.encode(value))
        let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        let properties = try #require(try schema(name)["properties"] as? [String: Any])
        #expect(Set(object.keys) == Set(properties.keys), "\(name)")
    }

    private func schema(_ name: String) throws -> [String: Any] {
        let components = try #require(document["components"] as? [String: Any])
        return try #require((components["schemas"] as? [String: Any])?[name] as? [String: Any], "\(name)")
    }

    private static func references(in value: Any) -> [String] {
        if let members = value as? [String: Any] {
            return members.flatMap { key, value in
                if key == "$ref", let text = value as? String { return [text] }
                return references(in: value)
            }
        }
        return (value as? [Any])?.flatMap { references(in: $0) } ?? []
    }
}
