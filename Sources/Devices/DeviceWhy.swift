/// Why a device is treated as it is: a stable code and a sentence for the technician.
package struct DeviceWhy: Hashable, Sendable {
    /// docs/devices.md lists each; a test fails when one is missing there.
    package enum Code: String, CaseIterable, Codable, Sendable {
        case activeConfiguration = "active.configuration"
        case activeTechnician = "active.technician"
        case activeMatch = "active.match"
        case activePath = "active.path"
        case standbySecond = "standby.second"
        case unassignedBridge = "unassigned.bridge"
        case unassignedKeyboard = "unassigned.keyboard"
        case unassignedPrinter = "unassigned.printer"
        case unassignedDriver = "unassigned.driver-unfit"
        case moved = "moved.other-socket"
        case conflictEqualSerials = "conflict.equal-serials"
        case unusableSNAPI = "unusable.snapi"
        case unusableIBMPOS = "unusable.ibm-pos"
        case unusableHIDPOS = "unusable.hid-pos"
        case unusableSDTUSB = "unusable.sdt-usb"
        case foreign = "foreign.known"
        case unknown = "unknown.device"
        case ignoredNotUSB = "ignored.not-usb"
        case ignoredKeyboard = "ignored.keyboard"
        case ignoredInput = "ignored.not-a-keyboard"
        case ignoredWhole = "ignored.whole-device"
        case ignoredNoLine = "ignored.no-line"
        case missing = "missing.unplugged"
        case missingTaken = "missing.taken"
        case warningEqualSerials = "warning.equal-serials"
    }

    package let code: Code
    /// English, one or two sentences. Nothing that was read from the device's line.
    package let sentence: String

    package init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }
}
