package enum ReaderRole: String, CaseIterable, Sendable {
    case idCard = "id-card"
    case scanner
}

/// How to talk to a device.
package enum ReaderDriver: Hashable, Sendable {
    /// An ID-card reader with an SDT interface.
    case sdt(baud: Int)
    /// A scanner that ends each read with CR, LF or both; `stripSTX` takes off STX and ETX around it.
    case line(baud: Int, stripSTX: Bool)

    package var baud: Int {
        switch self {
        case .sdt(let baud), .line(let baud, _): baud
        }
    }
}

/// Which device does which work.
package struct ReaderBinding: Hashable, Sendable {
    package let role: ReaderRole
    package let path: String
    package let driver: ReaderDriver

    package init(role: ReaderRole, path: String, driver: ReaderDriver) {
        self.role = role
        self.path = path
        self.driver = driver
    }
}
