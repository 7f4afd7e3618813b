package import Devices

/// Which device does which work.
package struct ReaderBinding: Hashable, Sendable {
    /// Names the device for as long as it is bound: the same one keeps it when it comes back at another path.
    package let id: String
    package let role: DeviceRole
    /// What to open: the device's node, or a link to it.
    package let path: String
    package let settings: DriverSettings

    /// - Parameter id: the path if nil.
    package init(id: String? = nil, role: DeviceRole, path: String, settings: DriverSettings) {
        self.id = id ?? path
        self.role = role
        self.path = path
        self.settings = settings
    }
}
