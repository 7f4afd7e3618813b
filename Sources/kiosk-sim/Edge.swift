import ArgumentParser
import Claims
import Glibc

/// Where errors end: one line on standard error and exit code 1.
enum Edge {
    static func run(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            let known =
                error as? KioskError
                ?? KioskError(
                    .internalFault,
                    "An error that is not known: \(error)",
                    remedy: "Report it with the command line"
                )
            let line = known.description.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n"
            _ = Array(line.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            throw ExitCode.failure
        }
    }
}
