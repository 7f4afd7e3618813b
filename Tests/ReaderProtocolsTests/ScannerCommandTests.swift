import Devices
import ReaderProtocols
import Testing

struct ScannerCommandTests {
    @Test(
        arguments: [
            (.honeywell, .trigger, "16 54 0D"),
            (.honeywell, .stop, "16 55 0D"),
            (.honeywell, .beepGood, "16 07 0D"),
            (.honeywell, .identify, "16 4D 0D 52 45 56 49 4E 46 2E"),
            (.newland, .trigger, "7E 01 30 30 30 30 23 53 43 4E 54 52 47 31 3B 03"),
            (.newland, .stop, "7E 01 30 30 30 30 23 53 43 4E 54 52 47 30 3B 03"),
            (.datalogic, .enable, "45"),
            (.datalogic, .disable, "44"),
            (.datalogic, .beepGood, "42"),
            (.datalogic, .beepBad, "46"),
            (.datalogic, .identify, "69"),
            (.gm65, .trigger, "7E 00 08 01 00 02 01 AB CD"),
            (.weiguang, .enable, "55 AA 05 01 00 00 FB"),
            (.weiguang, .disable, "55 AA 05 01 00 01 FA"),
        ] as [(ScannerSettings.Commands, ScannerCommand, String)]
    )
    func `commands are the published bytes`(commands: ScannerSettings.Commands, command: ScannerCommand, hex: String) {
        #expect(command.bytes(for: commands) == Vectors.bytes(hex))
    }

    @Test func `what a set does not have is not made up, and without a set nothing is sent`() {
        #expect(ScannerCommand.allCases.allSatisfy { $0.bytes(for: .none) == nil })
        #expect(ScannerCommand.beepGood.bytes(for: .newland) == nil)
        #expect(ScannerCommand.trigger.bytes(for: .datalogic) == nil)
    }
}
