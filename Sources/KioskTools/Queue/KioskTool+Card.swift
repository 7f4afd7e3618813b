import Claims
import ControlSocket
import Glibc
import WireAPI

extension KioskTool {
    /// Corrects a claim's bank card. Asks for the number at the terminal, without showing what is typed: on the command
    /// line it would stand in the shell's history and in the list of processes. Nobody is asked for a claim that cannot be
    /// corrected.
    ///
    /// - Parameters:
    ///   - claim: the claim's id or its number.
    ///   - confirmUnusual: the card was looked at and shows the number so, however unusual.
    package func amendCard(of claim: String, reason: String, confirmUnusual: Bool) async -> Int32 {
        await guarded {
            try await requireAmendable(claim)
            var entry = AmendmentEntry(reason: reason)
            entry.bankCard = askForCard(confirmUnusual: confirmUnusual)
            return await amend(claim, entry)
        }
    }

    /// Throws `claim.unknown` and `claim.not-amendable`. The daemon judges again when the correction comes.
    private func requireAmendable(_ claim: String) async throws {
        let id = try await claimID(claim)
        for filter in [QueuePage.Filter.returned, .needsPerson] {
            var after: Int64? = 0
            while let place = after {
                let route = "/v1/supervisor/claims?filter=\(filter.rawValue)&after=\(place)&limit=500"
                let page = try await client.get(route, as: QueuePage.self)
                guard !page.claims.contains(where: { $0.claimId == id }) else { return }
                after = page.next
            }
        }
        throw KioskError(
            .claimNotAmendable,
            "\(claim) was neither sent back nor set aside, or it is corrected already",
            remedy:
                "Nothing was recorded. kioskctl queue list --filter returned, or needs-person, lists what can be corrected."
        )
    }

    private func askForCard(confirmUnusual: Bool) -> AmendmentEntry.Card {
        AmendmentEntry.Card(
            number: ask("card number: "),
            repeated: ask("once more: "),
            confirmUnusual: confirmUnusual ? true : nil
        )
    }

    private func ask(_ question: String) -> String {
        var usual = termios()
        let isTerminal = tcgetattr(STDIN_FILENO, &usual) == 0
        if isTerminal {
            var silent = usual
            silent.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
            terminal.note(question)
        }
        defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual) } }
        return readLine() ?? ""
    }
}
