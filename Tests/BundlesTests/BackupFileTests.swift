import Bundles
import Claims
import Sealing
import Testing

struct BackupFileTests {
    private func header(_ content: [UInt8], createdAt: String = "2025-03-10T10:00:00.000+08:00") -> BackupHeader {
        BackupHeader(
            kioskId: "DQ01",
            rehearsal: true,
            createdAt: createdAt,
            bytes: Int64(content.count),
            sha256: ContentHash.sha256(of: content),
            lastSequence: 2,
            lastHash: ChainHash.genesis
        )
    }

    private func read(_ bytes: [UInt8], piece: Int) throws -> (content: [UInt8], header: BackupHeader) {
        var file = BackupFile()
        var content: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            content += try file.take(bytes[start..<min(start + piece, bytes.count)])
        }
        return (content, try file.finish())
    }

    @Test(arguments: [1, 7, 100_000])
    func `a copy is read again however it is cut`(piece: Int) throws {
        let content = Array("SQLite format 3".utf8) + [0, 10, 10, 0]
        let read = try read(try BackupFile.start(header(content)) + content, piece: piece)
        #expect(read.content == content && read.header == header(content))
    }

    // Found by fuzzing: a long second line was read when it came at once, and refused when it came in pieces.
    @Test(arguments: [1, 7, 100_000])
    func `a head that is too long is refused however it is cut`(piece: Int) throws {
        let long = header([1], createdAt: String(repeating: "2", count: 4_096))
        let error = #expect(throws: KioskError.self) {
            _ = try read(try BackupFile.start(long) + [1], piece: piece)
        }
        #expect(error?.code == .backupUnreadable)
    }

    @Test(arguments: [1, 100_000])
    func `a copy that is longer, shorter or changed is refused`(piece: Int) throws {
        let content = [UInt8](repeating: 7, count: 300)
        let whole = try BackupFile.start(header(content)) + content
        var changed = whole
        changed[changed.count - 3] ^= 1
        for bytes in [whole + [7], Array(whole.dropLast()), changed] {
            let error = #expect(throws: KioskError.self) { _ = try read(bytes, piece: piece) }
            #expect(error?.code == .backupDamaged)
        }
        #expect(throws: KioskError.self) { _ = try read([], piece: piece) }
    }
}
