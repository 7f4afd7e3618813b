package import Claims
import Glibc

/// How a program that cannot run says so and ends.
package enum Failure {
    /// Prints `<program>: error <code>: <message>. Remedy: …` as one line on stderr and gives the exit code.
    package static func report(
        _ error: KioskError,
        program: String,
        descriptor: Int32 = STDERR_FILENO
    ) -> Int32 {
        say(line(for: error, program: program), descriptor)
        return exitCode(for: error.code)
    }

    /// Prints what people should know although nothing failed: `<program>: note: <words>` as one line on stderr.
    package static func tell(_ words: String, program: String) { say("\(program): note: \(words)", STDERR_FILENO) }

    private static func say(_ line: String, _ descriptor: Int32) {
        let bytes = Array((VisibleText.of(line) + "\n").utf8)
        while write(descriptor, bytes, bytes.count) < 0, errno == EINTR {}
    }

    /// Without line feed.
    package static func line(for error: KioskError, program: String) -> String {
        let why = error.cause.map { " (\($0))" } ?? ""
        let text = "\(program): error \(error.code): \(trimmed(error.message))\(why). Remedy: \(error.remedy)"
        return String(text.map { $0.isNewline ? " " : $0 }.prefix(2000))
    }

    /// sysexits.h: 78 settings and keys, 77 this user may not, 75 another one runs, 74 store and files, 69 a service that
    /// is missing, 65 a file that is not right (a registry, an extract of one, a bundle, a proof), 70 the rest. 1: the daemon
    /// refused what a command asked.
    /// 78 is what a unit names in `RestartPreventExitStatus`, because trying again cannot help.
    package static func exitCode(for code: KioskError.Code) -> Int32 {
        switch code {
        case .storeBusy, .alreadyRunning: return EX_TEMPFAIL
        case .requestMalformed: return EXIT_FAILURE
        case .controlDenied: return EX_NOPERM
        case .controlUnreachable, .controlAnswer: return EX_UNAVAILABLE
        default: break
        }
        switch code.name.prefix(while: { $0 != "." }) {
        case "config", "key", "pages", "sealing", "trust": return EX_CONFIG
        case "store": return EX_IOERR
        case "listen", "central": return EX_UNAVAILABLE
        case "bundle", "registry", "proof": return EX_DATAERR
        case "claim", "kiosk": return EXIT_FAILURE
        default: return EX_SOFTWARE
        }
    }

    private static func trimmed(_ message: String) -> Substring {
        message.last == "." ? message.dropLast() : message[...]
    }
}
