import Bundles
import CentralSync
import Claims
import Outbox
import Sealing
import WireAPI

/// Files that people carry.
extension FuzzTarget {
    static let claimsBundle = bundle("claims-bundle", .claims)
    static let answersBundle = bundle("answers-bundle", .answers)
    static let chainExport = bundle("chain-export", .chain)

    /// Bundles: the same however cut, by a strict reader and by one that goes on; what was read can be written and read
    /// again.
    private static func bundle(_ name: String, _ kind: BundleKind) -> FuzzTarget {
        let file = ScratchFile()
        return FuzzTarget(name: name, longestInput: 16_384) { bytes in
            var input = FuzzInput(bytes)
            let text = BundleText(&input)
            let strict = BundleReading(text.pieces, kind)
            must(strict == BundleReading([text.bytes], kind), "a bundle reads the same however it is cut")
            let lenient = BundleReading(text.pieces, kind, isLenient: true)
            must(
                lenient == BundleReading([text.bytes], kind, isLenient: true),
                "damage reads the same however it is cut"
            )
            if let seal = strict.seal {
                must(lenient == strict, "a reader that goes on sees nothing else in a whole bundle")
                must(seal.isWhole && strict.header != nil, "what was read to its end is whole")
                if seal.signature != nil { must(!seal.isSigned(by: strangerKey), "nobody's signature is a stranger's") }
                checkWriting(strict, kind)
            } else {
                must(lenient.problem != nil, "a reader that goes on tells of damage")
            }
            for case let entry? in lenient.entries { check(entry) }
            if kind == .chain { checkChain(file, text.bytes, isRefused: lenient.isRefused) }
        }
    }

    private static let strangerKey = SigningKey().verificationKey

    private static func checkWriting(_ reading: BundleReading, _ kind: BundleKind) {
        guard let header = reading.header else { return }
        var writer = BundleWriter(header, signedBy: nil)
        do {
            var bytes = [try writer.start()]
            for case let entry? in reading.entries { bytes.append(try writer.line(for: entry)) }
            bytes.append(try writer.end())
            let again = BundleReading(bytes, kind)
            must(
                again.header == header && again.entries == reading.entries,
                "what was read reads the same when written"
            )
        } catch {
            must(false, "what was read can be written")
        }
    }

    /// What kiosk and central do with an entry.
    private static func check(_ entry: BundleEntry) {
        switch entry {
        case .claim, .link: break
        case .photo(let piece):
            guard let bytes = piece.bytes else { return }
            must(bytes.count <= PhotoPiece.longest, "a piece of a photo has its limit")
            must(piece.offset + Int64(bytes.count) <= piece.length, "a piece lies inside its photo")
        case .answer(let answer): check(.answer(answer), of: answer.claimId, answer.claimNumber)
        case .refusal(let refusal):
            check(.refusal(claimId: refusal.claimId, refusal.error), of: refusal.claimId, "")
        case .changes(let page): for change in page.changes { mustBeKept(StandingChange(change)?.standing) }
        case .received(let arrival): must(arrival == arrival, "an arrival is a value")
        }
    }

    private static func check(_ line: BatchAnswer, of id: String, _ number: String) {
        guard let claim = ClaimID(id) ?? ClaimID(Sample.claimID), let number = ClaimNumber(number) ?? Sample.number
        else {
            return
        }
        mustBeKept(RelayDecision.action(for: line, to: claim, number: number))
    }

    /// ChainFile reads a file of its own.
    private static func checkChain(_ file: ScratchFile, _ bytes: [UInt8], isRefused: Bool) {
        bytes.withUnsafeBytes { file.write($0) }
        do {
            let report = try ChainFile.verify(file.path, key: nil)
            must(!isRefused, "a file that is no chain is not verified")
            must(report.problems.count <= 100, "a report has its limit")
            must(zip(report.problems, report.problems.dropFirst()).allSatisfy { $0.number <= $1.number }, "by number")
            if report.isWhole { must(report.count == report.last, "a whole chain has each number once") }
            for line in report.words.split(separator: "\n") { mustBeShown(String(line)) }
        } catch {
            mustBeOurs(error, ["bundle."], longest: 512)
        }
    }
}
