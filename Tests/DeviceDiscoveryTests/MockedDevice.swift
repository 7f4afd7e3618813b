/// Descriptions of made-up devices as umockdev reads them.
enum MockedDevice {
    /// A CDC-ACM scanner with udev's properties.
    static func scanner(_ name: String = "ttyACM0", serial: String = "NL0001", socket: Int = 1) -> String {
        """
        P: \(path(name, socket: socket))
        N: \(name)
        S: serial/by-id/usb-Newland_USB_CDC_\(serial)-if00
        E: DEVNAME=/dev/\(name)
        E: DEVLINKS=/dev/serial/by-id/usb-Newland_USB_CDC_\(serial)-if00
        E: ID_BUS=usb
        E: ID_VENDOR_ID=1eab
        E: ID_MODEL_ID=0C06
        E: ID_VENDOR=Newland
        E: ID_MODEL=USB_CDC
        E: ID_SERIAL_SHORT=\(serial)
        E: ID_USB_DRIVER=cdc_acm
        E: ID_USB_INTERFACES=:020201:0a0000:
        E: ID_USB_INTERFACE_NUM=00
        E: ID_PATH=pci-0000:00:14.0-usb-0:\(socket):1.0
        E: SUBSYSTEM=tty
        E: TAGS=:kiosk:systemd:


        """
    }

    static func path(_ name: String, socket: Int = 1) -> String {
        "/devices/pci0000:00/usb1/1-\(socket)/1-\(socket):1.0/tty/\(name)"
    }

    /// Some versions of udev's rules write the numbers of the PCI controller over those of the device.
    static let overwritten = unnamed.replacing(
        "E: DEVNAME=/dev/ttyUSB1\n",
        with: "E: DEVNAME=/dev/ttyUSB1\nE: ID_BUS=pci\nE: ID_VENDOR_ID=0x8086\nE: ID_MODEL_ID=0x27cc\n"
    )

    /// A bridge and a printer of which no rule has said anything: only sysfs knows what they are.
    static let unnamed = """
        P: /devices/pci0000:00/usb1/1-5
        N: bus/usb/001/005
        E: DEVTYPE=usb_device
        E: DEVNAME=/dev/bus/usb/001/005
        E: SUBSYSTEM=usb
        A: idVendor=067b
        A: idProduct=2303
        A: manufacturer=Prolific Technology Inc.
        A: product=USB-Serial Controller

        P: /devices/pci0000:00/usb1/1-5/1-5:1.0
        E: DEVTYPE=usb_interface
        E: DRIVER=pl2303
        E: SUBSYSTEM=usb
        A: bInterfaceNumber=00
        A: bInterfaceClass=ff
        A: bInterfaceSubClass=00
        A: bInterfaceProtocol=00

        P: /devices/pci0000:00/usb1/1-5/1-5:1.0/ttyUSB1
        E: SUBSYSTEM=usb-serial
        A: port_number=1

        P: /devices/pci0000:00/usb1/1-5/1-5:1.0/ttyUSB1/tty/ttyUSB1
        N: ttyUSB1
        E: DEVNAME=/dev/ttyUSB1
        E: SUBSYSTEM=tty

        P: /devices/pci0000:00/usb1/1-5/1-5:1.0/usbmisc/lp0
        N: usb/lp0
        E: DEVNAME=/dev/usb/lp0
        E: SUBSYSTEM=usbmisc


        """

    /// What is not looked at: a virtual terminal, a port the machine does not have, a root hub, a mouse without node.
    static let noise = """
        P: /devices/virtual/tty/tty7
        N: tty7
        E: DEVNAME=/dev/tty7
        E: SUBSYSTEM=tty

        P: /devices/platform/serial8250/tty/ttyS3
        N: ttyS3
        E: DEVNAME=/dev/ttyS3
        E: SUBSYSTEM=tty
        A: type=0

        P: /devices/platform/serial8250/tty/ttyS0
        N: ttyS0
        E: DEVNAME=/dev/ttyS0
        E: SUBSYSTEM=tty
        A: type=4

        P: /devices/pci0000:00/usb9
        N: bus/usb/009/001
        E: DEVTYPE=usb_device
        E: DEVNAME=/dev/bus/usb/009/001
        E: SUBSYSTEM=usb
        E: ID_BUS=usb
        E: ID_VENDOR_ID=1d6b
        E: ID_MODEL_ID=0002

        P: /devices/pci0000:00/usb1/1-6/1-6:1.0/input/input5
        E: SUBSYSTEM=input
        E: ID_INPUT_MOUSE=1


        """
}
