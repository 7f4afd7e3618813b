import Bundles
import Claims
import Foundation
import Sealing
import Testing
import WireAPI

struct ChainVerifierTests {
    private typealias Link = (link: ChainLinkEntry, document: [UInt8])

    private let fixture = BundleFixture()

    private func verify(_ chain: [Link], head: Int64? = nil, wiped: Set<Int64> = []) -> ChainReport {
        var verifier = ChainVerifier()
        for (link, document) in chain {
            verifier.take(link)
            if !wiped.contains(link.sequence) { verifier.take(document: document) }
        }
        return verifier.finish(head: head.map { self.head($0, of: chain) })
    }

    private func head(_ number: Int64, of chain: [Link]) -> ChainHead {
        let hash = chain.first { $0.link.sequence == number }?.link.hash ?? ChainHash.genesis
        return ChainHead(kioskId: "DQ01", sequence: number, hash: hash, at: BundleFixture.time.description)
    }

    private func named(_ report: ChainReport) -> [String] {
        report.problems.map { "\($0.number) \($0.kind.rawValue)" }
    }

    @Test func `a whole chain is whole, with or without its documents`() {
        let chain = BundleFixture.chain(50)
        for wiped in [[], Set(1...25), Set(1...50)] as [Set<Int64>] {
            let report = verify(chain, head: 50, wiped: wiped)
            #expect(report.isWhole && report.count == 50 && report.last == 50)
            #expect(report.documents == 50 - Int64(wiped.count) && report.hash == chain[49].link.hash)
        }
        #expect(verify([], head: 0).isWhole)
    }

    /// A chain whose third claim never came; the fifth names its link, as `change` leaves it.
    private func corrected(_ change: (inout ClaimDocument.Amended) -> Void = { _ in }) throws -> [Link] {
        var chain = BundleFixture.chain(4)
        let gone = chain[2].link
        var amended = ClaimDocument.Amended(
            sequence: 3,
            previous: gone.previous,
            hash: gone.hash,
            firstRecordedAt: BundleFixture.time.description
        )
        change(&amended)
        let named = String(decoding: try CanonicalJSON.encode(amended), as: UTF8.self)
        let previous = chain[3].link.hash
        let text =
            #"{"amended":\#(named),"amends":"\#(gone.claimId)","#
            + #""chain":{"previous":"\#(previous)","sequence":5},"claimId":"fifth"}"#
        let document = Array(text.utf8)
        let hash = ChainHash.claim(document)
        chain.append((ChainLinkEntry(sequence: 5, claimId: "fifth", previous: previous, hash: hash), document))
        chain[2].link.correctedBy = 5
        return chain
    }

    @Test func `a claim that never came is accounted for by the correction that names its link`() throws {
        let report = verify(try corrected(), head: 5, wiped: [3])
        #expect(report.isWhole && report.count == 5 && report.corrected == 1 && report.documents == 4)
        #expect(report.words.contains("1 never came"))
        let earlier = try corrected { amended in
            let link = amended
            amended.sequence = 4
            amended.earlier = [
                ClaimDocument.Earlier(
                    claimId: BundleFixture.time.description,
                    sequence: 3,
                    previous: link.previous,
                    hash: link.hash,
                    recordedAt: link.firstRecordedAt
                )
            ]
        }
        // The same number and hash under another id is another claim.
        #expect(named(verify(earlier, head: 5, wiped: [3])) == ["3 differs"])
    }

    @Test func `a claim that never came is not accounted for by what names it otherwise, or is not there`() throws {
        let hash = String(repeating: "a", count: 64)
        #expect(named(verify(try corrected { $0.hash = hash }, head: 5, wiped: [3])) == ["3 differs"])
        #expect(named(verify(try corrected { $0.sequence = 2 }, head: 5, wiped: [3])) == ["3 differs"])
        // The correction's document is what accounts for it.
        #expect(named(verify(try corrected(), head: 5, wiped: [3, 5])) == ["3 differs"])
        // It is said never to have come, and is there.
        #expect(named(verify(try corrected(), head: 5)) == ["3 differs"])
        for correction in [Int64(3), 1, 9, .max] {
            var chain = try corrected()
            chain[2].link.correctedBy = correction
            #expect(named(verify(chain, head: 5, wiped: [3])) == ["3 differs"], "\(correction)")
        }
        var changed = try corrected()
        changed[2].link.hash = hash
        #expect(named(verify(changed, head: 5, wiped: [3])) == ["3 differs", "4 link"])
    }

    @Test(arguments: 1...20)
    func `one entry taken out is missing`(number: Int) {
        var chain = BundleFixture.chain(20)
        chain.remove(at: number - 1)
        #expect(named(verify(chain, head: 20)) == ["\(number) missing"])
    }

