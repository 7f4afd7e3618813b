import Bundles
import Claims
import NIOCore
import Sealing

extension FuzzTarget {
    /// Copies of a store: the same however cut; only one that is as it was written ends well.
    static let backupFile = FuzzTarget(name: "backup-file", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        let isWritten = input.byte() & 1 == 1
        let cuts = Cuts(&input)
        let file = isWritten ? written(input.all()) : input.all()
        let reading = BackupReading(cuts.pieces(of: file).map { Array($0.readableBytesView) })
        must(reading == BackupReading([file]), "a copy reads the same however it is cut")
        must(!isWritten || reading.end != nil, "a copy that was written reads to its end")
        guard let end = reading.end else { return }
        must(reading.content.count == Int(end.bytes), "a copy has as many bytes as it says")
        must(ContentHash.sha256(of: reading.content) == end.sha256, "a copy has the hash that it says")
    }

    private static func written(_ content: [UInt8]) -> [UInt8] {
        let header = BackupHeader(
            kioskId: "RH01",
            rehearsal: true,
            createdAt: "2025-03-10T10:00:00.000+08:00",
            bytes: Int64(content.count),
            sha256: ContentHash.sha256(of: content),
            lastSequence: 2,
            lastHash: ChainHash.genesis
        )
        return ((try? BackupFile.start(header)) ?? []) + content
    }
}

private struct BackupReading: Equatable {
    private(set) var content: [UInt8] = []
    private(set) var end: BackupHeader?
    private(set) var problem: String?

    init(_ pieces: [[UInt8]]) {
        var file = BackupFile()
        do throws(KioskError) {
            for piece in pieces { content += try file.take(piece) }
            end = try file.finish()
        } catch {
            mustBeOurs(error, ["backup."], longest: 512)
            problem = error.message
            // What came before the error depends on the cuts, and is not used.
            content = []
        }
    }
}
