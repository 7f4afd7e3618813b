package import Claims
import Devices
import NIOCore
package import ReaderProtocols
import SerialPort

/// What a technician does with a device while the daemon has it.
extension ReaderSupervisor {
    /// Takes what the device reads away from the counter until the stream is dropped, and asks for a card if it is a
    /// reader of cards. The stream ends by itself when the counter wants a card, or the device is bound no more.
    ///
    /// Throws `devices.not-bound` when there is no such device, `devices.in-use` while the counter wants a card or
    /// another test runs.
    package func borrow(id: String) throws(KioskError) -> AsyncStream<ReaderEvent> {
        let report = try report(id)
        let (stream, continuation) = AsyncStream<ReaderEvent>.makeStream(bufferingPolicy: .bufferingNewest(64))
        guard let number = beginLoan(of: report, to: continuation) else { throw Self.inUse(report.path) }
        continuation.onTermination = { [weak self] _ in self?.endLoan(number) }
        continuation.yield(.status(report.current))
        return stream
    }

    /// Every byte from and to the device, until the stream is dropped. What was not fetched in time, 4096 pieces at
    /// most, is lost from the beginning. Throws `devices.not-bound`, and `devices.in-use` while somebody records.
    package func record(id: String) throws(KioskError) -> AsyncStream<LineRecord> {
        let report = try report(id)
        let (stream, continuation) = AsyncStream<LineRecord>.makeStream(bufferingPolicy: .bufferingNewest(4_096))
        if let other = report.record(to: continuation) {
            report.record(to: other)
            throw Self.inUse(report.path)
        }
        continuation.onTermination = { _ in report.record(to: nil) }
        return stream
    }

    /// Asks a scanner to do something. Always comes back, within ten seconds.
    ///
    /// Throws `devices.not-bound`, `devices.unfit` for what is no scanner on a line, and `reader.gone` while it is not
    /// plugged in.
    package func order(_ command: ScannerCommand, of id: String) async throws(KioskError) -> ScannerCommand.Outcome {
        let report = try report(id)
        switch report.settings.driver {
        case .line, .ssi: break
        case .sdt, .keyboard, .escpos:
            throw KioskError(
                .devicesUnfit,
                "a device with the driver \(report.settings.driver.rawValue) takes no orders",
                remedy: "Name a scanner with the driver line or ssi."
            )
        }
        guard let channel = report.channel else { throw SerialPort.gone(report.path) }
        let outcome = channel.eventLoop.makePromise(of: ScannerCommand.Outcome.self)
        channel.triggerUserOutboundEvent(ScannerOrder(command, outcome: outcome), promise: nil)
        do {
            return try await outcome.futureResult.get()
        } catch {
            throw SerialPort.gone(report.path)
        }
    }

    private func report(_ id: String) throws(KioskError) -> DeviceReport {
        guard let report = report(of: id) else {
            throw KioskError(
                .devicesNotBound,
                "no device with the name \(id) is at work here",
                remedy: "Look with kioskctl devices list; a device must be bound before the daemon opens it."
            )
        }
        return report
    }

    private static func inUse(_ path: String) -> KioskError {
        KioskError(
            .devicesInUse,
            "the device at \(path) is in use",
            remedy: "Wait until the counter is idle and no other test or recording runs, then try again."
        )
    }
}
