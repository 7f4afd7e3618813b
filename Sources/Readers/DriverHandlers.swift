import Devices
import ForgetfulIO
import NIOCore
import NIOPosix
import ReaderProtocols
import SerialPort

/// Adds the handlers of a device's driver to its channel.
struct DriverHandlers: Sendable {
    let report: DeviceReport
    let wish: CardWish
    let lastCard: LastCard
    let foundSpeed: FoundSpeed

    func add(to channel: any Channel, for binding: ReaderBinding, _ speedControl: LineSpeed) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ReceiveWiper())
        try pipeline.addHandler(LineTap(report: report))
        try pipeline.addHandler(FloodHandler(report: report, limits: report.limits))
        let settings = binding.settings
        switch settings.driver {
        case .sdt:
            let speeds = LineSpeeds(configured: settings.baud, found: foundSpeed) { baud, eventLoop in
                NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) { try speedControl.set(baud: baud) }
            }
            try pipeline.addHandler(
                CardReaderHandler(report: report, wish: wish, lastCard: lastCard, speeds: speeds)
            )
        case .line: try pipeline.addHandler(ScannerHandler(report: report, settings: settings.scanner))
        case .ssi: try pipeline.addHandler(SSIHandler(report: report, settings: settings.scanner))
        case .keyboard: try pipeline.addHandler(KeyboardHandler(report: report, settings: settings.scanner))
        case .escpos:
            var limits = PrintJob.Limits()
            // Ten bits a byte. On USB it only lengthens the longest wait.
            limits.bytesPerSecond = settings.baud / 10
            let handler = PrinterHandler(settings: settings.printer, limits: limits) { [report] in
                report.set(printer: $0)
            }
            try pipeline.addHandler(handler)
        }
    }
}
