import ArgumentParser
import DeviceSimulator

struct IDCardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "id-card",
        abstract: "Plays an ID-card reader with the cards of made-up people."
    )

    @OptionGroup var options: DeviceOptions

    func run() async throws {
        try await Edge.run {
            let reader = SimulatedIDCardReader(link: options.link, pace: options.pace)
            try await SimulatorProgram.run(reader, link: options.link, control: options.control)
        }
    }
}

struct ScannerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "scanner", abstract: "Plays a barcode scanner.")

    @OptionGroup var options: DeviceOptions

    @Option(help: "What follows each scan, or comes before it.")
    var terminator: ScannerSetup.Ending = .crlf

    func run() async throws {
        try await Edge.run {
            let scanner = SimulatedScanner(link: options.link, terminator: terminator, pace: options.pace)
            try await SimulatorProgram.run(scanner, link: options.link, control: options.control)
        }
    }
}

struct PrinterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "printer", abstract: "Plays a receipt printer.")

    @OptionGroup var options: DeviceOptions

    func run() async throws {
        try await Edge.run {
            let printer = SimulatedPrinter(link: options.link, pace: options.pace)
            try await SimulatorProgram.run(printer, link: options.link, control: options.control)
        }
    }
}

extension ScannerSetup.Ending: ExpressibleByArgument {}
