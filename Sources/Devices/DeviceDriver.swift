/// The protocol that a device speaks. Each has a page in docs/readers.
package enum DeviceDriver: String, CaseIterable, Codable, Sendable {
    /// ID-card readers with a SAM module.
    case sdt
    /// Scanners that send each code as bytes with an end, or with a silence after it.
    case line
    /// Zebra and Symbol scanners in packets with sums and acknowledgements (SSI).
    case ssi
    /// Scanners that type like a keyboard (HID). Bound by a person only, never by what the device looks like.
    case keyboard
    /// Receipt printers with the ESC/POS command set.
    case escpos

    /// Whether a device with this driver can do that work.
    package func serves(_ role: DeviceRole) -> Bool {
        switch self {
        case .sdt: role == .idCard
        case .line, .ssi, .keyboard: role == .scanner || role == .bankCard
        case .escpos: role == .printer
        }
    }

    /// Bits per second where the settings say nothing. A keyboard has none.
    package var usualBaud: Int {
        switch self {
        case .sdt: 115_200
        case .line, .ssi, .escpos, .keyboard: 9_600
        }
    }
}
