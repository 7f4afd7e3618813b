import Claims

/// The statements of a script that make something happen.
enum ScriptSteps {
    /// What a line means: one step, or a few. An empty line is not understood.
    static func entries(_ line: ScriptWords) throws(KioskError) -> [SimulatorScript.Entry] {
        var words = line
        var actions: [SimulatorScript.Entry.Action] = []
        if words.take("at") {
            actions.append(.until(try words.duration("the time")))
        }
        actions += try statement(&words)
        try words.end()
        return actions.map { .init(line: line.line, action: $0) }
    }

    private static func statement(_ words: inout ScriptWords) throws(KioskError) -> [SimulatorScript.Entry.Action] {
        let name = try words.word("the step")
        switch name {
        case "wait": return [.wait(try words.duration("the time"))]
        case "silence":
            if words.take("on") { return [.step(.line(.silence(true)))] }
            if words.take("off") { return [.step(.line(.silence(false)))] }
            let time = try words.duration("the time")
            return [.step(.line(.silence(true))), .wait(time), .step(.line(.silence(false)))]
        default: return [.step(try step(name, &words))]
        }
    }

    private static func step(_ name: String, _ words: inout ScriptWords) throws(KioskError) -> ScriptStep {
        switch name {
        case "plug": return .plug
        case "unplug":
            guard words.take("at") else { return .unplug }
            try expect("byte", &words)
            return .line(.unplugAfter(try words.number("the number of bytes", 1...1_000_000)))
        case "noise":
            let count = try words.number("the number of bytes", 1...4_096)
            try expect("bytes", &words)
            return .line(.noise(count))
        case "dribble":
            if words.take("off") { return .line(.pace(nil)) }
            let count = try words.number("the number of bytes", 1...4_096)
            if !words.take("byte") { try expect("bytes", &words) }
            try expect("every", &words)
            return .line(.pace(LinePace(chunk: count, every: try words.duration("the time"))))
        case "wrong-sum":
            try expect("next", &words)
            return .line(.wrongSums(try words.number("the number of messages", 1...10_000)))
        case "speed-mismatch":
            if words.take("off") { return .line(.speed(nil)) }
            return .line(.speed(try words.number("the speed", 1_200...921_600)))
        case "tap":
            let person = try words.word("the person")
            guard RehearsalCast.person(person) != nil else { throw words.value("there is no such person in the cast") }
            return .tap(person)
        case "lift": return .lift
        case "answer": return try answer(&words)
        case "scan":
            let text = try words.text("the code's text")
            guard words.take("as") else { return .scan(text, .qr) }
            return .scan(text, try words.choice("the symbology", of: Symbology.self))
        case "lose-ack":
            try expect("next", &words)
            return .scanner(.loseAcks(try words.number("the number of acknowledgements", 1...10_000)))
        case "paper", "cover", "cutter", "tear": return .printer(try printer(name, &words))
        default: throw words.problem("there is no step of that name")
        }
    }

    /// `answer 60`, `answer 41 next 2`, `answer normally`.
    private static func answer(_ words: inout ScriptWords) throws(KioskError) -> ScriptStep {
        if words.take("normally") { return .answer(nil, count: nil) }
        let text = try words.word("the status")
        guard text.utf8.count == 2, let status = UInt8(text, radix: 16) else {
            throw words.problem("a status is two hexadecimal digits, as 60")
        }
        guard words.take("next") else { return .answer(status, count: nil) }
        return .answer(status, count: try words.number("the number of answers", 1...10_000))
    }

    private static func printer(_ name: String, _ words: inout ScriptWords) throws(KioskError) -> PrinterChange {
        switch name {
        case "paper":
            guard words.take("ends") else { return .paper(try words.choice("the paper", of: PrinterChange.Paper.self)) }
            try expect("after", &words)
            return .paperFor(items: try words.number("the number of items", 1...10_000))
        case "cover":
            if words.take("open") { return .cover(isOpen: true) }
            try expect("closed", &words)
            return .cover(isOpen: false)
        case "cutter":
            if words.take("jammed") { return .cutter(isJammed: true) }
            try expect("ok", &words)
            return .cutter(isJammed: false)
        default: return .tear
        }
    }

    private static func expect(_ word: String, _ words: inout ScriptWords) throws(KioskError) {
        guard words.take(word) else { throw words.problem("\"\(word)\" is missing") }
    }
}
