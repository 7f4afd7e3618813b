package import Claims
import Glibc

/// How the tool ends.
///
/// | code | when |
/// | --- | --- |
/// | 0 | done, nothing wrong |
/// | 1 | a problem was found, or what was asked failed |
/// | 64 | the command line is wrong |
/// | 69 | the daemon cannot be reached |
/// | 77 | this user may not do it |
package enum ToolExit {
    package static let done: Int32 = 0
    package static let problem: Int32 = 1

    package static func code(for error: KioskError) -> Int32 {
        switch error.code {
        case .controlUnreachable: EX_UNAVAILABLE
        case .controlDenied, .readerDenied: EX_NOPERM
        default: problem
        }
    }

    /// Says what went wrong, on standard error, as two lines or with `json` as one object, and gives the exit code.
    package static func report(_ error: any Error, json: Bool, on terminal: Terminal) -> Int32 {
        let known =
            error as? KioskError
            ?? KioskError(
                .internalFault,
                "it failed for a reason that is not known: \(type(of: error))",
                remedy: "try again; if it stays, report it with the command line"
            )
        if json {
            terminal.note(JSONText.line(ErrorBody(known)))
        } else {
            terminal.note("kioskctl: \(Terminal.harmless(known.message)) [\(known.code)]")
            terminal.note("  → \(Terminal.harmless(known.remedy))")
        }
        return code(for: known)
    }
}
