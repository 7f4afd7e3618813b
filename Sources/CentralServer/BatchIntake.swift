import Claims
import HTTPSupport
import Hummingbird
import NIOCore
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Takes a batch of claims in: `POST /v1/claims`.
///
/// Lines are read and judged while the body still arrives, on all cores; nothing is stored before its end. Then the
/// batch is one transaction. A line that is refused hurts no other.
struct BatchIntake: Sendable {
    /// Lines that are judged in one go, so that handing them over costs little beside it.
    private static let portion = 8
    /// Batches in memory at once, 256 MiB at the very most.
    private static let atOnce = 64
    /// Of them, those of one kiosk: it sends two, and the answers to two before may have been lost.
    private static let ofOneKiosk = 4

    private let receiver: ClaimReceiver
    private let refusals: RefusalLog
    private let places = Places(Self.atOnce, ofOne: Self.ofOneKiosk)
    private let width = max(1, ProcessInfo.processInfo.activeProcessorCount)

    init(_ receiver: ClaimReceiver, refusals: RefusalLog) {
        self.receiver = receiver
        self.refusals = refusals
    }

    /// The body of the answer: one line for each line, in their order. A claim that is not `kiosk`'s is refused; nil in a
    /// rehearsal over plain HTTP, where nobody is asked.
    ///
    /// Throws `request.malformed` for a batch without lines, `request.too-large`, `request.too-slow`, `central.busy` and
    /// what the register throws; then nothing was stored.
    func answer(to body: RequestBody, from kiosk: KioskID?) async throws -> [UInt8] {
        guard places.take(for: kiosk) else {
            throw KioskError(
                .centralBusy,
                "the central has too many batches at once",
                remedy: "Nothing to do: kiosks send them again by themselves."
            )
        }
        defer { places.leave(by: kiosk) }
        let judged = try await judge(body, from: kiosk)
        if let kiosk, let foreign = judged.lazy.compactMap(\.refusal).first(where: { $0.code == .kioskNotYours }) {
            refusals.note(foreign, of: kiosk)
        }
        var output: [UInt8] = []
        for line in try await receiver.store(judged) { try line.write(to: &output) }
        return output
    }

    private func judge(_ body: RequestBody, from kiosk: KioskID?) async throws -> [ClaimReceiver.Judged] {
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        return try await withThrowingTaskGroup(of: (Int, [ClaimReceiver.Judged]).self) { group in
            var splitter = LineSplitter()
            var waiting: [[UInt8]] = []
            var portions: [[ClaimReceiver.Judged]] = []
            var running = 0
            func collect() async throws {
                guard let (index, judged) = try await group.next() else { return }
                portions[index] = judged
                running -= 1
            }
            func hand(atLeast count: Int) async throws {
                while waiting.count >= count, !waiting.isEmpty {
                    if running >= width { try await collect() }
                    let (index, lines) = (portions.count, Array(waiting.prefix(Self.portion)))
                    waiting.removeFirst(lines.count)
                    portions.append([])
                    running += 1
                    group.addTask { (index, lines.map { receiver.judge($0, from: kiosk) }) }
                }
            }
            for try await piece in body {
                guard ContinuousClock.now < deadline else { throw Self.tooSlow }
                waiting += try splitter.add(piece)
                try await hand(atLeast: Self.portion)
            }
            waiting += try splitter.end()
            try await hand(atLeast: 1)
            while running > 0 { try await collect() }
            let judged = portions.flatMap(\.self)
            guard !judged.isEmpty else {
                throw KioskError(.requestMalformed, "the batch has no line", remedy: "Send a claim a line.")
            }
            return judged
        }
    }

    private static let tooSlow = KioskError(
        .requestTooSlow,
        "the batch did not arrive within a minute",
        remedy: "Nothing was stored. Send fewer claims at once over a slow line."
    )
}

extension ClaimReceiver.Judged {
    fileprivate var refusal: KioskError? {
        if case .failure(let refused) = self { refused.error } else { nil }
    }
}
