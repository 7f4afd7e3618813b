import CentralServer
import Claims
import Foundation
import HTTPTypes
import Sealing
import Testing
import WireAPI

/// Sealed photos, piece by piece.
struct PhotoRoutesTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "photos-\(UUID().uuidString)").path
    private let photo = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
    private let key = SigningKey()

    private var hash: String { ContentHash.sha256(of: photo) }

    private func store() throws -> PhotoStore {
        try PhotoStore(folder: folder) { try SealedPhoto.open($0, named: $1, with: SampleKeys.atCentral) }
    }

    /// 65 bytes longer than the photo.
    private func sealed() throws -> [UInt8] {
        try SealedPhoto.file(of: photo, named: hash, to: SampleKeys.reviewers.sealingKey)
    }

    /// With a claim that names the photo.
    private func run(_ body: @escaping @Sendable (TestCentral, OpenClaim) async throws -> Void) async throws {
        let (photos, hash) = (try store(), hash)
        try await TestCentral.run(signingKey: key, photos: photos) { central in
            var samples = try SampleClaims()
            var claim = try samples.fullDocument()
            claim.certificate?.photo = hash
            #expect(try await central.put(claim).status == 200)
            try await body(central, claim)
        }
    }

    private func piece(
        _ range: Range<Int>,
        of bytes: [UInt8],
        claim: String,
        length: Int? = nil,
        _ central: TestCentral
    ) async throws -> TestCentral.Answer {
        var headers = HTTPFields()
        let values = ["upload-offset": range.lowerBound, "upload-length": length ?? bytes.count]
        for (name, value) in values { headers[try #require(HTTPField.Name(name))] = String(value) }
        headers[try #require(HTTPField.Name("claim-id"))] = claim
        return try await central.send(.patch, "/v1/photos/\(hash)", body: Array(bytes[range]), headers: headers)
    }

    private func asked(_ claim: String, _ central: TestCentral) async throws -> TestCentral.Answer {
        let headers: HTTPFields = [try #require(HTTPField.Name("claim-id")): claim]
        return try await central.send(.get, "/v1/photos/\(hash)", headers: headers)
    }

    @Test func `a photo grows by pieces, across a restart, and stays sealed`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (sealed, hash, key) = (try sealed(), hash, key)
        try await run { [self] central, claim in
            let none = try await asked(claim.claimId, central).signed(PhotoProgress.self, as: .answers, by: key)
            #expect(none == PhotoProgress(received: 0, complete: false))
            let first = try await piece(0..<200_000, of: sealed, claim: claim.claimId, central)
            let progress = PhotoProgress(received: 200_000, complete: false)
            #expect(try first.signed(PhotoProgress.self, as: .answers, by: key) == progress)
            // Sent again because the answer was lost, or begun elsewhere.
            for range in [0..<200_000, 300_000..<400_000] {
                let again = try await piece(range, of: sealed, claim: claim.claimId, central)
                #expect(again.status == 409 && again.errorCode == "photo.offset")
            }
            #expect(try await asked(claim.claimId, central).decoded(PhotoProgress.self) == progress)
        }
        try await run { [self] central, claim in
            _ = try await piece(200_000..<450_000, of: sealed, claim: claim.claimId, central)
            let last = try await piece(450_000..<600_065, of: sealed, claim: claim.claimId, central)
            let whole = PhotoProgress(received: 600_065, complete: true)
            #expect(try last.decoded(PhotoProgress.self) == whole)
            // Whatever comes then changes nothing.
            #expect(
                try await piece(0..<10, of: sealed, claim: claim.claimId, central).decoded(PhotoProgress.self) == whole
            )
        }
        let own = "\(folder)/DQ01"
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: "\(own)/\(hash)"))) == sealed)
        #expect(try FileManager.default.contentsOfDirectory(atPath: own) == [hash])
        let mode = try FileManager.default.attributesOfItem(atPath: "\(own)/\(hash)")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a photo that was written to its end when the process ended is whole when it is asked for`() async throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (sealed, hash) = (try sealed(), hash)
        try await run { [self] central, claim in
            let own = "\(folder)/DQ01"
            try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
            let draft = URL(fileURLWithPath: "\(own)/\(hash).part")
            try Data(sealed.dropLast()).write(to: draft)
            let partly = PhotoProgress(received: Int64(sealed.count - 1), complete: false)
            #expect(try await asked(claim.claimId, central).decoded(PhotoProgress.self) == partly)
            try Data(sealed).write(to: draft)
            let whole = PhotoProgress(received: Int64(sealed.count), complete: true)
            #expect(try await asked(claim.claimId, central).decoded(PhotoProgress.self) == whole)
            #expect(try FileManager.default.contentsOfDirectory(atPath: own) == [hash])
        }
    }

    @Test func `what cannot be opened, or is another photo, is not kept and may come again`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sealed = try sealed()
        try await run { [self] central, claim in
            var damaged = sealed
            damaged[300_000] ^= 1
            for wrong in [damaged, Array(sealed.dropFirst())] {
                for start in stride(from: 0, to: wrong.count, by: 250_000) {
                    let range = start..<min(start + 250_000, wrong.count)
                    let answer = try await piece(range, of: wrong, claim: claim.claimId, central)
                    guard range.upperBound == wrong.count else { continue }
                    #expect(answer.status == 422 && answer.errorCode == "photo.not-as-claimed")
                }
                let progress = try await asked(claim.claimId, central).decoded(PhotoProgress.self)
                #expect(progress == PhotoProgress(received: 0, complete: false))
            }
        }
    }

    @Test func `only photos that a stored claim names are taken, within the limits`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sealed = try sealed()
        try await run { [self] central, claim in
            var samples = try SampleClaims()
            let other = try samples.document(2, person: 2, plate: "藏A22222")
            _ = try await central.put(other)
            for id in ["018f2b6c-0000-7000-8000-000000000000", other.claimId, "x"] {
                let answer = try await piece(0..<10, of: sealed, claim: id, central)
                #expect(answer.status == 404 && answer.errorCode == "photo.unknown")
            }
            let large = try await piece(0..<10, of: sealed, claim: claim.claimId, length: 6 << 20, central)
            #expect(large.status == 413 && large.errorCode == "photo.too-large")
            let beyond = try await piece(0..<20, of: sealed, claim: claim.claimId, length: 10, central)
            #expect(beyond.errorCode == "photo.offset")
            let heavy = try await piece(0..<262_145, of: sealed, claim: claim.claimId, central)
            #expect(heavy.status == 413 && heavy.errorCode == "request.too-large")
            let bare = try await central.send(.patch, "/v1/photos/\(hash)", body: [1])
            #expect(bare.errorCode == "request.malformed")
            #expect(try await central.get("/v1/photos/..%2fregister").errorCode == "photo.unknown")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
}
