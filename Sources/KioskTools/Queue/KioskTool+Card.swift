import Glibc
package import WireAPI

extension KioskTool {
    /// Asks at the terminal, without showing what is typed. A number on the command line would stand in the shell's
    /// history and in the list of processes.
    ///
    /// - Parameter confirmUnusual: the card was looked at and shows the number so, however unusual.
    package func askForCard(confirmUnusual: Bool) -> AmendmentEntry.Card {
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
