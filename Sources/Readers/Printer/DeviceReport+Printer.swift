import Claims
import ReaderProtocols

extension DeviceReport {
    /// What a printer says of itself. One that says nothing is taken to work: its outcome then is unknown too.
    func set(printer condition: PrinterCondition) {
        let path = path
        if let obstacle = condition.obstacle {
            set(.faulty, problem: PrintOutcome.notPrinted(obstacle, begun: false).problem(path))
        } else {
            set(.ready)
        }
        update { $0.notice = condition == .paperLow ? .paperLow(path) : nil }
    }
}

extension KioskError {
    fileprivate static func paperLow(_ path: String) -> KioskError {
        KioskError(.printerPaperLow, "\(path): the paper is nearly at its end", remedy: "Have a new roll at hand.")
    }
}
