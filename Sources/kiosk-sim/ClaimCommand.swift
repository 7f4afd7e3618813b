import ArgumentParser
import DeviceSimulator

struct ClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "Drives one claim through a kiosk until the central has accepted it; prints one JSON object."
    )

    @Option(help: "Address of the kiosk's local API, http://127.0.0.1:PORT.")
    var counter: String

    @Option(help: "Control socket of the simulated ID-card reader.")
    var idCard: String

    @Option(help: "Control socket of the simulated scanner.")
    var scanner: String

    @Option(help: "Whose card is laid on the reader.")
    var person: String = ClaimPlan().person

    @Option(help: "The plate that is scanned.")
    var plate: String = ClaimPlan().plate

    @Option(help: "The bank card's number; a made-up one.")
    var bankCard: String = ClaimPlan().bankCard

    @Option(help: "Nominal volts of the battery.")
    var volts: Int = ClaimPlan().volts

    @Option(help: "Seconds for the whole walk, 1 to 3600.")
    var timeout: Int = 60

    func validate() throws {
        guard counter.hasPrefix("http://") else { throw ValidationError("--counter is an http:// address.") }
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is 1 to 3600 seconds.") }
    }

    func run() async throws {
        var plan = ClaimPlan()
        plan.person = person
        plan.plate = plate
        plan.bankCard = bankCard
        plan.volts = volts
        plan.timeout = .seconds(timeout)
        try await Edge.run { [plan] in
            StandardOutput.write(
                line: try await ClaimProgram.run(counter: counter, idCard: idCard, scanner: scanner, plan: plan)
            )
        }
    }
}
