/// How to talk to one device.
package struct DriverSettings: Hashable, Sendable {
    package var driver: DeviceDriver
    /// Bits per second. For `sdt` the first speed tried: the others follow when the reader does not answer.
    package var baud: Int
    /// For `line`, `ssi` and `keyboard`.
    package var scanner: ScannerSettings
    /// For `escpos`.
    package var printer: PrinterSettings

    package static let speeds = [9_600, 19_200, 38_400, 57_600, 115_200]

    package init(
        _ driver: DeviceDriver,
        baud: Int? = nil,
        scanner: ScannerSettings = ScannerSettings(),
        printer: PrinterSettings = PrinterSettings()
    ) {
        self.driver = driver
        self.baud = baud ?? driver.usualBaud
        self.scanner = scanner
        self.printer = printer
    }
}

/// What a scanner wraps around each code, and how its bytes become text.
package struct ScannerSettings: Hashable, Sendable {
    /// What ends a code on the line.
    package enum Ending: String, CaseIterable, Codable, Sendable {
        /// CR, LF or CR LF.
        case auto
        case cr
        case lf
        case crlf
        case tab
        /// Nothing: a silence of `silenceMilliseconds` ends it.
        case none
        /// `03`, one byte of length, the data: GM65-class modules with their protocol output on.
        case lengthPrefixed = "length-prefixed"
    }

    /// How bytes that are no ASCII and came without an ECI become text.
    package enum Encoding: String, CaseIterable, Codable, Sendable {
        /// UTF-8 if every character is plausible on a plate or a part, else GB18030, else nothing.
        case auto
        case utf8 = "utf-8"
        case gb18030
        case big5
        case latin1 = "iso-8859-1"
    }

    /// Which set of host commands the scanner takes: trigger, beep, enable. Sent only where this is set.
    package enum Commands: String, CaseIterable, Codable, Sendable {
        case none
        case honeywell
        case newland
        case datalogic
        case gm65
        case weiguang
    }

    /// The table of one-character code ids before the data, where AIM identifiers are off.
    package enum CodeIDs: String, CaseIterable, Codable, Sendable {
        case none
        case honeywell
    }

    package var ending = Ending.auto
    /// With `Ending.none` only: 50–2000.
    package var silenceMilliseconds = 200
    /// STX before and ETX (EOT) after the data are taken off.
    package var stripSTX = false
    /// Each code begins with its AIM identifier. Without it one is taken off only where nothing else fits.
    package var aim = false
    package var codeIDs = CodeIDs.none
    package var encoding = Encoding.auto
    package var commands = Commands.none

    package init() {}
}

/// The paper and the characters of a receipt printer.
package struct PrinterSettings: Hashable, Sendable {
    /// How text that the printer has a font for is sent; text it has none for always goes as an image.
    package enum Text: String, CaseIterable, Codable, Sendable {
        /// GB18030 in the printer's Chinese mode: fast at low speeds.
        case gb18030
        /// Everything as an image: no code page can be wrong.
        case raster
    }

    /// Dots a line: 384 on 58 mm paper, 576 on 80 mm.
    package var dots = 576
    /// Half-width characters a line in the printer's own font: 32 on 58 mm paper, 48 on 80 mm.
    package var columns = 48
    package var text = Text.raster
    package var cuts = true
    /// Whether it answers DLE EOT. Many cheap ones do not: then paper and cover are unknown.
    package var answersStatus = true

    package init() {}
}
