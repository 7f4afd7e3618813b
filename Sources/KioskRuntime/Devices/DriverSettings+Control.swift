import Claims
import Devices
import WireAPI

extension DriverSettings {
    /// What a technician asked for; what he left out is as `usual`, or as the driver has it without one.
    ///
    /// Throws `request.malformed` for words and numbers that the settings file would refuse, and `devices.unfit` when
    /// no driver is named and none is known.
    init(_ request: ControlBind, usually usual: DriverSettings?) throws(KioskError) {
        let named = try Self.word(request.driver, "driver", DeviceDriver.self)
        guard let driver = named ?? usual?.driver else {
            throw KioskError(
                .devicesUnfit,
                "nobody knows what is behind this device",
                remedy: "Name a driver: \(DeviceDriver.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        if let usual, usual.driver == driver { self = usual } else { self.init(driver) }
        if let baud = request.baud {
            guard Self.speeds.contains(baud) else { throw Self.malformed("baud", Self.speeds.map(String.init)) }
            self.baud = baud
        }
        scanner.ending = try Self.word(request.ending, "ending", ScannerSettings.Ending.self) ?? scanner.ending
        scanner.silenceMilliseconds =
            try Self.number(request.silenceMilliseconds, "silenceMilliseconds", 50...2_000)
            ?? scanner.silenceMilliseconds
        scanner.stripSTX = request.stripSTX ?? scanner.stripSTX
        scanner.aim = request.aim ?? scanner.aim
        scanner.codeIDs = try Self.word(request.codeIDs, "codeIDs", ScannerSettings.CodeIDs.self) ?? scanner.codeIDs
        scanner.encoding =
            try Self.word(request.encoding, "encoding", ScannerSettings.Encoding.self) ?? scanner.encoding
        scanner.commands =
            try Self.word(request.commands, "commands", ScannerSettings.Commands.self) ?? scanner.commands
        printer.dots = try Self.number(request.dots, "dots", 192...1_024) ?? printer.dots
        printer.columns = try Self.number(request.columns, "columns", 16...64) ?? printer.columns
        printer.text = try Self.word(request.text, "text", PrinterSettings.Text.self) ?? printer.text
        printer.cuts = request.cuts ?? printer.cuts
        printer.answersStatus = request.answersStatus ?? printer.answersStatus
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String?,
        _ field: String,
        _: Word.Type
    ) throws(KioskError) -> Word? {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw malformed(field, Word.allCases.map(\.rawValue)) }
        return word
    }

    private static func number(_ value: Int?, _ field: String, _ range: ClosedRange<Int>) throws(KioskError) -> Int? {
        guard let value else { return nil }
        guard range.contains(value) else { throw malformed(field, ["\(range.lowerBound)–\(range.upperBound)"]) }
        return value
    }

    private static func malformed(_ field: String, _ known: [String]) -> KioskError {
        KioskError(
            .requestMalformed,
            "\(field) is not one of \(known.joined(separator: ", "))",
            remedy: "See the keys of a device in the sample kiosk.yaml."
        )
    }
}
