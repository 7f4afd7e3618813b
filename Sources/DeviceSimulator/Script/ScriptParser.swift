package import Claims

/// Reads the script language, strictly: the first line that is not understood ends it, with its number.
package struct ScriptParser {
    /// Bytes of a script.
    package static let maximumSize = 1 << 20
    /// Steps with repetitions written out.
    static let maximumEntries = 100_000
    static let maximumDepth = 4

    /// A `repeat` whose `end` has not come.
    private struct Block {
        var line: Int
        var count: Int
        var entries: [SimulatorScript.Entry] = []
    }

    private var setup: ScriptSetup?
    private var blocks: [Block] = []
    private var entries: [SimulatorScript.Entry] = []

    /// Throws `rehearsal.script.*` with the line.
    package static func script(_ text: String) throws(KioskError) -> SimulatorScript {
        guard text.utf8.count <= maximumSize else { throw tooLong("has more than \(maximumSize) bytes") }
        var parser = Self()
        // Swift takes CR LF for one character; each is the end of a line here.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() { try parser.read(ScriptWords(line, line: index + 1)) }
        return try parser.finished()
    }

    /// One step on its own, as the control interface takes it: without times, `repeat` and what belongs to the head.
    package static func step(_ text: String) throws(KioskError) -> ScriptStep {
        let entries = try ScriptSteps.entries(ScriptWords(text, line: 1))
        guard entries.count == 1, case .step(let step) = entries[0].action else {
            throw try ScriptWords("", line: 1).problem("only a single step without a time can be done here")
        }
        return step
    }

    private mutating func read(_ line: ScriptWords) throws(KioskError) {
        var words = line
        guard !words.isEmpty else { return }
        guard let setup else {
            self.setup = try ScriptSetup(words)
            return
        }
        if words.take("set") {
            guard entries.isEmpty, blocks.isEmpty else { throw line.problem("set comes before the first step") }
            try self.setup?.set(words)
        } else if words.take("repeat") {
            guard blocks.count < Self.maximumDepth else { throw line.problem("repeat is nested too deeply") }
            blocks.append(Block(line: line.line, count: try words.number("the number of repetitions", 1...100_000)))
            try words.end()
        } else if words.take("end") {
            try words.end()
            guard let block = blocks.popLast() else { throw line.problem("end without a repeat") }
            guard block.entries.count * block.count <= Self.maximumEntries else { throw Self.tooLong(steps) }
            try add(Array(repeatElement(block.entries, count: block.count).joined()))
        } else {
            if words.peek == "at", !blocks.isEmpty { throw line.problem("at cannot stand in a repeat; use wait") }
            let found = try ScriptSteps.entries(words)
            for case .step(let step) in found.map(\.action) where !setup.has(step) {
                throw KioskError(
                    .scriptWrongDevice,
                    "Line \(line.line) of the script: this device does not have this step",
                    remedy: "See the table of steps in docs/kiosk-sim.md for the device that has it"
                )
            }
            try add(found)
        }
    }

    private let steps = "has more than \(Self.maximumEntries) steps"

    private mutating func add(_ new: [SimulatorScript.Entry]) throws(KioskError) {
        if blocks.isEmpty { entries += new } else { blocks[blocks.count - 1].entries += new }
        guard entries.count <= Self.maximumEntries else { throw Self.tooLong(steps) }
    }

    private func finished() throws(KioskError) -> SimulatorScript {
        if let open = blocks.last { throw try ScriptWords("", line: open.line).problem("the end of repeat is missing") }
        guard let setup else { throw try ScriptWords("", line: 1).problem("a script begins with its device") }
        return SimulatorScript(device: setup.device, pace: setup.pace, entries: entries)
    }

    private static func tooLong(_ what: String) -> KioskError {
        KioskError(.scriptTooLong, "The script \(what)", remedy: "Make it shorter, or two of it")
    }
}
