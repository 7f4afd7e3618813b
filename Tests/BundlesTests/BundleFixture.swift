import Bundles
import Claims
import Foundation
import Sealing
import WireAPI

/// Bundles of made-up claims.
struct BundleFixture {
    static let time = Timestamp(milliseconds: 1_741_572_000_000)
    static let kiosk = KioskID("DQ01") ?? { preconditionFailure() }()

    let key = SigningKey()

    /// As long a chain, with the documents that it hashes.
    static func chain(_ count: Int64) -> [(link: ChainLinkEntry, document: [UInt8])] {
        var previous = ChainHash.genesis
        return (0..<max(0, count)).map { index in
            var random = SystemRandomNumberGenerator()
            let id = ClaimID(at: time, using: &random).text
            let text =
                #"{"chain":{"previous":"\#(previous)","sequence":\#(index + 1)},"claimId":"\#(id)","verdict":{}}"#
            let document = Array(text.utf8)
            let hash = ChainHash.claim(document)
            defer { previous = hash }
            return (ChainLinkEntry(sequence: index + 1, claimId: id, previous: previous, hash: hash), document)
        }
    }

    func claims(_ documents: [[UInt8]], kiosk: KioskID = kiosk, signed: Bool = true) throws -> [UInt8] {
        try bundle(.claims, documents.map(BundleEntry.claim), count: documents.count, kiosk: kiosk, signed: signed)
    }

    func bundle(
        _ kind: BundleKind,
        _ entries: [BundleEntry],
        count: Int,
        kiosk: KioskID = kiosk,
        head: ChainHead? = nil,
        signed: Bool = true
    ) throws -> [UInt8] {
        let header = try BundleHeader(
            kind: kind,
            kiosk: kiosk,
            createdAt: Self.time,
            count: Int64(count),
            rehearsal: true,
            signedBy: signed ? key : nil,
            head: head
        )
        var writer = BundleWriter(header, signedBy: signed ? key : nil)
        var bytes = try writer.start()
        for entry in entries { bytes += try writer.line(for: entry) }
        return bytes + (try writer.end())
    }

    /// All entries and the seal, read in pieces of `piece` bytes.
    static func read(
        _ bytes: [UInt8],
        _ kinds: Set<BundleKind> = [.claims],
        kiosk: KioskID? = kiosk,
        piece: Int = 1_000,
        limit: Int64 = 1 << 30
    ) throws -> (entries: [BundleEntry], seal: BundleSeal) {
        var reader = BundleReader(kinds, kiosk: kiosk, limit: limit)
        var entries: [BundleEntry] = []
        var start = 0
        while start < bytes.count {
            try reader.take(bytes[start..<min(start + piece, bytes.count)]) { entry, _ in
                if let entry { entries.append(entry) }
            }
            start += piece
        }
        return (entries, try reader.finish())
    }
}

func bundleCode(_ operation: () throws -> Void) -> KioskError.Code? {
    do {
        try operation()
        return nil
    } catch {
        return (error as? KioskError)?.code
    }
}
