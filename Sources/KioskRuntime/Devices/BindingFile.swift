import Claims
import DaemonSupport
import Devices
import Glibc
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What technicians bound, in a file of the state folder: it survives a reboot, and whatever happens while it is written.
struct BindingFile: Sendable {
    /// One device, with who bound it.
    struct Entry: Codable, Equatable, Sendable {
        /// `DeviceIdentity`'s text.
        var identity: String
        /// Where it was plugged in then.
        var port: String?
        /// Role, driver and the driver's settings.
        var bind: ControlBind
        /// RFC 3339.
        var boundAt: String
        var boundBy: String

        /// Nil when the file is of a version that knows more words.
        var binding: DeviceBinding? {
            guard let identity = DeviceIdentity(identity), let role = DeviceRole(rawValue: bind.role),
                let settings = try? DriverSettings(bind, usually: nil)
            else { return nil }
            return DeviceBinding(
                role: role,
                identity: identity,
                port: port.flatMap { DeviceIdentity($0) },
                settings: settings,
                origin: .technician
            )
        }
    }

    private struct Content: Codable {
        var version = 1
        var bindings: [Entry]
    }

    let path: String

    /// A kiosk has a handful of devices.
    static let most = 64
    private static let largest = 256 * 1_024

    /// Empty when there is no file. Throws `devices.bindings.unreadable`.
    func load() throws(KioskError) -> [Entry] {
        guard access(path, F_OK) == 0 else { return [] }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.largest,
            let content = try? JSONDecoder().decode(Content.self, from: data), content.version == 1,
            content.bindings.count <= Self.most, content.bindings.allSatisfy({ $0.binding != nil })
        else {
            throw KioskError(
                .devicesBindingsUnreadable,
                "the bindings in \(path) cannot be read",
                remedy: "Install the version that wrote them, or remove the file and bind the devices again."
            )
        }
        return content.bindings
    }

    /// On the disk when it returns. Throws `devices.bindings.not-written`.
    func save(_ entries: [Entry]) throws(KioskError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try DurableFile.write(Array(try encoder.encode(Content(bindings: entries))), to: path)
        } catch {
            let reason = (error as? DurableFile.Failure).map { String(cString: strerror($0.reason)) } ?? "\(error)"
            throw KioskError(
                .devicesBindingsNotWritten,
                "the binding was not kept: \(path): \(reason)",
                remedy: "Make room on the disk, or look at its state; then bind the device again."
            )
        }
    }
}
