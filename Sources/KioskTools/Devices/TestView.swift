package import WireAPI

/// How a test is shown while it runs and when it ends.
package struct TestView: Sendable {
    private let terminal: Terminal
    private let isJSON: Bool

    package init(terminal: Terminal, isJSON: Bool) {
        self.terminal = terminal
        self.isJSON = isJSON
    }

    package func exitCode(of line: ControlTestLine) -> Int32 {
        guard let problem = line.problem else { return ToolExit.done }
        return ToolExit.code(for: problem.error)
    }

    package func show(_ line: ControlTestLine) {
        if isJSON { return terminal.print(JSONText.line(line)) }
        if let progress = line.progress { return terminal.note("… \(Terminal.harmless(progress))") }
        for text in Self.lines(line) { terminal.print(Terminal.harmless(text)) }
    }

    static func lines(_ line: ControlTestLine) -> [String] {
        if let card = line.card {
            return [
                "card read in \(card.readMilliseconds) ms: \(card.kind)", "  name    \(card.name)",
                "  number  \(card.number)", "  valid   \(card.validity)",
            ]
        }
        if let scan = line.scan {
            var lines = ["code scanned, \(scan.length) characters", "  text       \(scan.text)"]
            if scan.isMasked { lines.append("             (digits hidden: they may be a person's)") }
            let kind = [scan.symbology, scan.identifier].compactMap(\.self).joined(separator: " ")
            if !kind.isEmpty { lines.append("  code       \(kind)") }
            lines.append("  characters \(scan.charset)")
            return lines
        }
        if let page = line.page {
            return ["test page printed, \(page.bytes) bytes", "  paper  \(page.paper)", "  cover  \(page.cover)"]
        }
        if let problem = line.problem { return ["! \(problem.message) [\(problem.code)]", "  → \(problem.remedy)"] }
        return []
    }
}
