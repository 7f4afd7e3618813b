/// What a device is taken for by itself, before anybody's bindings.
package struct Classification: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case matched(role: DeviceRole, settings: DriverSettings)
        case bridge
        /// A scanner that types.
        case keyboard
        case printer
        case unusable
        case foreign
        /// On USB, with a line, in no row.
        case unknown
        /// Not of a kind that is looked at.
        case ignored
    }

    package let kind: Kind
    package let why: DeviceWhy
    /// The line that decided.
    package let row: MatchRow?

    package init(of device: DetectedDevice, by table: MatchTable) {
        let row = device.bus == "usb" ? table.row(for: device) : nil
        self.row = row
        switch device.subsystem {
        case .tty where device.bus != "usb":
            (kind, why) = (
                .ignored,
                DeviceWhy(
                    .ignoredNotUSB,
                    "Not on USB: nothing tells what is connected to it. Set its path in the configuration to use it."
                )
            )
        case .input where !device.isKeyboard || device.bus != "usb":
            (kind, why) = (.ignored, DeviceWhy(.ignoredInput, "An input device that is no USB keyboard."))
        case .usbmisc where !device.node.hasPrefix("/dev/usb/lp"):
            (kind, why) = (.ignored, DeviceWhy(.ignoredNoLine, "A USB device node that is no printer."))
        case .tty, .input, .usbmisc, .usb:
            (kind, why) = row.map { Self.judge($0) } ?? Self.withoutRow(device)
        }
    }

    private static func judge(_ row: MatchRow) -> (Kind, DeviceWhy) {
        switch row.verdict {
        case .device(let role, let settings):
            return (
                .matched(role: role, settings: settings),
                DeviceWhy(
                    .activeMatch,
                    "\(row.name): a known device for the role \(role.rawValue), driver \(settings.driver.rawValue)."
                )
            )
        case .bridge:
            let hint = "Nothing is sent to it until it is bound: kioskctl devices bind."
            return (
                .bridge,
                DeviceWhy(.unassignedBridge, "\(row.name): a bare bridge chip; anything can be behind it. \(hint)")
            )
        case .keyboard:
            let hint = "Bind it, or set it to USB-COM mode with its set-up code and it is found by itself."
            return (.keyboard, DeviceWhy(.unassignedKeyboard, "\(row.name): a scanner that types. \(hint)"))
        case .printer:
            return (.printer, Self.printer(row.name))
        case .unusable(let mode):
            return (.unusable, DeviceWhy(mode.code, "\(row.name): \(mode.advice)"))
        case .foreign:
            return (.foreign, DeviceWhy(.foreign, "\(row.name): not a device of this kiosk. It is never opened."))
        }
    }

    private static func withoutRow(_ device: DetectedDevice) -> (Kind, DeviceWhy) {
        switch device.subsystem {
        case .tty:
            (
                .unknown,
                DeviceWhy(
                    .unknown,
                    "In no line of the match table. It is not opened; bind it if it belongs to the kiosk."
                )
            )
        case .input:
            (
                .ignored,
                DeviceWhy(.ignoredKeyboard, "A keyboard. If it is a scanner that types, bind it; else leave it.")
            )
        case .usbmisc:
            (.printer, printer("A USB printer"))
        case .usb:
            (.ignored, DeviceWhy(.ignoredWhole, "A USB device as a whole; its lines, if any, stand on their own."))
        }
    }

    private static func printer(_ name: String) -> DeviceWhy {
        DeviceWhy(
            .unassignedPrinter,
            "\(name): may be a receipt printer or an office printer. Bind it if it prints the receipts."
        )
    }
}

extension UnusableMode {
    var code: DeviceWhy.Code {
        switch self {
        case .snapi: .unusableSNAPI
        case .ibmPOS: .unusableIBMPOS
        case .hidPOS: .unusableHIDPOS
        case .sdtUSB: .unusableSDTUSB
        }
    }

    var advice: String {
        switch self {
        case .snapi: "in SNAPI mode, which has no serial line. Scan the set-up code for USB CDC (virtual COM)."
        case .ibmPOS: "in the mode for IBM tills. Scan the set-up code for USB-COM."
        case .hidPOS: "in HID-POS mode, which this kiosk does not read. Scan the set-up code for USB-COM."
        case .sdtUSB: "an ID-card reader on bare USB. Set it to serial mode, or use one with a serial port."
        }
    }
}
