import CUdev
import Devices
import Glibc

/// Reads a device of libudev into a value. Called on the queue that owns the pointers.
enum UdevDevice {
    /// Longer properties are cut: a USB string has at most 126 characters.
    private static let textLimit = 512
    private static let rootHubVendor = "1d6b"

    static func path(_ device: OpaquePointer) -> String? { text(udev_device_get_devpath(device)) }

    static func action(_ device: OpaquePointer) -> String? { text(udev_device_get_action(device)) }

    static func property(_ device: OpaquePointer, _ name: String) -> String? {
        text(udev_device_get_property_value(device, name))
    }

    /// Nil for what has no node, or is no hardware, or has just gone.
    static func read(_ device: OpaquePointer) -> DetectedDevice? {
        guard let path = path(device), let node = text(udev_device_get_devnode(device)),
            let subsystem = text(udev_device_get_subsystem(device)).flatMap(DetectedDevice.Subsystem.init),
            isHardware(device, subsystem, path: path, node: node)
        else { return nil }
        var read = DetectedDevice(syspath: path, subsystem: subsystem, node: node)
        read.links = links(device)
        read.tags = names(udev_device_get_tags_list_entry(device)).sorted()
        read.isKeyboard = property(device, "ID_INPUT_KEYBOARD") == "1"
        if property(device, "ID_BUS") == "usb", property(device, "ID_VENDOR_ID") != nil {
            fillFromProperties(&read, device)
        } else {
            fillFromParents(&read, device)
        }
        return read.vendorID == rootHubVendor ? nil : read
    }

    private static func isHardware(
        _ device: OpaquePointer,
        _ subsystem: DetectedDevice.Subsystem,
        path: String,
        node: String
    ) -> Bool {
        guard !path.hasPrefix("/devices/virtual/") else { return false }
        // The kernel makes nodes for serial ports that the machine could have; type 0 is one that it has not.
        return switch subsystem {
        case .tty: attribute(device, "type") != "0"
        case .input: node.hasPrefix("/dev/input/event")
        case .usbmisc: true
        case .usb: text(udev_device_get_devtype(device)) == "usb_device"
        }
    }

    private static func fillFromProperties(_ read: inout DetectedDevice, _ device: OpaquePointer) {
        read.bus = "usb"
        read.vendorID = property(device, "ID_VENDOR_ID")?.lowercased()
        read.productID = property(device, "ID_MODEL_ID")?.lowercased()
        read.vendor = property(device, "ID_VENDOR")
        read.model = property(device, "ID_MODEL")
        read.serial = property(device, "ID_SERIAL_SHORT")
        read.interface = line(property(device, "ID_USB_INTERFACE_NUM"), port: property(device, "ID_PORT"))
        read.interfaceClasses = property(device, "ID_USB_INTERFACES")
        read.port = property(device, "ID_PATH").map { line($0, port: property(device, "ID_PORT")) ?? $0 }
        read.kernelDriver = property(device, "ID_USB_DRIVER")
    }

    /// For nodes that udev's rules say nothing about (printers), and where no udev has written its properties.
    private static func fillFromParents(_ read: inout DetectedDevice, _ device: OpaquePointer) {
        let whole =
            read.subsystem == .usb
            ? device : udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_device")
        guard let whole, let vendorID = attribute(whole, "idVendor") else { return }
        read.bus = "usb"
        read.vendorID = vendorID.lowercased()
        read.productID = attribute(whole, "idProduct")?.lowercased()
        read.vendor = attribute(whole, "manufacturer").map(underscored)
        read.model = attribute(whole, "product").map(underscored)
        read.serial = attribute(whole, "serial").map(underscored)
        guard let function = udev_device_get_parent_with_subsystem_devtype(device, "usb", "usb_interface") else {
            return
        }
        let lineOfPort = udev_device_get_parent_with_subsystem_devtype(device, "usb-serial", nil)
        let port = lineOfPort.flatMap { attribute($0, "port_number") }
        read.interface = line(attribute(function, "bInterfaceNumber"), port: port)
        read.kernelDriver = text(udev_device_get_driver(function))
        read.port = text(udev_device_get_sysname(function)).map { line("sysfs-\($0)", port: port) ?? $0 }
        let classes = ["bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol"].compactMap {
            attribute(function, $0)
        }
        if classes.count == 3 { read.interfaceClasses = ":\(classes.joined()):" }
        if property(device, "ID_INPUT") == nil, read.subsystem == .input {
            read.isKeyboard = classes == ["03", "01", "01"]
        }
    }

    /// Some bridges have several lines on one interface; the first goes without number.
    private static func line(_ name: String?, port: String?) -> String? {
        guard let name, let port, let number = Int(port), number > 0 else { return name }
        return "\(name).\(number)"
    }

    /// Without udev's database the list is empty, and the property may still be there.
    private static func links(_ device: OpaquePointer) -> [String] {
        let listed = names(udev_device_get_devlinks_list_entry(device))
        let written = property(device, "DEVLINKS")?.split(separator: " ").map(String.init) ?? []
        return Set(listed + written).sorted()
    }

    private static func names(_ first: OpaquePointer?) -> [String] {
        var names: [String] = []
        var entry = first
        while let here = entry, names.count < 64 {
            if let name = text(udev_list_entry_get_name(here)) { names.append(name) }
            entry = udev_list_entry_get_next(here)
        }
        return names
    }

    private static func attribute(_ device: OpaquePointer, _ name: String) -> String? {
        text(udev_device_get_sysattr_value(device, name))
    }

    /// As udev writes texts into properties.
    private static func underscored(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }

    private static func text(_ bytes: UnsafePointer<CChar>?) -> String? {
        guard let bytes else { return nil }
        let count = strnlen(bytes, textLimit)
        guard count > 0 else { return nil }
        return UnsafeRawBufferPointer(start: bytes, count: count).withMemoryRebound(to: UInt8.self) {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
