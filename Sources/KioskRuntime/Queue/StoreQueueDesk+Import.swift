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

    /// Where answers stand among all that the central said.
    private struct Origin: Sendable {
        /// By the central's clock.
        let writtenAt: Timestamp
        /// The cursor from which its first page of changes was asked for.
        let after: String?
    }

    func importAnswer(
        _ file: AsyncThrowingStream<ByteBuffer, any Error>,
        by actor: QueueActor
    ) async throws -> ImportReport {
        let spool = try SpooledFile(in: stateDirectory, limit: Self.largestAnswer)
        for try await piece in file { try spool.write(piece.readableBytesView) }
        let path = spool.path
        let (kiosk, central, isRehearsal) = (store.kiosk, neighbours.trust().central, isRehearsal)
        let origin = try await NIOThreadPool.singleton.runIfActive {
            try Self.verify(path, kiosk, central, isRehearsal: isRehearsal)
        }
        // Here, so that the audit log has no deed that is refused.
        try await store.checkRestoration(writtenAt: origin.writtenAt)
        CrashPoint.answersVerified.pass()
        let report = try await readAnswers(path, kiosk) { entries, report in
            _ = try await deliveries(of: entries, &report)
        }
        // The line first, with what will be taken: the rest is many small deeds.
        var detail = "\(report.answered) answered, \(report.known) known, \(report.refused) refused"
        if let unknown = report.unknown { detail += ", \(unknown) not here" }
        try await store.audit(entry("queue.import-answer", actor, detail: detail))
        let taken = try await readAnswers(path, kiosk) { entries, report in
            try await apply(entries, origin, &report)
            CrashPoint.answersTaken.pass()
        }
        neighbours.retryNow()
        return taken
    }

    /// `take` gets entries in their order.
    private func readAnswers(
        _ path: String,
        _ kiosk: KioskID,
        _ take: ([BundleEntry], inout ImportReport) async throws -> Void
    ) async throws -> ImportReport {
        var report = ImportReport(answered: 0, known: 0, refused: 0)
        var reader = BundleReader([.answers], kiosk: kiosk)
        let file = try BundleFile(path)
        while let piece = try file.next() {
            var entries: [BundleEntry] = []
            try reader.take(piece) { entry, _ in
                if let entry { entries.append(entry) }
            }
            try await take(entries, &report)
        }
        _ = try reader.finish()
        return report
    }

    /// Reads all of it, so that nothing is taken from a file that was changed anywhere. Gives when the central wrote it.
    private static func verify(
        _ path: String,
        _ kiosk: KioskID,
        _ central: VerificationKey?,
        isRehearsal: Bool
    ) throws -> Origin {
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
        return Origin(writtenAt: writtenAt, after: reader.header?.after)
    }

    private func apply(_ entries: [BundleEntry], _ origin: Origin, _ report: inout ImportReport) async throws {
        let deliveries = try await deliveries(of: entries, &report)
        let receipts = entries.compactMap { entry -> ClaimStore.PhotoReceipt? in
            guard case .received(let arrival) = entry else { return nil }
            return .init(name: arrival.sha256, bytes: arrival.received, isComplete: arrival.complete)
        }
        let known = try await store.settle(carried: deliveries, receipts, writtenAt: origin.writtenAt, at: now())
        // By the network, since they were looked at.
        report.answered -= known
        report.known += known
        for case .changes(let page) in entries {
            let (after, writtenAt) = (origin.after, origin.writtenAt)
            let waiting = try await store.take(carried: page, after: after, writtenAt: writtenAt, at: now())
            if let waiting { report.sentAgain = waiting }
        }
    }

    private func deliveries(of entries: [BundleEntry], _ report: inout ImportReport) async throws -> [Delivery] {
        var deliveries: [Delivery] = []
        for entry in entries {
            switch entry {
            case .answer(let answer):
                deliveries += try await delivery(.answer(answer), to: answer.claimId, &report)
            case .refusal(let refusal):
                let line = BatchAnswer.refusal(claimId: refusal.claimId, refusal.error)
                deliveries += try await delivery(line, to: refusal.claimId, &report)
            case .claim, .photo, .link, .received, .changes: break
            }
        }
        return deliveries
    }

    /// By the same rules as an answer from the network. A claim that was answered before keeps what it heard: an answer
    /// that was carried may be older, and later news come as changes.
    private func delivery(
        _ line: BatchAnswer,
        to text: String,
        _ report: inout ImportReport
    ) async throws -> [Delivery] {
        guard let id = ClaimID(text) else {
            report.refused += 1
            return []
        }
        guard let claim = try await store.claim(id: id) else {
            report.unknown = (report.unknown ?? 0) + 1
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
