import Devices
import Readers
import Settings

extension ReaderBinding {
    /// Nil unless the device is bound by its path.
    init?(_ device: DeviceSettings) {
        guard case .path(let path) = device.identity else { return nil }
        self.init(id: device.identity.description, role: device.role, path: path, settings: device.settings)
    }
}

extension DeviceBinding {
    /// Nil for a driver that cannot serve the role, which the settings file refuses.
    init?(_ device: DeviceSettings) {
        self.init(
            role: device.role,
            identity: device.identity,
            settings: device.settings,
            origin: .configuration
        )
    }
}
