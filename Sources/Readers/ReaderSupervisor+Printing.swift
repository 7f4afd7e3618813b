package import Claims
package import Devices
package import ReaderProtocols

extension ReaderSupervisor {
    /// Prints on the printer of the kiosk. Always comes back, with what became of the paper and the printer's path.
    ///
    /// Throws `devices.not-bound` when there is no printer, `printer.gone` while none is plugged in, and
    /// `printer.queue-full`.
    package func print(_ data: PrintData) async throws(KioskError) -> (outcome: PrintOutcome, path: String) {
        let report = try printerReport
        let path = report.path
        guard let channel = report.channel else {
            let problem = PrintOutcome.notPrinted(.gone, begun: false).problem(path)
            throw problem ?? KioskError(.printerGone, "\(path) is not there", remedy: "Plug the printer in.")
        }
        return (try await PrinterLine(channel).print(data), path)
    }

    /// Of the kiosk's printer. Throws `devices.not-bound` when there is none.
    package var printerSettings: PrinterSettings {
        get throws(KioskError) { try printerReport.settings.printer }
    }

    private var printerReport: DeviceReport {
        get throws(KioskError) {
            let printers = statuses.filter { $0.role == .printer }.compactMap { report(of: $0.id) }
            guard let report = printers.first(where: { $0.channel != nil }) ?? printers.first else {
                throw KioskError(
                    .devicesNotBound,
                    "this kiosk has no printer",
                    remedy: "Plug one in and bind it with kioskctl devices bind."
                )
            }
            return report
        }
    }
}