    @Test(arguments: 1...19)
    func `two entries that changed places are named`(number: Int) {
        var chain = BundleFixture.chain(20)
        chain.swapAt(number - 1, number)
        #expect(named(verify(chain, head: 20)) == ["\(number) out-of-place"])
    }

    @Test func `an entry appended after the signed end is named, also when it fits`() {
        let chain = BundleFixture.chain(21)
        #expect(named(verify(chain, head: 20)) == ["21 appended"])
        var again = BundleFixture.chain(20)
        again.append(again[4])
        #expect(named(verify(again, head: 20)) == ["5 twice"])
    }

    @Test(arguments: 1...20)
    func `one flipped bit of a document names its number`(number: Int) {
        for bit in 0..<8 {
            var chain = BundleFixture.chain(20)
            chain[number - 1].document[12] ^= 1 << UInt8(bit)
            let report = verify(chain, head: 20)
            #expect(named(report) == ["\(number) document"])
            #expect(report.problems[0].explanation.contains("document was changed"))
        }
    }

    @Test(arguments: 1...20)
    func `a changed hash, link, number or id names its number`(number: Int) {
        let index = number - 1
        let whole = BundleFixture.chain(20)
        var hash = whole
        hash[index].link.hash = String(repeating: "a", count: 64)
        // The last one's document is the only witness of its hash, beside the signed head.
        #expect(named(verify(hash, head: 20)).allSatisfy { $0.hasPrefix("\(number) ") })
        var previous = whole
        previous[index].link.previous = String(repeating: "b", count: 64)
        #expect(Set(named(verify(previous, head: 20))) == ["\(number) link", "\(number) differs"])
        var id = whole
        id[index].link.claimId = "another"
        #expect(named(verify(id, head: 20)) == ["\(number) differs"])
    }

    @Test func `a claim that was put in another's place shows, even with a link that fits`() {
        var chain = BundleFixture.chain(10)
        let other = BundleFixture.chain(10)
        chain[4].document = other[4].document
        chain[4].link.hash = other[4].link.hash
        chain[4].link.claimId = other[4].link.claimId
        #expect(named(verify(chain, head: 10)) == ["5 differs", "6 link"])
    }

    @Test func `numbers that no claim has, and endless gaps, do no harm`() {
        var verifier = ChainVerifier()
        for number in [0, -1, .min, .max] as [Int64] {
            verifier.take(ChainLinkEntry(sequence: number, claimId: "", previous: "", hash: ""))
        }
        for number in stride(from: Int64(2), to: 5_000, by: 2) {
            verifier.take(ChainLinkEntry(sequence: number, claimId: "", previous: "", hash: ""))
        }
        let report = verifier.finish(head: ChainHead(kioskId: "DQ01", sequence: .max, hash: "", at: ""))
        #expect(report.problems.count == 100)
    }

    @Test func `a file is verified with and without the key, and every flipped bit shows`() throws {
        let chain = BundleFixture.chain(6)
        let entries = chain.flatMap { [BundleEntry.link($0.link), .claim($0.document)] }
        let bytes = try fixture.bundle(.chain, entries, count: 6, head: head(6, of: chain))
        let path = FileManager.default.temporaryDirectory.appending(path: "chain-\(UUID().uuidString).kiosk").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        let whole = try ChainFile.verify(path, key: fixture.key.verificationKey)
        #expect(whole.isWhole && whole.signature == .valid && whole.headSignature == .valid && whole.kioskId == "DQ01")
        #expect(try ChainFile.verify(path, key: nil).signature == .unchecked)
        #expect(try !ChainFile.verify(path, key: SigningKey().verificationKey).isWhole)
        let first = bytes.firstIndex(of: 0x0A) ?? 0
        for index in stride(from: first + 1, to: bytes.count, by: 3) {
            var changed = bytes
            changed[index] ^= 0x02
            try Data(changed).write(to: URL(filePath: path))
            let report = try? ChainFile.verify(path, key: fixture.key.verificationKey)
            #expect(report?.isWhole != true, "byte \(index)")
        }
    }

    @Test func `a changed line of a file names its claim`() throws {
        let chain = BundleFixture.chain(6)
        let entries = chain.flatMap { [BundleEntry.link($0.link), .claim($0.document)] }
        let bytes = try fixture.bundle(.chain, entries, count: 6, head: head(6, of: chain))
        var lines = bytes.split(separator: 0x0A).map { Array($0) }
        // The fourth claim's document: two lines of the file's own, then two a claim.
        lines[2 + 7][40] ^= 1
        let path = FileManager.default.temporaryDirectory.appending(path: "chain-\(UUID().uuidString).kiosk").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(lines.flatMap { $0 + [0x0A] }).write(to: URL(filePath: path))
        let report = try ChainFile.verify(path, key: fixture.key.verificationKey)
        #expect(named(report) == ["4 document"])
        #expect(report.damage?.contains("line 10 ") == true && report.signature == .invalid)
        #expect(report.headSignature == .valid)
    }
}
