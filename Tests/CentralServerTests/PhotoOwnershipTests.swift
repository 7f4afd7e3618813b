import Claims
import Foundation
import Sealing
import Testing
import WireAPI

/// Photos of one kiosk, as another one with a certificate of its own sees them: not at all.
struct PhotoOwnershipTests {
    private let photo = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
    private var hash: String { ContentHash.sha256(of: photo) }

    private func headers(_ claim: String, _ offset: Int, of length: Int) -> [String: String] {
        ["claim-id": claim, "upload-offset": "\(offset)", "upload-length": "\(length)"]
    }

    @Test func `a kiosk cannot learn of another's photo, nor write into it`() async throws {
        let sealed = try SealedPhoto.file(of: photo, named: hash, to: SampleKeys.reviewers.sealingKey)
        try await SecureCentral.run { [hash] central in
            let (owner, other) = (try await central.enrolled("DQ01"), try await central.enrolled("DQ02"))
            var samples = try SampleClaims()
            var claim = try samples.fullDocument()
            claim.certificate?.photo = hash
            let put = try await central.ask(
                "/v1/claims/\(claim.claimId)",
                method: "PUT",
                body: try SampleKeys.seal(claim),
                as: owner
            )
            #expect(put.status == 200)
            let path = "/v1/photos/\(hash)"
            let named = ["claim-id": claim.claimId]
            let whole = headers(claim.claimId, 0, of: sealed.count)

            // Before, while and after it is there, the other one hears the same as of a photo that nobody has.
            func expectNothing() async throws {
                let unknown = try await central.ask(
                    "/v1/photos/\(String(repeating: "0", count: 64))",
                    headers: ["claim-id": "018f2b6c-0000-7000-8000-000000000000"],
                    as: other
                )
                #expect(unknown.status == 404 && unknown.errorCode == "photo.unknown")
                let asked = try await central.ask(path, headers: named, as: other)
                #expect(asked.status == 404 && asked.body == unknown.body)
                let sent = try await central.ask(path, method: "PATCH", body: [1, 2, 3], headers: whole, as: other)
                #expect(sent.status == 404 && sent.body == unknown.body)
                #expect(try await central.ask(path, as: other).body == unknown.body)
            }
            try await expectNothing()
            let first = try await central.ask(
                path,
                method: "PATCH",
                body: Array(sealed[..<50_000]),
                headers: whole,
                as: owner
            )
            #expect(try first.decoded(PhotoProgress.self) == PhotoProgress(received: 50_000, complete: false))
            try await expectNothing()
            let last = try await central.ask(
                path,
                method: "PATCH",
                body: Array(sealed[50_000...]),
                headers: headers(claim.claimId, 50_000, of: sealed.count),
                as: owner
            )
            #expect(try last.decoded(PhotoProgress.self).complete)
            try await expectNothing()
            #expect(try await central.ask(path, headers: named, as: owner).status == 200)
            #expect(try FileManager.default.contentsOfDirectory(atPath: central.photoFolder) == ["DQ01"])
        }
    }

    @Test func `two kiosks that name one photo send it each, and neither disturbs the other`() async throws {
        let hash = hash
        let ours = try SealedPhoto.file(of: photo, named: hash, to: SampleKeys.reviewers.sealingKey)
        let theirs = try SealedPhoto.file(of: photo, named: hash, to: SampleKeys.reviewers.sealingKey)
        try await SecureCentral.run { central in
            var sent: [(EnrolledKiosk, String, [UInt8])] = []
            for (kiosk, person, sealed) in [("DQ01", 1, ours), ("DQ02", 2, theirs)] {
                let enrolled = try await central.enrolled(kiosk)
                var samples = try SampleClaims()
                var claim = try samples.fullDocument(kiosk: kiosk, person: person)
                claim.certificate?.photo = hash
                let body = try SampleKeys.seal(claim)
                let put = try await central.ask("/v1/claims/\(claim.claimId)", method: "PUT", body: body, as: enrolled)
                #expect(put.status == 200)
                sent.append((enrolled, claim.claimId, sealed))
            }
            for (range, isLast) in [(0..<50_000, false), (50_000..<ours.count, true)] {
                for (kiosk, claim, sealed) in sent {
                    let answer = try await central.ask(
                        "/v1/photos/\(hash)",
                        method: "PATCH",
                        body: Array(sealed[range]),
                        headers: headers(claim, range.lowerBound, of: sealed.count),
                        as: kiosk
                    )
                    #expect(try answer.decoded(PhotoProgress.self).complete == isLast)
                }
            }
        }
    }
}
