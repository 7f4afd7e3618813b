/// Which device is meant, in a form that outlives unplugging and reboots.
///
/// | text | means |
/// | --- | --- |
/// | `serial:1eab:0c06:00:NL0001` | model, interface (`-` for none), the device's own serial number |
/// | `port:1a86:7523:pci-0000:00:14.0-usb-0:2:1.0` | model, and the socket it is plugged into |
/// | `model:1eab:0c06` | any device of that model |
/// | `path:/dev/ttyS0` | whatever is at that path |
///
/// The last field goes to the end; in it what is not printable ASCII, and `%`, is written as `%` and two digits.
package enum DeviceIdentity: Hashable, Sendable {
    case serial(vendorID: String, productID: String, interface: String?, serial: String)
    case port(vendorID: String, productID: String, port: String)
    case model(vendorID: String, productID: String)
    case path(String)

    /// In bytes, of the text form and of the last field.
    package static let lengthLimit = 512
}

extension DeviceIdentity: CustomStringConvertible {
    package var description: String {
        switch self {
        case .serial(let vendorID, let productID, let interface, let serial):
            "serial:\(vendorID):\(productID):\(interface ?? "-"):\(Self.escaped(serial))"
        case .port(let vendorID, let productID, let port): "port:\(vendorID):\(productID):\(Self.escaped(port))"
        case .model(let vendorID, let productID): "model:\(vendorID):\(productID)"
        case .path(let path): "path:\(Self.escaped(path))"
        }
    }

    /// Nil for anything that `description` does not write.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit, let kind = text.split(separator: ":", maxSplits: 1).first else {
            return nil
        }
        func fields(_ count: Int) -> [String]? {
            let parts = text.split(separator: ":", maxSplits: count, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == count + 1, count < 2 || HexDigits.areFour(parts[1]) && HexDigits.areFour(parts[2])
            else { return nil }
            return parts
        }
        switch kind {
        case "serial":
            guard let parts = fields(4), let serial = Self.unescaped(parts[4]), Self.isInterface(parts[3]) else {
                return nil
            }
            let interface = parts[3] == "-" ? nil : parts[3]
            self = .serial(vendorID: parts[1], productID: parts[2], interface: interface, serial: serial)
        case "port":
            guard let parts = fields(3), let port = Self.unescaped(parts[3]) else { return nil }
            self = .port(vendorID: parts[1], productID: parts[2], port: port)
        case "model":
            guard let parts = fields(2) else { return nil }
            self = .model(vendorID: parts[1], productID: parts[2])
        case "path":
            guard let parts = fields(1), let path = Self.unescaped(parts[1]), path.hasPrefix("/") else { return nil }
            self = .path(path)
        default: return nil
        }
        guard description == text else { return nil }
    }

    private static func isInterface(_ text: String) -> Bool {
        text == "-" || (1...8).contains(text.utf8.count) && text.utf8.allSatisfy { 0x2E...0x7A ~= $0 && $0 != 0x3A }
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let pair = rest.prefix(2)
            guard pair.count == 2, let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
    }
}

extension DetectedDevice {
    /// By the device's own serial number, if it has one that can tell devices apart. Whether another device with the
    /// same is present is not asked here.
    package var serialIdentity: DeviceIdentity? {
        guard let vendorID, let productID, let serial, !SerialNumber.isTrivial(serial) else { return nil }
        return .serial(vendorID: vendorID, productID: productID, interface: interface, serial: serial)
    }

    /// By the socket it is plugged into.
    package var portIdentity: DeviceIdentity? {
        guard let vendorID, let productID, let port else { return nil }
        return .port(vendorID: vendorID, productID: productID, port: port)
    }

    /// The best name for binding it, given the others that are present: serial, else socket, else path.
    package func identity(among present: [DetectedDevice]) -> DeviceIdentity {
        if let serialIdentity, !hasTwin(among: present) { return serialIdentity }
        return portIdentity ?? .path(node)
    }

    /// Whether another device of this kind has the same serial number.
    package func hasTwin(among present: [DetectedDevice]) -> Bool {
        guard let serialIdentity else { return false }
        return present.contains {
            $0.syspath != syspath && $0.subsystem == subsystem && $0.isKeyboard == isKeyboard
                && $0.serialIdentity == serialIdentity
        }
    }
}

/// Serial numbers that makers give to every device alike.
enum SerialNumber {
    static func isTrivial(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...DeviceIdentity.lengthLimit / 4).contains(bytes.count), !text.contains("?") else { return true }
        // 0000, 00000001, AAAA, 123456789, 0123456789ABCDEF, and one or two characters of anything.
        guard bytes.count > 2, Set(bytes).count > 1 else { return true }
        let significant = bytes.drop { $0 == UInt8(ascii: "0") }
        if significant == [UInt8(ascii: "1")] { return true }
        let counting = Array("0123456789abcdef".utf8)
        let lower = Array(text.lowercased().utf8)
        let decimal = Array("12345678901234567890".utf8)
        return [counting, Array(counting.dropFirst()), decimal].contains { $0.starts(with: lower) }
    }
}
