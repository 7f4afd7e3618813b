import Testing

@testable import KioskTools

struct TerminalTests {
    @Test func `the tool's own colours stay, all other control characters show`() {
        let terminal = Terminal(hasColours: true)
        let text = terminal.coloured("NOT whole", .red) + "\u{1B}[1A\u{1B}[8m"
        #expect(terminal.visible(text) == "\u{1B}[31mNOT whole\u{1B}[0m" + #"\u001b[1A\u001b[8m"#)
        #expect(Terminal(hasColours: false).visible("\u{1B}[31m") == #"\u001b[31m"#)
    }
}
