import Bundles
import Claims
import Foundation
import Glibc
import Sealing
import Testing
import WireAPI

struct BundleTests {
    private let fixture = BundleFixture()
    private let documents = BundleFixture.chain(5).map(\.document)

    @Test(arguments: [1, 7, 100_000])
    func `what was written is read again, byte for byte, however it is cut`(piece: Int) throws {
        let piece2 = PhotoPiece(claimId: "c", sha256: "h", offset: 5, length: 12, bytes: [1, 2, 255])
        let entries = documents.map(BundleEntry.claim) + [.photo(piece2)]
        let bytes = try fixture.bundle(.claims, entries, count: documents.count)
        let (read, seal) = try BundleFixture.read(bytes, piece: piece)
        #expect(read == entries && piece2.bytes == [1, 2, 255])
        #expect(seal.isSigned(by: fixture.key.verificationKey) && !seal.isSigned(by: SigningKey().verificationKey))
        try seal.check(fixture.key.verificationKey)
    }

    @Test func `answers of every kind are read again`() throws {
        let answer = ClaimAnswer(claimId: "i", claimNumber: "n", status: .inReview, receivedAt: "t", reason: nil)
        let change = ClaimChange(claimId: "i", claimNumber: "n", standing: .returned, reason: nil, changedAt: "t")
        let chain = KioskChain(highest: 1, count: 1, missing: [], hash: "h", epoch: "e")
        let page = ChangePage(
            kioskId: "k",
            changes: [change],
            since: nil,
            cursor: "c",
            more: false,
            at: "t",
            chain: chain
        )
        let error = ErrorBody(KioskError(.claimInvalid, "no\nline", remedy: "none")).error
        let entries: [BundleEntry] = [
            .answer(answer), .refusal(ClaimRefusal(claimId: "i", error: error)), .changes(page),
            .received(PhotoArrival(sha256: "h", received: 3, complete: false)),
        ]
        let bytes = try fixture.bundle(.answers, entries, count: 2)
        #expect(try BundleFixture.read(bytes, [.answers]).entries == entries)
    }

