import Claims
import WireAPI

/// What the queue's messages say, for people.
struct QueueWords {
    let terminal: Terminal

    init(_ terminal: Terminal) { self.terminal = terminal }

    func status(_ status: QueueStatus) -> String {
        var lines = ["\(status.kioskId): \(headline(status))"]
        for problem in [status.stopped, status.photosMissing].compactMap(\.self) {
            lines.append("  \(Terminal.harmless(problem.message)) [\(problem.code)]")
            lines.append("    → \(Terminal.harmless(problem.remedy))")
        }
        if let since = status.oldestWaitingSince, let age = status.oldestAgeSeconds {
            lines.append("  the oldest was recorded \(Self.age(age)) ago, at \(since)")
        }
        if let pause = status.paused {
            lines.append("  paused by \(Terminal.harmless(pause.by)) since \(pause.since): kioskctl queue resume")
        }
        lines.append("  the central: \(central(status))")
        if status.light != .green, let problem = status.lastProblem {
            lines.append("  the last problem: \(Terminal.harmless(problem.message)) [\(problem.code)]")
            lines.append("    → \(Terminal.harmless(problem.remedy))")
        }
        if status.needsPerson > 0 {
            lines.append(
                "  \(status.needsPerson) set aside, a person must look: kioskctl queue list --filter needs-person"
            )
        }
        if status.photosNeedPerson > 0 {
            let first = status.photoTrouble.map { ", the first of claim \($0.claimNumber)" } ?? ""
            lines.append("  \(counted(status.photosNeedPerson, "photo")) set aside, a person must look\(first)")
            if let problem = status.photoTrouble?.problem {
                lines.append("    \(Terminal.harmless(problem.message)) [\(problem.code)]")
                lines.append("    → \(Terminal.harmless(problem.remedy))")
            }
            lines.append("    kioskctl queue retry sends them once more; docs/queue.md says what else")
        }
        if status.returned > 0 {
            lines.append("  \(status.returned) came back for correction: kioskctl queue list --filter returned")
        }
        lines.append(
            "  at the central: \(status.accepted) accepted, \(status.inReview) in review, \(status.duplicate) in dispute"
        )
        let lost = status.lost == 0 ? "" : ", but for \(status.lost) that nobody has any more"
        lines.append("  confirmed up to number \(status.confirmedUpTo) of \(status.lastSequence)\(lost)")
        lines.append(
            "  space: \(Self.size(status.freeBytes)) free, enough for some \(counted(status.roomForClaims, "claim"))"
        )
        if status.clock == "set-back" {
            lines.append("  the clock was set back: set it right; this goes when the central's time agrees with it")
        }
        if let ends = status.certificateEnds { lines.append("  the kiosk's certificate ends on \(ends)") }
        return lines.joined(separator: "\n")
    }

    func list(_ page: QueuePage) -> String {
        guard !page.claims.isEmpty else { return "none" }
        var table = TextTable()
        for claim in page.claims {
            var notes =
                claim.problem.map {
                    ["\(Terminal.harmless($0.message)) [\($0.code)]", "→ \(Terminal.harmless($0.remedy))"]
                } ?? []
            if let reason = claim.reason { notes.append("reason: \(ReasonWords.of(reason))") }
            let who = [claim.maskedApplicant, claim.maskedPlate ?? ""].map(Terminal.harmless).joined(separator: " ")
            table.add(
                [claim.claimNumber, claim.recordedAt, claim.status, Self.tries(claim.attempts), who],
                notes: notes
            )
        }
        let more = page.next.map { ["more: --after \($0)"] } ?? []
        return (table.lines() + more).joined(separator: "\n")
    }

    func slip(_ slip: DaySlip) -> String {
        var lines = [
            "\(slip.kioskId) on \(slip.date): \(slip.recorded) recorded, \(slip.confirmed) confirmed by the central"
        ]
        if let first = slip.firstNumber, let last = slip.lastNumber { lines.append("  \(first) to \(last)") }
        lines.append("  together \(Fen(slip.amountFen)) yuan, without claims that were corrected")
        lines += slip.unconfirmed.map { "  not confirmed: \($0)" }
        if slip.needsPerson > 0 { lines.append("  \(slip.needsPerson) need a person") }
        lines.append("  the central's own count: \(slip.proof.map(Self.count) ?? "not heard yet")")
        return lines.joined(separator: "\n")
    }

    /// As the printed slip has it: the count alone would look as if claims were lost.
    private static func count(_ proof: DayProof) -> String {
        let missing = proof.missing.map { "\($0)" }.joined(separator: ", ")
        let accounted = proof.accounted ?? 0
        return "\(proof.count)" + (missing.isEmpty ? "" : "; missing: \(missing)")
            + (accounted > 0 ? "; \(accounted) more never came: their corrections stand for them" : "")
    }

    func audit(_ page: AuditPage) -> String {
        guard !page.lines.isEmpty else { return "none" }
        var table = TextTable()
        for line in page.lines {
            let what = [line.subject, line.detail].compactMap(\.self).map(Terminal.harmless).joined(separator: ", ")
            table.add([
                "\(line.number)", line.at, Terminal.harmless(line.actor), line.role, line.via, line.action, what,
            ])
        }
        let more = page.next.map { ["more: --after \($0)"] } ?? []
        return (table.lines() + more).joined(separator: "\n")
    }

    private func headline(_ status: QueueStatus) -> String {
        let unsent = status.waiting + status.needsPerson
        let photos = status.photosWaiting + status.photosNeedPerson
        let isSent = unsent == 0 && photos == 0
        if let stop = status.stopped {
            let isEnded = stop.code == KioskError.Code.programmeEnded.name
            let words = isEnded ? "The programme was ended here." : "Nothing can be recorded here now."
            return terminal.coloured(isSent ? words : "\(words) \(waiting(status))", .red)
        }
        switch status.light {
        case .green: return terminal.coloured("All is sent.", .green)
        case .amber where isSent:
            return terminal.coloured(
                status.paused == nil ? "The central has not confirmed all." : "Nothing waits; sending is paused.",
                .yellow
            )
        case .red where status.isRefused && isSent:
            return terminal.coloured("A person is needed. All was sent, but the central refuses this kiosk.", .red)
        case .amber, .red:
            let words = waiting(status)
            return status.light == .amber
                ? terminal.coloured(words, .yellow) : terminal.coloured("A person is needed. \(words)", .red)
        }
    }

    private func waiting(_ status: QueueStatus) -> String {
        "Waiting to be sent: \(counted(status.waiting, "claim")), \(counted(status.photosWaiting, "photo"))."
    }

    /// A claim that went out at once failed at no attempt.
    private static func tries(_ attempts: Int) -> String {
        switch attempts {
        case 0: ""
        case 1: "1 try"
        default: "\(attempts) tries"
        }
    }

    private func central(_ status: QueueStatus) -> String {
        switch status.central {
        case _ where status.isRefused: "refuses this kiosk"
        case "reachable": "answers"
        case "unreachable":
            "cannot be reached" + (status.nextAttemptAt.map { "; the next try is at \($0)" } ?? "")
        default: "was not asked yet"
        }
    }

    static func age(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) days"
        }
    }

    static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1_000_000: "\(bytes / 1_000) kB"
        case ..<1_000_000_000: "\(bytes / 1_000_000) MB"
        default: "\(bytes / 1_000_000_000) GB"
        }
    }
}
