import DaemonSupport
import Testing

struct VisibleTextTests {
    @Test func `what would drive a terminal, turn text round or hide it shows as its number`() {
        let hostile = "a\u{1B}[2K\rb\u{7}\u{9B}1A\u{202E}c\u{2028}\u{FEFF}\u{7F}\0"
        #expect(
            VisibleText.of(hostile) == #"a\u001b[2K\u000db\u0007\u009b1A\u202ec\u2028\ufeff\u007f\u0000"#
        )
    }

    @Test func `lines, columns and all three languages stay as they are`() {
        let text = "拉萨A00101\tབོད་ཡིག\nDQ01-000001, 100 %"
        #expect(VisibleText.of(text) == text)
    }
}