    @Test func `any changed byte is found, and the line is named`() throws {
        let bytes = try fixture.claims(documents)
        let key = fixture.key.verificationKey
        var codes: Set<String> = []
        for index in bytes.indices {
            for flip: UInt8 in [0x01, 0x20] {
                var changed = bytes
                changed[index] ^= flip
                let line = bytes[..<index].count { $0 == 0x0A } + 1
                do {
                    try BundleFixture.read(changed).seal.check(key)
                    Issue.record("byte \(index) was not missed")
                } catch let error as KioskError {
                    codes.insert(error.code.name)
                    if [.bundleChanged, .bundleMalformed, .bundleWrongSignature].contains(error.code) {
                        // A line feed that was changed joins its line with the next.
                        #expect(error.message.contains("line \(line) ") || error.message.contains("line \(line + 1) "))
                    }
                }
            }
        }
        #expect(
            codes.isSubset(of: [
                "bundle.changed", "bundle.malformed", "bundle.not-a-bundle", "bundle.newer-version", "bundle.truncated",
                "bundle.wrong-signature",
            ])
        )
    }

    @Test func `a bundle that was cut anywhere is refused`() throws {
        let bytes = try fixture.claims(documents)
        for count in 0..<bytes.count {
            #expect(
                bundleCode { try BundleFixture.read(Array(bytes[..<count])).seal.check(fixture.key.verificationKey) }
                    != nil
            )
        }
    }

    @Test func `a line taken out, put twice or swapped is refused by its line`() throws {
        let bytes = try fixture.claims(documents)
        let lines = bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
        var (without, twice, swapped) = (lines, lines, lines)
        without.remove(at: 3)
        twice.insert(lines[3], at: 3)
        swapped.swapAt(3, 4)
        for (changed, line) in [(without, 4), (twice, 5), (swapped, 4)] {
            do {
                _ = try BundleFixture.read(Array(changed.joined()))
                Issue.record("not refused")
            } catch let error as KioskError {
                #expect(error.code == .bundleChanged && error.message.contains("line \(line) "))
            }
        }
    }

    @Test func `what is no bundle for here is refused by what it is`() throws {
        let bytes = try fixture.claims(documents)
        let other = try #require(KioskID("DQ02"))
        #expect(bundleCode { _ = try BundleFixture.read(bytes, [.answers]) } == .bundleWrongKind)
        #expect(bundleCode { _ = try BundleFixture.read(bytes, kiosk: other) } == .bundleWrongKiosk)
        #expect(bundleCode { _ = try BundleFixture.read(bytes, limit: 100) } == .bundleTooLarge)
        #expect(bundleCode { _ = try BundleFixture.read(bytes + bytes) } == .bundleMalformed)
        #expect(bundleCode { _ = try BundleFixture.read(Array("hello\n".utf8)) } == .bundleNotOne)
        #expect(bundleCode { _ = try BundleFixture.read([]) } == .bundleNotOne)
        #expect(bundleCode { _ = try BundleFixture.read([UInt8](repeating: 65, count: 4_000)) } == .bundleNotOne)
        #expect(bundleCode { _ = try BundleFixture.read(Array("recycling-kiosk bundle 2\n".utf8)) } == .bundleNewer)
        let carriedAsText = String(decoding: try fixture.claims(documents), as: UTF8.self).replacing("\n", with: "\r\n")
        let error = #expect(throws: KioskError.self) { _ = try BundleFixture.read(Array(carriedAsText.utf8)) }
        #expect(error?.code == .bundleChanged && error?.message.contains("line ends") == true)
    }

    // Found by fuzzing: the name goes to a terminal, and into the name of the file of answers.
    @Test(arguments: ["", "../../x", "DQ\u{1B}[2J", "dq01", "\u{212A}Q01"])
    func `a header that names no kiosk is refused`(_ name: String) throws {
        for kind in BundleKind.allCases {
            var header = try BundleHeader(
                kind: kind,
                kiosk: BundleFixture.kiosk,
                createdAt: BundleFixture.time,
                count: 0,
                rehearsal: true,
                signedBy: nil
            )
            header.kioskId = name
            var writer = BundleWriter(header, signedBy: nil)
            let bytes = try writer.start() + (try writer.end())
            #expect(bundleCode { _ = try BundleFixture.read(bytes, [kind], kiosk: nil) } == .bundleMalformed)
        }
    }

    @Test(arguments: ["", "x", "\u{1B}[1A\u{1B}[2K", "0123456789ABCDEF", "0123456789abcdef0"])
    func `a header whose signer is no key is refused, and says nothing on a terminal`(_ signer: String) throws {
        var header = try BundleHeader(
            kind: .chain,
            kiosk: BundleFixture.kiosk,
            createdAt: BundleFixture.time,
            count: 0,
            rehearsal: true,
            signedBy: nil
        )
        header.signer = signer
        var writer = BundleWriter(header, signedBy: nil)
        let bytes = try writer.start() + (try writer.end())
        #expect(bundleCode { _ = try BundleFixture.read(bytes, [.chain], kiosk: nil) } == .bundleMalformed)
        let file = FileManager.default.temporaryDirectory.appending(path: "signer-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        let report = try ChainFile.verify(file, key: SigningKey().verificationKey)
        #expect(report.signer == nil && !report.isWhole && !report.words.unicodeScalars.contains("\u{1B}"))
    }

    // Found by fuzzing: whether a line was too long depended on how the file was cut.
    @Test(arguments: [1_000, 1 << 20])
    func `a line that is too long is refused however the file is cut`(piece: Int) throws {
        let first = Array("recycling-kiosk bundle 2\(String(repeating: "2", count: 300))\n".utf8)
        #expect(bundleCode { _ = try BundleFixture.read(first, piece: piece) } == .bundleNotOne)
        var bytes = try fixture.claims([])
        let end = try #require(bytes.dropLast().lastIndex(of: 0x0A))
        bytes.insert(contentsOf: [UInt8](repeating: 0x61, count: 520 << 10) + [0x0A], at: end + 1)
        #expect(throws: KioskError.self) { _ = try BundleFixture.read(bytes, piece: piece) }
        var reader = BundleReader([.claims], isLenient: true)
        let code = bundleCode {
            for start in stride(from: 0, to: bytes.count, by: piece) {
                try reader.take(bytes[start..<min(start + piece, bytes.count)]) { _, _ in }
            }
        }
        #expect(code == .bundleMalformed)
    }

    @Test func `a line without an end does not fill the memory`() throws {
        let bytes: [UInt8] = try fixture.claims([]).split(separator: 0x0A).prefix(2).flatMap { Array($0) + [0x0A] }
        var reader = BundleReader([.claims])
        try reader.take(bytes) { _, _ in }
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 64 * 1_024)
        var taken = 0
        let code = bundleCode {
            while true {
                taken += 1
                try reader.take(piece) { _, _ in }
            }
        }
        #expect(code == .bundleMalformed && taken <= 9)
    }

    @Test func `an unsigned bundle passes only where no key is`() throws {
        let bytes = try fixture.claims(documents, signed: false)
        let seal = try BundleFixture.read(bytes).seal
        try seal.check(nil)
        #expect(bundleCode { try seal.check(fixture.key.verificationKey) } == .bundleUnsigned)
        let signed = try BundleFixture.read(try fixture.claims(documents)).seal
        #expect(bundleCode { try signed.check(nil) } == .bundleWrongSignature)
        #expect(bundleCode { try signed.check(SigningKey().verificationKey) } == .bundleWrongSignature)
    }
}
