import CentralServer
import CentralSync
import Claims
import NIOCore
import Outbox
import WireAPI

extension FuzzTarget {
    /// A batch and its answer. The first two bytes say how often the rest is repeated, so that the limits are met.
    static let claimBatch = FuzzTarget(name: "claim-batch", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        let times = Int(input.byte()) << 8 | Int(input.byte())
        let cuts = Cuts(&input)
        let pattern = input.all()
        let most = min(times, (BatchAnswer.maximum.bytes + 1_024) / max(1, pattern.count))
        let whole = most > 1 ? Array(repeatElement(pattern, count: most).joined()) : pattern
        // Small pieces of megabytes would test patience.
        let pieces = whole.count > 65_536 ? [ByteBuffer(bytes: whole)] : cuts.pieces(of: whole)
        let lines = lines(of: pieces)
        if pieces.count > 1 { must(lines == Self.lines(of: [ByteBuffer(bytes: whole)]), "the same lines however cut") }
        guard let lines else { return }
        must(lines.count <= BatchAnswer.maximum.lines, "a batch has at most its lines")
        let sum = lines.reduce(0) { $0 + $1.count }
        must(sum <= BatchAnswer.maximum.bytes, "a batch has at most its bytes")
        for line in lines.prefix(8) { check(line) }
        checkVerdict(whole, lines.count)
    }

    private static func lines(of pieces: [ByteBuffer]) -> [[UInt8]]? {
        var splitter = LineSplitter()
        do throws(KioskError) {
            var lines: [[UInt8]] = []
            for piece in pieces { lines += try splitter.add(piece) }
            return lines + (try splitter.end())
        } catch {
            mustBeOurs(error, ["request.too-large"], longest: 256)
            return nil
        }
    }

    private static func check(_ line: [UInt8]) {
        guard let answer = BatchAnswer(line) else { return }
        do {
            var written: [UInt8] = []
            try answer.write(to: &written)
            must(written.last == 0x0A && !written.dropLast().contains(0x0A), "an answer is one line")
            must(BatchAnswer(written) == answer, "an answer reads the same when written")
        } catch {
            must(false, "what was read can be written")
        }
    }

    /// The answer of a central to so many claims.
    private static func checkVerdict(_ body: [UInt8], _ count: Int) {
        guard let number = Sample.number, let claim = ClaimID(Sample.claimID) else { return }
        let entry = OutboxEntry(claimID: claim, number: number, attempts: 0, document: [])
        let batch = Array(repeatElement(entry, count: count))
        // The largest ones once only.
        for status in body.count > 65_536 ? [200] : [200, 400, 500, 503, 302] {
            let reply = CentralReply.answered(status: status, body: body)
            switch RelayDecision.verdict(on: reply, to: batch, signedBy: nil) {
            case .each(let actions):
                must(actions.count == count, "an action a claim")
                for action in actions { mustBeKept(action) }
            case .split(let problem):
                must(count != 1, "a single claim is not split")
                mustBeKept(problem)
            case .postponeAll(let problem): mustBeKept(problem)
            }
        }
    }
}
