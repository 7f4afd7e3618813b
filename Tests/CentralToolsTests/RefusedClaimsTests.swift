import Bundles
import CentralTools
import Claims
import Foundation
import KioskTestSupport
import Testing

/// What `kiosk-central bundle import` says of claims that were refused.
struct RefusedClaimsTests {
    private func refusal(_ id: String) -> ClaimRefusal {
        let error = KioskError(.claimInvalid, "the parts are\nwrong", remedy: "call support")
        return ClaimRefusal(claimId: id, error: ErrorBody(error).error)
    }

    private func bundle(_ claims: [(id: String, number: String)]) throws -> Data {
        let header = try BundleHeader(
            kind: .claims,
            kiosk: try #require(KioskID("DQ01")),
            createdAt: Timestamp(milliseconds: 1_741_572_000_000),
            count: Int64(claims.count),
            rehearsal: true,
            signedBy: nil
        )
        var writer = BundleWriter(header, signedBy: nil)
        var bytes = try writer.start()
        for claim in claims {
            let document = #"{"claimId":"\#(claim.id)","claimNumber":"\#(claim.number)"}"#
            bytes += try writer.line(for: .claim(Array(document.utf8)))
        }
        return Data(bytes + (try writer.end()))
    }

    @Test func `each is told with the number that people know, and why`() async throws {
        let number = ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: 2).text
        try await withTemporaryFolder { folder in
            try bundle([("a", "DQ01-000001-K"), ("b", number)]).write(to: URL(filePath: "\(folder)/x.claims.kiosk"))
            var refused = RefusedClaims()
            for id in ["b", "elsewhere", ""] { refused.take(refusal(id)) }
            refused.number(from: "\(folder)/x.claims.kiosk")
            #expect(refused.first.map(\.claimNumber) == [number, nil, nil])
            let words = refused.words
            #expect(words.hasPrefix("\n  \(number): the parts are wrong [claim.invalid]\n    → call support\n"))
            #expect(words.contains("\n  elsewhere: ") && words.contains("\n  a claim without an id: "))
        }
    }

    @Test func `the first twenty are named, and the others counted`() {
        var refused = RefusedClaims()
        #expect(refused.words.isEmpty)
        for index in 1...23 { refused.take(refusal("id-\(index)")) }
        refused.number(from: "/nonexistent")
        #expect(refused.count == 23 && refused.first.count == 20)
        #expect(refused.words.hasSuffix("\n  … and 3 more") && !refused.words.contains("id-21"))
    }
}
