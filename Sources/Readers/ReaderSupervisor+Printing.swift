package import Claims
import Devices
package import ReaderProtocols

extension ReaderSupervisor {
    /// Prints on the printer of the kiosk. Always comes back, with what became of the paper and the printer's path.
    ///
    /// Throws `devices.not-bound` when there is no printer, `printer.gone` while none is plugged in, and
    /// `printer.queue-full`.
    package func print(_ data: PrintData) async throws(KioskError) -> (outcome: PrintOutcome, path: String) {
        let printers = statuses.filter { $0.role == .printer }
        guard let status = printers.first(where: { report(of: $0.id)?.printer != nil }) ?? printers.first else {
            throw KioskError(
                .devicesNotBound,
                "this kiosk has no printer",
                remedy: "Plug one in and bind it with kioskctl devices bind."
            )
        }
        guard let printer = report(of: status.id)?.printer else {
            let problem = PrintOutcome.notPrinted(.gone, begun: false).problem(status.path)
            throw problem ?? KioskError(.printerGone, "\(status.path) is not there", remedy: "Plug the printer in.")
        }
        return (try await printer.print(data), status.path)
    }
}
