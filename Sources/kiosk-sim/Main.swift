import ArgumentParser

@main
struct KioskSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-sim",
        abstract: "Plays the devices of a kiosk on pseudo-terminals, and a person at its counter. Rehearsal only.",
        subcommands: [
            IDCardCommand.self, ScannerCommand.self, PrinterCommand.self, PlayCommand.self, ClaimCommand.self,
        ]
    )
}
