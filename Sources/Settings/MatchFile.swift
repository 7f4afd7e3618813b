package import Claims
package import Devices

/// Reads the match table, `share/devices/match.yaml`.
package enum MatchFile {
    /// Below the share folder.
    package static let name = "devices/match.yaml"

    /// Throws the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> MatchTable {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> MatchTable { try table(root.mapping(Keys.self)) }
}

extension MatchFile {
    private enum Keys: String, SettingsKey {
        case version, rows
    }

    private enum RowKeys: String, SettingsKey {
        case vendor, product, kernelDriver, manufacturer, model, serial, interface
        case `as`, role, driver, baud, ending, silence, stripSTX, aim, encoding, commands, mode
        case name, certainty, source
    }

    private enum Kind: String, CaseIterable {
        case device, bridge, keyboard, printer, unusable, foreign
    }

    /// The roles and drivers that a row may give: no row makes a keyboard a scanner.
    private enum RowDriver: String, CaseIterable {
        case sdt, line, ssi, escpos

        var driver: DeviceDriver {
            switch self {
            case .sdt: .sdt
            case .line: .line
            case .ssi: .ssi
            case .escpos: .escpos
            }
        }
    }

    private static func table(_ file: StrictMapping<Keys>) throws(KioskError) -> MatchTable {
        _ = try file.required(.version, .integer(in: 1...1))
        let rows = try file.required(.rows, .list(0...MatchTable.limit, of: .mapping(RowKeys.self, row)))
        do {
            return try MatchTable(rows.map(\.value))
        } catch {
            switch error {
            case .tie(let first, let second):
                throw rows[second].place.fault(
                    .configContradiction,
                    "fits devices that the row in line \(rows[first].place.line) fits, and neither is more specific",
                    remedy: "Keep one of the two, or give one of them a further condition."
                )
            case .tooLong:
                throw file.place(of: .rows).fault(
                    .configInvalidValue,
                    "more than \(MatchTable.limit) rows",
                    remedy: "Delete rows that no kiosk needs."
                )
            }
        }
    }

    private static func row(_ keys: StrictMapping<RowKeys>) throws(KioskError) -> MatchRow {
        let vendorID = try keys.required(.vendor, vendor)
        let productID = try keys.required(.product, product)
        var conditions = MatchRow.Conditions()
        conditions.kernelDriver = try keys.optional(.kernelDriver, .text(1...40))
        conditions.manufacturer = try keys.optional(.manufacturer, pattern)
        conditions.product = try keys.optional(.model, pattern)
        conditions.serial = try keys.optional(.serial, pattern)
        conditions.interface = try keys.optional(.interface, pattern)
        let verdict = try verdict(keys)
        let row = try MatchRow(
            vendorID: vendorID,
            productID: productID,
            conditions: conditions,
            name: keys.required(.name, .text(1...80)),
            verdict: verdict,
            source: keys.required(.source, .text(1...200)),
            certainty: keys.required(.certainty, .choice(MatchRow.Certainty.self))
        )
        guard let row else {
            throw keys.place(of: .driver).fault(
                .configContradiction,
                "this driver cannot serve the role of the row",
                remedy: "Write sdt for id-card, line or ssi for scanner and bank-card, escpos for printer."
            )
        }
        return row
    }

    private static func verdict(_ keys: StrictMapping<RowKeys>) throws(KioskError) -> MatchRow.Verdict {
        let kind = try keys.required(.as, .choice(Kind.self))
        if kind != .device {
            for key in [RowKeys.role, .driver, .baud, .ending, .silence, .stripSTX, .aim, .encoding, .commands] {
                try keys.refuse(key, "only rows with `as: device` have this key", remedy: "Delete it.")
            }
        }
        if kind != .unusable {
            try keys.refuse(.mode, "only rows with `as: unusable` have this key", remedy: "Delete it.")
        }
        return switch kind {
        case .device: try device(keys)
        case .bridge: .bridge
        case .keyboard: .keyboard
        case .printer: .printer
        case .unusable: .unusable(try keys.required(.mode, .choice(UnusableMode.self)))
        case .foreign: .foreign
        }
    }

    private static func device(_ keys: StrictMapping<RowKeys>) throws(KioskError) -> MatchRow.Verdict {
        let role = try keys.required(.role, .choice(Devices.DeviceRole.self))
        let driver = try keys.required(.driver, .choice(RowDriver.self)).driver
        if driver != .line, driver != .ssi {
            for key in [RowKeys.ending, .silence, .stripSTX, .aim, .encoding, .commands] {
                try keys.refuse(key, "only scanners have this key", remedy: "Delete it.")
            }
        }
        var scanner = ScannerSettings()
        if let ending = try keys.optional(.ending, .choice(ScannerSettings.Ending.self)) { scanner.ending = ending }
        if let silence = try keys.optional(.silence, .integer(in: 50...2_000, unit: "milliseconds")) {
            guard scanner.ending == .none else {
                throw keys.place(of: .silence).fault(
                    .configContradiction,
                    "a silence ends codes only with `ending: none`",
                    remedy: "Delete it, or write `ending: none`."
                )
            }
            scanner.silenceMilliseconds = silence
        }
        if let strip = try keys.optional(.stripSTX, .truth) { scanner.stripSTX = strip }
        if let aim = try keys.optional(.aim, .truth) { scanner.aim = aim }
        if let encoding = try keys.optional(.encoding, .choice(ScannerSettings.Encoding.self)) {
            scanner.encoding = encoding
        }
        if let commands = try keys.optional(.commands, .choice(ScannerSettings.Commands.self)) {
            scanner.commands = commands
        }
        let baud = try keys.optional(.baud, .integer(among: DriverSettings.speeds, unit: "bits per second"))
        return .device(role: role, settings: DriverSettings(driver, baud: baud, scanner: scanner))
    }

    private static var vendor: Reading<String> {
        .parsed("four hexadecimal digits in quotes, lower case, such as \"1eab\"") { text in
            ModelPattern(text)?.fixed == 4 && text == text.lowercased() ? text : nil
        }
    }

    private static var product: Reading<ModelPattern> {
        .parsed("four hexadecimal digits in quotes, `x` for any, or \"*\"") { ModelPattern($0) }
    }

    private static var pattern: Reading<TextPattern> {
        .parsed("a text of 1–\(TextPattern.lengthLimit) characters, `*` for anything") { TextPattern($0) }
    }
}
