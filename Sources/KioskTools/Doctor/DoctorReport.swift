/// The doctor's findings as people and programs read them.
package struct DoctorReport: Codable, Equatable, Sendable {
    package var findings: [DoctorFinding]
    package var problems: Int
    package var warnings: Int

    package init(_ findings: [DoctorFinding]) {
        self.findings = findings
        problems = findings.count { $0.level == .problem }
        warnings = findings.count { $0.level == .warning }
    }

    package var exitCode: Int32 { problems > 0 ? ToolExit.problem : ToolExit.done }

    /// What is wrong first; what is right in the last lines, a line each.
    package func text(on terminal: Terminal) -> String {
        var lines: [String] = []
        for level in [DoctorFinding.Level.problem, .warning, .unknown, .ok] {
            for finding in findings where finding.level == level {
                let mark =
                    switch level {
                    case .problem: terminal.coloured("✗", .red)
                    case .warning: terminal.coloured("!", .yellow)
                    case .unknown: terminal.coloured("?", .dim)
                    case .ok: terminal.coloured("✓", .green)
                    }
                let code = level == .ok ? "" : " [\(finding.code)]"
                lines.append("\(mark) \(Terminal.harmless(finding.seen))\(code)")
                if let remedy = finding.remedy { lines.append("  → \(Terminal.harmless(remedy))") }
            }
        }
        lines.append("")
        lines.append(
            problems + warnings == 0
                ? "Nothing is wrong."
                : "\(problems) \(problems == 1 ? "problem" : "problems"), \(warnings) \(warnings == 1 ? "warning" : "warnings")."
        )
        return lines.joined(separator: "\n")
    }
}
