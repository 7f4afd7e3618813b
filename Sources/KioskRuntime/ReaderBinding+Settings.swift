import Readers
import Settings

extension ReaderBinding {
    init(_ device: DeviceSettings) {
        self.init(role: device.role, path: device.path, settings: device.settings)
    }
}
