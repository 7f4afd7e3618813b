/// A device that is plugged in, as udev describes it. Holds nothing that was read from the device's line.
package struct DetectedDevice: Hashable, Codable, Sendable {
    package enum Subsystem: String, CaseIterable, Codable, Sendable {
        /// Serial lines: `/dev/ttyACM*`, `/dev/ttyUSB*`, `/dev/ttyS*`.
        case tty
        /// Keyboards and what types like one: `/dev/input/event*`.
        case input
        /// USB printers: `/dev/usb/lp*`.
        case usbmisc
        /// A USB device as a whole. It has no line: known so that a person can be told about a device in a mode that
        /// gives none.
        case usb
    }

    /// The path below /sys, without `/sys`: the key of the device for as long as it is plugged in.
    package var syspath: String
    package var subsystem: Subsystem
    /// `/dev/ttyACM0`. Changes from one plugging to the next.
    package var node: String
    /// The node's stable names, such as those in /dev/serial/by-id, sorted.
    package var links: [String] = []
    /// `usb` for all that udev's `ID_BUS` calls so; nil for true serial ports.
    package var bus: String?
    /// Four lower-case hexadecimal digits each (`ID_VENDOR_ID`, `ID_MODEL_ID`).
    package var vendorID: String?
    package var productID: String?
    /// What the device calls itself (`ID_VENDOR`, `ID_MODEL`), with underscores as udev writes them.
    package var vendor: String?
    package var model: String?
    /// The device's own serial number (`ID_SERIAL_SHORT`).
    package var serial: String?
    /// Two hexadecimal digits (`ID_USB_INTERFACE_NUM`); `.1` and so on after them for the further lines of a bridge
    /// that has several on one interface (`ID_PORT`).
    package var interface: String?
    /// The interface classes of the whole device (`ID_USB_INTERFACES`), `:020201:0a0000:`.
    package var interfaceClasses: String?
    /// Where it is plugged in (`ID_PATH`): always unique, another one in another socket.
    package var port: String?
    /// The kernel's driver (`ID_USB_DRIVER`): `cdc_acm`, `ftdi_sio`, `usbhid`.
    package var kernelDriver: String?
    /// For `input`: udev calls it a keyboard (`ID_INPUT_KEYBOARD`).
    package var isKeyboard = false
    /// udev's tags, sorted.
    package var tags: [String] = []

    package init(syspath: String, subsystem: Subsystem, node: String) {
        self.syspath = syspath
        self.subsystem = subsystem
        self.node = node
    }
}
