import Claims
import DaemonSupport
import Sealing

/// Makes what the file of supervisors keeps of a PIN.
package enum PINCommand {
    /// Reads the PIN, one line on standard input, and prints its hash. The program's exit code: 0, or that of
    /// `config.invalid-value`, told on stderr.
    package static func run() -> Int32 {
        guard let line = readLine(strippingNewline: true), let hash = PINHash(pin: line) else {
            return Failure.report(
                KioskError(
                    .configInvalidValue,
                    "standard input has no PIN",
                    remedy: "Give one line of 4 to 12 digits."
                ),
                program: "kioskd"
            )
        }
        print(hash.text)
        return 0
    }
}
