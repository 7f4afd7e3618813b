import ClaimRegister
import Claims
import CrashPoints
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
    /// Batches in memory at once, 256 MiB at the very most; a kiosk has two.
    private static let atOnce = 64

    private typealias Judged = Result<Submission, Refused>

    private struct Refused: Error {
        let claimID: String?
        let error: KioskError
    }

    private let intake: ClaimIntake
    private let register: any ClaimRegisterStore
    private let now: @Sendable () -> Timestamp
    private let places = Places(Self.atOnce)
    private let width = max(1, ProcessInfo.processInfo.activeProcessorCount)

    init(intake: ClaimIntake, register: any ClaimRegisterStore, now: @escaping @Sendable () -> Timestamp) {
        self.intake = intake
        self.register = register
        self.now = now
    }

    /// The body of the answer: one line for each line, in their order. A claim that is not `kiosk`'s is refused; nil in a
    /// rehearsal over plain HTTP, where nobody is asked.
    ///
    /// Throws `request.malformed` for a batch without lines, `request.too-large`, `request.too-slow`, `central.busy` and
    /// what the register throws; then nothing was stored.
    func answer(to body: RequestBody, from kiosk: KioskID?) async throws -> [UInt8] {
        guard places.take() else {
            throw KioskError(
                .centralBusy,
                "the central has too many batches at once",
                remedy: "Nothing to do: kiosks send them again by themselves."
            )
        }
        defer { places.leave() }
        let judged = try await judge(body, from: kiosk)
        let submissions = judged.compactMap { try? $0.get() }
        var outcomes = try await register.receive(submissions)[...]
        CrashPoint.claimReceived.pass()
        var output: [UInt8] = []
        for line in judged {
            switch line {
            case .failure(let refused):
                try Self.refusal(refused.claimID, refused.error).write(to: &output)
            case .success(let submission):
                guard let outcome = outcomes.popFirst() else { throw Self.lost }
                switch Self.answer(outcome, to: submission) {
                case .success(let answer): try BatchAnswer.answer(answer).write(to: &output)
                case .failure(let error): try Self.refusal(submission.claimID.text, error).write(to: &output)
                }
            }
        }
        return output
    }

    /// What a kiosk is told of one claim.
    static func answer(_ outcome: Outcome, to submission: Submission) -> Result<ClaimAnswer, KioskError> {
        switch outcome {
        case .answered(let answer): .success(ClaimAnswer(answer))
        case .contentDiffers:
            .failure(
                KioskError(
                    .claimContentDiffers,
                    "Claim \(submission.claimID) is stored here with another content.",
                    remedy: "Nothing was changed. Call support: two different claims carry one id."
                )
            )
        case .numberTaken:
            .failure(
                KioskError(
                    .claimNumberTaken,
                    "Number \(submission.number) belongs to another claim.",
                    remedy:
                        "Nothing was changed. Call support: was a copy of the kiosk's store put in place of the store?"
                )
            )
        case .notAmendable(let problem): .failure(Self.notAmendable(submission.number, problem))
        }
    }

    private static func notAmendable(_ number: ClaimNumber, _ problem: AmendmentProblem) -> KioskError {
        let why =
            switch problem {
            case .ended(let conclusion): "that one is \(conclusion.rawValue) already"
            case .amended(let other): "that one was corrected by \(other) before"
            case .unrelated: "that one is of another kiosk, programme, person or vehicle, or was recorded later"
            }
        return KioskError(
            .claimNotAmendable,
            "Claim \(number) cannot take the place of the claim that it corrects: \(why).",
            remedy: "Nothing was changed. Ask the central's operator what is to become of it."
        )
    }

    private static let lost = KioskError(.internalFault, "a claim without outcome", remedy: "Report this.")

    private static func refusal(_ id: String?, _ error: KioskError) -> BatchAnswer {
        var detail = ErrorBody(error).error
        // What a kiosk keeps of it; a batch of the longest ones stays readable.
        detail.message = String(detail.message.prefix(500))
        return .refusal(claimId: id, detail)
    }

    private func judge(_ body: RequestBody, from kiosk: KioskID?) async throws -> [Judged] {
        let deadline = ContinuousClock.now.advanced(by: .seconds(60))
        return try await withThrowingTaskGroup(of: (Int, [Judged]).self) { group in
            var splitter = LineSplitter()
            var waiting: [[UInt8]] = []
            var portions: [[Judged]] = []
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
                    group.addTask { (index, lines.map { judgeLine($0, from: kiosk) }) }
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

    private func judgeLine(_ line: [UInt8], from kiosk: KioskID?) -> Judged {
        do throws(KioskError) {
            guard line.count <= BatchAnswer.maximum.line else {
                throw KioskError(
                    .requestTooLarge,
                    "the claim has more than \(BatchAnswer.maximum.line) bytes",
                    remedy: "The kiosk keeps the claim. Call support."
                )
            }
            let submission = try intake.submission(line, for: nil, at: now())
            if let kiosk, submission.number.kiosk != kiosk { throw .notYours(submission.number.kiosk, peer: kiosk) }
            return .success(submission)
        } catch {
            return .failure(Refused(claimID: Self.claimID(in: line), error: error))
        }
    }

    private static let tooSlow = KioskError(
        .requestTooSlow,
        "the batch did not arrive within a minute",
        remedy: "Nothing was stored. Send fewer claims at once over a slow line."
    )

    /// Of a line that was refused; nil where none can be read.
    static func claimID(in line: [UInt8]) -> String? {
        struct Named: Decodable {
            let claimId: String
        }
        guard line.count <= BatchAnswer.maximum.line, let node = try? JSONNode(parsing: line),
            let named = try? JSONNodeDecoder.decode(Named.self, from: node)
        else { return nil }
        return ClaimID(named.claimId)?.text
    }
}
