package import WireAPI

/// The devices as people read them: a line each, and below it a plain sentence where something needs doing.
package struct DeviceListing: Sendable {
    private let devices: ControlDevices
    private let terminal: Terminal

    package init(_ devices: ControlDevices, on terminal: Terminal) {
        self.devices = devices
        self.terminal = terminal
    }

    /// Whether something needs a person: then `devices list` still ends with 0, because it did what it was asked.
    package var needsSomebody: Bool {
        devices.devices.contains { !advice(for: $0).isEmpty } || !devices.missing.isEmpty
    }

    package var text: String {
        var lines: [String] = []
        if !devices.devices.isEmpty || !devices.missing.isEmpty {
            var table = TextTable()
            table.add(["DEVICE", "WHAT", "ROLE", "STATE", "HEALTH"])
            for device in devices.devices {
                table.add(
                    [
                        shown(device.node), shown(what(device)), shown(device.assignment.role ?? "–"),
                        device.assignment.state.rawValue, shown(health(device)),
                    ],
                    notes: notes(device)
                )
            }
            for missing in devices.missing {
                table.add(
                    [shown(missing.device), "not plugged in", shown(missing.role), "missing", "–"],
                    notes: advice([missing.problem.message, missing.problem.remedy])
                )
            }
            lines = table.lines(style)
        } else {
            lines = ["No device is plugged in that could be a reader, a scanner or a printer."]
        }
        if devices.discovery.isOn, !devices.discovery.hasUdev {
            lines += [
                "", terminal.coloured("! udev does not run here: devices are looked for every five seconds.", .yellow),
                "  → start systemd-udevd; kioskctl doctor looks further",
            ]
        }
        return lines.joined(separator: "\n")
    }

    private func style(_ column: Int, _ row: Int, _ cell: String) -> String {
        guard row > 0 else { return terminal.coloured(cell, .bold) }
        switch (column, cell) {
        case (3, "active"), (4, "ready"): return terminal.coloured(cell, .green)
        case (3, "standby"), (3, "foreign"), (3, "unknown"), (3, "ignored"): return terminal.coloured(cell, .dim)
        case (3, "conflict"), (3, "missing"), (4, "silent"), (4, "faulty"): return terminal.coloured(cell, .red)
        case (3, "unassigned"), (3, "unusable"), (3, "moved"), (4, "unavailable"):
            return terminal.coloured(cell, .yellow)
        default: return cell
        }
    }

    private func what(_ device: ControlDevice) -> String {
        let numbers = device.vendorId.flatMap { vendor in device.productId.map { "\(vendor):\($0)" } }
        let name = device.takenFor.name ?? device.model ?? device.kernelDriver ?? device.takenFor.kind.rawValue
        return [name.replacing("_", with: " "), numbers.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
    }

    private func health(_ device: ControlDevice) -> String {
        guard let health = device.health else { return "–" }
        return health.state
    }

    private func notes(_ device: ControlDevice) -> [String] {
        var facts: [String] = []
        if let driver = device.assignment.driver {
            facts.append("driver \(driver)" + (device.health?.baud.map { " at \($0) baud" } ?? ""))
        }
        if let by = device.assignment.boundBy { facts.append("bound by \(by.rawValue)") }
        if let module = device.health?.module { facts.append("module \(module)") }
        if let serial = device.serial { facts.append("serial \(serial)") }
        if let health = device.health {
            facts.append("\(health.reads) reads" + (health.lastGoodRead.map { ", last \($0)" } ?? ""))
            if health.damaged + health.discarded > 0 {
                facts.append("\(health.damaged) damaged, \(health.discarded) discarded")
            }
            if health.reconnects > 0 { facts.append("reconnected \(health.reconnects) times") }
        }
        var notes = facts.isEmpty ? [] : [terminal.coloured(shown(facts.joined(separator: ", ")), .dim)]
        // What is plainly not ours needs no explanation for each of its lines; --json has it.
        if ![.active, .foreign, .ignored].contains(device.assignment.state) {
            notes.append(shown(device.assignment.explanation))
        }
        return notes + advice(advice(for: device))
    }

    private func advice(_ sentences: [String]) -> [String] {
        guard let first = sentences.first else { return [] }
        return [terminal.coloured("! \(shown(first))", .yellow)] + sentences.dropFirst().map { "→ \(shown($0))" }
    }

    /// What is wrong, then what to do about it. Empty where nothing needs doing.
    private func advice(for device: ControlDevice) -> [String] {
        if let problem = device.health?.problem {
            let holder = device.holder.map { " It is held by \($0.program) (process \($0.pid))." } ?? ""
            return [sentence(problem.message) + holder, sentence(problem.remedy)]
        }
        let bind = "kioskctl devices bind \(device.node) --role ROLE"
        switch device.assignment.state {
        case .active, .standby, .foreign, .unknown, .ignored: return []
        case .unassigned where device.takenFor.kind == .bridge:
            return [
                "Anything can be behind this adapter; it is sent nothing until you say what.",
                "\(bind) --driver DRIVER",
            ]
        case .unassigned: return ["It has no role yet.", bind]
        case .unusable: return ["It is of no use in this mode.", sentence(device.takenFor.explanation)]
        case .conflict: return ["It cannot be told from another device that is plugged in, so neither is used.", bind]
        case .moved: return ["It is not where it was bound.", "if it is the right one: \(bind)"]
        }
    }

    private func sentence(_ text: String) -> String {
        let capital = text.prefix(1).uppercased() + text.dropFirst()
        return capital.hasSuffix(".") ? capital : capital + "."
    }

    private func shown(_ text: String) -> String { Terminal.harmless(text) }
}
