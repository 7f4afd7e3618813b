import Claims

/// The head of a script: `device KIND` and what follows as `set NAME VALUE`.
struct ScriptSetup {
    private(set) var device: SimulatorScript.Device
    private var chunk = LinePace.serial.chunk
    private var speed = LinePace.serial.speed

    var pace: LinePace { LinePace(chunk: chunk, speed: speed) }

    init(_ line: ScriptWords) throws(KioskError) {
        var words = line
        guard words.take("device") else { throw line.problem("a script begins with its device") }
        switch try words.word("the device") {
        case "id-card": device = .idCard(IDCardReaderSetup())
        case "scanner": device = .scanner(ScannerSetup())
        case "ssi": device = .ssi(SSISetup())
        case "printer": device = .printer(PrinterSetup())
        default: throw line.problem("the device is one of id-card, scanner, ssi, printer")
        }
        try words.end()
    }

    /// Whether the device has this step.
    func has(_ step: ScriptStep) -> Bool {
        switch (step, device) {
        case (.plug, _), (.unplug, _), (.line, _): true
        case (.tap, .idCard), (.lift, .idCard), (.answer, .idCard): true
        case (.scan, .scanner), (.scan, .ssi), (.scanner, .ssi), (.printer, .printer): true
        case (.tap, _), (.lift, _), (.answer, _), (.scan, _), (.scanner, _), (.printer, _): false
        }
    }

    /// - Parameter line: behind `set`.
    mutating func set(_ line: ScriptWords) throws(KioskError) {
        var words = line
        let name = try words.word("the name of the setting")
        switch name {
        case "chunk": chunk = try words.number(name, 1...4096)
        case "speed": speed = try words.number(name, 0...4_000_000)
        default:
            switch device {
            case .idCard(var setup):
                try Self.set(&setup, name, &words)
                device = .idCard(setup)
            case .scanner(var setup):
                try Self.set(&setup, name, &words)
                device = .scanner(setup)
            case .ssi(var setup):
                try Self.set(&setup, name, &words)
                device = .ssi(setup)
            case .printer(var setup):
                guard name == "answers" else { throw words.problem("a printer has no setting of that name") }
                setup.answers = try words.yesOrNo(name)
                device = .printer(setup)
            }
        }
        try words.end()
    }

    private static func set(
        _ setup: inout IDCardReaderSetup,
        _ name: String,
        _ words: inout ScriptWords
    ) throws(KioskError) {
        switch name {
        case "fingerprints":
            guard let size = IDCardReaderSetup.Fingerprints(rawValue: try words.number(name, 0...1024)) else {
                throw words.value("fingerprints are 0, 512 or 1024 bytes")
            }
            setup.fingerprints = size
        case "sam":
            guard setup.setSAM(try words.text(name)) else {
                throw words.value("a SAM number looks like 05.01-20101129-0001228293-0296863149")
            }
        case "appended":
            guard setup.append(address: try words.text(name)) else {
                throw words.value("at most 4 appended addresses, each of 1 to 35 characters")
            }
        case "find-again": setup.findsAgain = try words.yesOrNo(name)
        default: throw words.problem("an ID-card reader has no setting of that name")
        }
    }

    private static func set(
        _ setup: inout ScannerSetup,
        _ name: String,
        _ words: inout ScriptWords
    ) throws(KioskError) {
        switch name {
        case "ending": setup.ending = try words.choice(name, of: ScannerSetup.Ending.self)
        case "stx-etx": setup.hasSTX = try words.yesOrNo(name)
        case "aim": setup.hasAIM = try words.yesOrNo(name)
        case "eci": setup.hasECI = try words.yesOrNo(name)
        case "honeywell-id": setup.hasHoneywellID = try words.yesOrNo(name)
        case "encoding": setup.encoding = try words.choice(name, of: CodeEncoding.self)
        case "commands": setup.commands = try words.choice(name, of: ScannerSetup.Commands.self)
        case "trigger": setup.waitsForTrigger = try Self.isHost(&words)
        default: throw words.problem("a scanner has no setting of that name")
        }
    }

    private static func set(_ setup: inout SSISetup, _ name: String, _ words: inout ScriptWords) throws(KioskError) {
        switch name {
        case "packets": setup.sendsPackets = try words.yesOrNo(name)
        case "encoding": setup.encoding = try words.choice(name, of: CodeEncoding.self)
        case "patience": setup.patience = try words.duration(name)
        case "trigger": setup.waitsForTrigger = try Self.isHost(&words)
        default: throw words.problem("an SSI scanner has no setting of that name")
        }
    }

    private static func isHost(_ words: inout ScriptWords) throws(KioskError) -> Bool {
        if words.take("host") { return true }
        guard words.take("auto") else { throw words.problem("trigger is auto or host") }
        return false
    }
}
