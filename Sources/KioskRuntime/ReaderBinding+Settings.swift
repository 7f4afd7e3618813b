import Readers
import Settings

extension ReaderBinding {
    init(_ device: DeviceSettings) {
        let role: ReaderRole =
            switch device.role {
            case .idCard: .idCard
            case .scanner: .scanner
            }
        let driver: ReaderDriver =
            switch device.driver {
            case .sdt: .sdt(baud: device.baud)
            case .line: .line(baud: device.baud, stripSTX: device.stripSTX)
            }
        self.init(role: role, path: device.path, driver: driver)
    }
}
