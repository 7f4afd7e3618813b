import Bundles
import CentralSync
import Claims
import CrashPoints
import NIOCore
import NIOPosix
import Outbox
import QueueServer
import Sealing
import WireAPI

extension StoreQueueDesk {
    /// Bytes of an answer: some 300 a claim.
    private static let largestAnswer: Int64 = 256 << 20

    func importAnswer(
        _ file: AsyncThrowingStream<ByteBuffer, any Error>,
        by actor: QueueActor
    ) async throws -> ImportReport {
        let spool = try SpooledFile(in: stateDirectory, limit: Self.largestAnswer)
        for try await piece in file { try spool.write(piece.readableBytesView) }
        let path = spool.path
        let (kiosk, central, isRehearsal) = (store.kiosk, neighbours.trust().central, isRehearsal)
        let writtenAt = try await NIOThreadPool.singleton.runIfActive {
            try Self.verify(path, kiosk, central, isRehearsal: isRehearsal)
        }
        CrashPoint.answersVerified.pass()
        var report = ImportReport(answered: 0, known: 0, refused: 0)
        var reader = BundleReader([.answers], kiosk: kiosk)
        let again = try BundleFile(path)
        while let piece = try again.next() {
            var entries: [BundleEntry] = []
            try reader.take(piece) { entry, _ in
                if let entry { entries.append(entry) }
            }
            try await apply(entries, writtenAt: writtenAt, &report)
            CrashPoint.answersTaken.pass()
        }
        _ = try reader.finish()
        let detail = "\(report.answered) answered, \(report.known) known, \(report.refused) refused"
        try await store.audit(entry("queue.import-answer", actor, detail: detail))
        neighbours.retryNow()
        return report
    }

    /// Reads all of it, so that nothing is taken from a file that was changed anywhere. Gives when the central wrote it.
    private static func verify(
        _ path: String,
        _ kiosk: KioskID,
        _ central: VerificationKey?,
        isRehearsal: Bool
    ) throws -> Timestamp {
        var reader = BundleReader([.answers], kiosk: kiosk)
        try BundleFile.read(path) { piece in try reader.take(piece) { _, _ in } }
        let seal = try reader.finish()
        guard reader.header?.rehearsal == isRehearsal else {
            throw KioskError(
                .bundleWrongMode,
                isRehearsal ? "the answers are for a real kiosk" : "the answers are of a rehearsal",
                remedy: "Take the answers that this kiosk's own central wrote. Nothing was taken."
            )
        }
        guard isRehearsal || central != nil else {
            throw KioskError(
                .bundleWrongSignature,
                "this kiosk does not know its central's key yet",
                remedy: "Enrol the kiosk first: kioskctl enrol. Nothing was taken."
            )
        }
        try seal.check(central)
        guard let writtenAt = reader.header.flatMap({ Timestamp($0.createdAt) }) else {
            throw KioskError(
                .bundleMalformed,
                "the answers do not say when they were written",
                remedy: "Report this: the central wrote a file that it should not. Nothing was taken."
            )
        }
        return writtenAt
    }

    private func apply(
        _ entries: [BundleEntry],
        writtenAt: Timestamp,
        _ report: inout ImportReport
    ) async throws {
        var deliveries: [Delivery] = []
        var receipts: [ClaimStore.PhotoReceipt] = []
        var pages: [ChangePage] = []
        for entry in entries {
            switch entry {
            case .answer(let answer):
                deliveries += try await delivery(.answer(answer), to: answer.claimId, &report)
            case .refusal(let refusal):
                let line = BatchAnswer.refusal(claimId: refusal.claimId, refusal.error)
                deliveries += try await delivery(line, to: refusal.claimId, &report)
            case .changes(let page): pages.append(page)
            case .received(let arrival):
                receipts.append(
                    ClaimStore.PhotoReceipt(
                        name: arrival.sha256,
                        bytes: arrival.received,
                        isComplete: arrival.complete
                    )
                )
            case .claim, .photo, .link: break
            }
        }
        let known = try await store.settle(carried: deliveries, receipts, writtenAt: writtenAt, at: now())
        // By the network, since they were looked at.
        report.answered -= known
        report.known += known
        for page in pages { try await store.take(carried: page, at: now()) }
    }

    /// By the same rules as an answer from the network. A claim that was answered before keeps what it heard: an answer
    /// that was carried may be older, and later news come as changes.
    private func delivery(
        _ line: BatchAnswer,
        to text: String,
        _ report: inout ImportReport
    ) async throws -> [Delivery] {
        guard let id = ClaimID(text), let claim = try await store.claim(id: id) else {
            report.refused += 1
            return []
        }
        guard claim.answer == nil else {
            report.known += 1
            return []
        }
        switch RelayDecision.action(for: line, to: id, number: claim.number) {
        case .acknowledge(let answer):
            report.answered += 1
            return [Delivery(id, .answered(answer))]
        case .setAside(let problem):
            report.refused += 1
            return [Delivery(id, .setAside(problem))]
        case .postpone:
            report.refused += 1
            return []
        }
    }
}
