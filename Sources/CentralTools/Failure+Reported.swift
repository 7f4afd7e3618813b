import Claims
import DaemonSupport

extension Failure {
    /// Does the work of a command that asks no central. The exit code: 0, or that of the error, told on stderr.
    static func reported(_ work: () throws(KioskError) -> Void) -> Int32 {
        do throws(KioskError) {
            try work()
            return 0
        } catch {
            return report(error, program: "kiosk-central")
        }
    }
}
