import Foundation
import KioskTools

/// A folder that looks like a kiosk's root: healthy as it is made, then spoilt by the test.
struct FakeMachine {
    let root: String
    var machine: LocalMachine { LocalMachine(root: root) }

    /// - Parameter root: an empty folder.
    init(at root: String) throws {
        self.root = root
        try write("/proc/1/comm", "systemd\n")
        try write("/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 quiet\n")
        try write("/run/udev/control", "")
        try write("/run/systemd/timesync/synchronized", "")
        try write("/run/recycling-kiosk/.keep", "")
        try write("/etc/udev/rules.d/60-recycling-kiosk.rules", "rules\n")
        try write("/usr/share/recycling-kiosk/udev/60-recycling-kiosk.rules", "rules\n")
        try write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nkioskd:x:990:990::/:/usr/sbin/nologin\n")
        try write("/etc/group", "root:x:0:\ndialout:x:20:\ninput:x:104:\nlp:x:7:\nkioskd:x:990:\n")
        try write("/etc/systemd/system/kioskd.service", "[Service]\nSupplementaryGroups=dialout input lp\n")
        try write("/var/lib/dpkg/info/bash.list", "/bin/bash\n")
        try write("/var/lib/recycling-kiosk/.keep", "")
        try write("/dev/ttyS0", "")
        try write("/dev/ttyUSB0", "")
        try link("/dev/serial/by-path/pci-1", to: "../../ttyUSB0")
        for (name, serial) in [("1-1", "A1"), ("1-2", "A2")] {
            try write("/sys/bus/usb/devices/\(name)/idVendor", "1a86\n")
            try write("/sys/bus/usb/devices/\(name)/idProduct", "7523\n")
            try write("/sys/bus/usb/devices/\(name)/serial", "\(serial)\n")
        }
    }

    func write(_ path: String, _ text: String) throws {
        let url = URL(filePath: root + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func link(_ path: String, to target: String) throws {
        let url = URL(filePath: root + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + path, withDestinationPath: target)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + path) }

    func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: root + path)
    }

    func process(_ pid: Int, _ name: String, command: String = "", open node: String? = nil) throws {
        try write("/proc/\(pid)/comm", "\(name)\n")
        try write("/proc/\(pid)/cmdline", command.isEmpty ? name : command.replacing(" ", with: "\0"))
        if let node { try link("/proc/\(pid)/fd/7", to: node) }
    }
}
