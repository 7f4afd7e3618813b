import Bundles
import CentralServer
import ClaimRegister
import Claims
import Foundation
import Logging
import Sealing
import Testing
import WireAPI

/// Photos that are carried with their claims.
struct BundlePhotoTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "carried-\(UUID().uuidString)").path
    private let photo = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }

    @Test(arguments: [0, 262_144])
    func `a photo in the bundle of its claim is whole, whatever came of it by network`(bytes: Int) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let hash = ContentHash.sha256(of: photo)
        let sealed = try SealedPhoto.file(of: photo, named: hash, to: SampleKeys.reviewers.sealingKey)
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        let photos = try PhotoStore(folder: "\(folder)/photos") {
            try SealedPhoto.open($0, named: $1, with: SampleKeys.atCentral)
        }
        let own = "\(folder)/photos/DQ01"
        if bytes > 0 {
            try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
            try Data(sealed.prefix(bytes)).write(to: URL(filePath: "\(own)/\(hash).part"))
        }
        let api = CentralAPI(
            register: register,
            digestKey: try #require(DigestKey(hex: SampleClaims.digestKeyText)),
            openingKeys: SampleKeys.atCentral,
            programmes: [try SampleProgramme().rules()],
            certificates: nil,
            signingKey: nil,
            kioskKey: { _ in nil },
            shelf: nil,
            photos: photos,
            rehearsal: true,
            now: { TestCentral.receivedAt },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let answers = try await api.bundleIntake(folder: folder).answers(
            to: CarryRig.stream(try bundle(naming: hash, sealed))
        )
        for try await _ in answers {}
        try await register.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: own) == [hash])
        #expect(try Array(Data(contentsOf: URL(filePath: "\(own)/\(hash)"))) == sealed)
    }

    /// A claim, and then the photo that it names.
    private func bundle(naming hash: String, _ sealed: [UInt8]) throws -> [UInt8] {
        var samples = try SampleClaims()
        var claim = try samples.fullDocument()
        claim.certificate?.photo = hash
        let header = try BundleHeader(
            kind: .claims,
            kiosk: try #require(ClaimNumber(claim.claimNumber)).kiosk,
            createdAt: TestCentral.receivedAt,
            count: 1,
            rehearsal: true,
            signedBy: nil
        )
        var writer = BundleWriter(header, signedBy: nil)
        var bytes = try writer.start() + writer.line(for: .claim(SampleKeys.seal(claim)))
        for start in stride(from: 0, to: sealed.count, by: PhotoPiece.longest) {
            let piece = PhotoPiece(
                claimId: claim.claimId,
                sha256: hash,
                offset: Int64(start),
                length: Int64(sealed.count),
                bytes: Array(sealed[start..<min(start + PhotoPiece.longest, sealed.count)])
            )
            bytes += try writer.line(for: .photo(piece))
        }
        return bytes + (try writer.end())
    }
}
