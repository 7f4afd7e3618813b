/// A script file, read: which device, how it is set up, and what happens to it when.
package struct SimulatorScript: Equatable, Sendable {
    package enum Device: Equatable, Sendable {
        case idCard(IDCardReaderSetup)
        case scanner(ScannerSetup)
        case ssi(SSISetup)
        case printer(PrinterSetup)
    }

    package struct Entry: Equatable, Sendable {
        package enum Action: Equatable, Sendable {
            /// From the end of what was before.
            case wait(Duration)
            /// From the start of the script; nothing when that is over.
            case until(Duration)
            case step(ScriptStep)
        }

        /// Counted from 1.
        package var line: Int
        package var action: Action
    }

    package var device: Device
    package var pace: LinePace
    /// With repetitions written out.
    package var entries: [Entry]

    /// The device of the script; it is not plugged in yet.
    ///
    /// - Parameter link: where it appears.
    package func makeDevice(link: String) -> any SimulatedDevice {
        switch device {
        case .idCard(let setup): SimulatedIDCardReader(link: link, setup: setup, pace: pace)
        case .scanner(let setup): SimulatedScanner(link: link, setup: setup, pace: pace)
        case .ssi(let setup): SimulatedSSIScanner(link: link, setup: setup, pace: pace)
        case .printer(let setup): SimulatedPrinter(link: link, setup: setup, pace: pace)
        }
    }
}
