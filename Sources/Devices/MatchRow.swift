/// One line of the match table: what a device looks like, and what it is then taken for.
package struct MatchRow: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        /// The numbers prove what it is: it is given that role without a person's help. Never a keyboard.
        case device(role: DeviceRole, settings: DriverSettings)
        /// A chip that anything can hide behind.
        case bridge
        /// A scanner that types. A person binds it: to the kernel it is one keyboard among others.
        case keyboard
        /// The maker builds receipt printers, and other things: a person binds it.
        case printer
        /// Ours in kind, but in a mode that this kiosk cannot use.
        case unusable(UnusableMode)
        /// Something else: never opened.
        case foreign
    }

    /// Whether the source is one or more.
    package enum Certainty: String, CaseIterable, Codable, Sendable {
        case confirmed
        case singleSource = "single-source"
    }

    /// Four lower-case hexadecimal digits.
    package let vendorID: String
    package let productID: ModelPattern
    package let conditions: Conditions
    /// What it is, for people.
    package let name: String
    package let verdict: Verdict
    /// Where the line's facts come from.
    package let source: String
    package let certainty: Certainty

    /// What must hold besides the numbers. Nil: anything.
    package struct Conditions: Hashable, Sendable {
        /// Exactly the kernel's name.
        package var kernelDriver: String?
        /// As `DetectedDevice.vendor`, `model` and so on.
        package var manufacturer: TextPattern?
        package var product: TextPattern?
        package var serial: TextPattern?
        package var interface: TextPattern?

        package init() {}

        var patterns: [TextPattern?] { [manufacturer, product, serial, interface] }
    }

    /// Nil unless `vendorID` is four lower-case hexadecimal digits and the driver of a `device` serves its role and is
    /// none that only a person binds.
    package init?(
        vendorID: String,
        productID: ModelPattern,
        conditions: Conditions = Conditions(),
        name: String,
        verdict: Verdict,
        source: String,
        certainty: Certainty
    ) {
        guard HexDigits.areFour(vendorID) else { return nil }
        if case .device(let role, let settings) = verdict {
            guard settings.driver.serves(role), settings.driver != .keyboard else { return nil }
        }
        self.vendorID = vendorID
        self.productID = productID
        self.conditions = conditions
        self.name = name
        self.verdict = verdict
        self.source = source
        self.certainty = certainty
    }
}

extension MatchRow {
    func matches(_ device: DetectedDevice) -> Bool {
        guard applies(to: device), device.vendorID == vendorID, let id = device.productID, productID.matches(id) else {
            return false
        }
        if let wanted = conditions.kernelDriver, device.kernelDriver != wanted { return false }
        return (conditions.manufacturer?.matches(device.vendor) ?? true)
            && (conditions.product?.matches(device.model) ?? true)
            && (conditions.serial?.matches(device.serial) ?? true)
            && (conditions.interface?.matches(device.interface) ?? true)
    }

    /// A composite device has nodes of several kinds; a line about its serial port says nothing about its keyboard.
    private func applies(to device: DetectedDevice) -> Bool {
        switch device.subsystem {
        case .tty:
            switch verdict {
            case .device, .bridge, .printer, .unusable, .foreign: true
            case .keyboard: false
            }
        case .input:
            switch verdict {
            case .keyboard, .foreign: true
            case .device, .bridge, .printer, .unusable: false
            }
        case .usbmisc:
            switch verdict {
            case .device(_, let settings): settings.driver == .escpos
            case .printer, .foreign: true
            case .bridge, .keyboard, .unusable: false
            }
        case .usb:
            switch verdict {
            case .unusable: true
            case .device, .bridge, .keyboard, .printer, .foreign: false
            }
        }
    }

    /// The larger wins: first more digits of the product, then more conditions, then more characters in them.
    var specificity: (Int, Int, Int) {
        let patterns = conditions.patterns.compactMap { $0 }
        let count = patterns.count + (conditions.kernelDriver == nil ? 0 : 1)
        return (productID.fixed, count, patterns.reduce(0) { $0 + $1.fixed })
    }

    /// Whether one device may match both, and neither is the more specific.
    func ties(with other: MatchRow) -> Bool {
        guard vendorID == other.vendorID, productID.overlaps(other.productID), specificity == other.specificity,
            sharesKind(with: other)
        else { return false }
        if let left = conditions.kernelDriver, let right = other.conditions.kernelDriver, left != right { return false }
        return zip(conditions.patterns, other.conditions.patterns).allSatisfy { left, right in
            guard let left, let right else { return true }
            return left.overlaps(right)
        }
    }

    private func sharesKind(with other: MatchRow) -> Bool {
        DetectedDevice.Subsystem.allCases.contains { kind in
            let device = DetectedDevice(syspath: "", subsystem: kind, node: "")
            return applies(to: device) && other.applies(to: device)
        }
    }
}

/// Modes of devices of our kind that give no line to read.
package enum UnusableMode: String, CaseIterable, Codable, Sendable {
    /// Zebra's own protocol, for its own library.
    case snapi
    /// Reports for IBM and OEM tills.
    case ibmPOS = "ibm-pos"
    /// HID reports of bar codes, without keyboard events.
    case hidPOS = "hid-pos"
    /// ID-card readers that speak SDT over bare USB pipes.
    case sdtUSB = "sdt-usb"
}

enum HexDigits {
    /// Four digits of `0-9a-f`.
    static func areFour(_ text: String) -> Bool {
        text.utf8.count == 4
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
