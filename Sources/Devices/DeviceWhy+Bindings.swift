/// The sentences about devices that are bound.
extension DeviceWhy {
    static let twin = DeviceWhy(
        .warningEqualSerials,
        "Another device with the same serial number is plugged in; the two are told apart by their sockets only."
    )

    static func bound(_ binding: DeviceBinding, matched: DeviceWhy) -> DeviceWhy {
        let work = "\(binding.role.rawValue), driver \(binding.settings.driver.rawValue)"
        return switch binding.origin {
        case .configuration: DeviceWhy(.activeConfiguration, "Bound to \(work) by the configuration.")
        case .technician: DeviceWhy(.activeTechnician, "Bound to \(work) by a technician.")
        case .match: matched
        }
    }

    static func path(_ binding: DeviceBinding) -> DeviceWhy {
        DeviceWhy(.activePath, "Bound to \(binding.role.rawValue) by its path; udev does not list it.")
    }

    static func second(_ binding: DeviceBinding) -> DeviceWhy {
        DeviceWhy(
            .standbySecond,
            "Another device has the role \(binding.role.rawValue); this one takes over when that one goes."
        )
    }

    static func unfit(_ binding: DeviceBinding) -> DeviceWhy {
        DeviceWhy(
            .unassignedDriver,
            "Bound to \(binding.role.rawValue), but the driver \(binding.settings.driver.rawValue) cannot work on it. "
                + "Bind it again with another driver."
        )
    }

    static func conflict(_ role: DeviceRole) -> DeviceWhy {
        DeviceWhy(
            .conflictEqualSerials,
            "Its serial number is bound to \(role.rawValue), but another device has the same. Put the right one into "
                + "the socket where it was bound, or bind again with both plugged in."
        )
    }

    static func moved(_ binding: DeviceBinding) -> DeviceWhy {
        DeviceWhy(
            .moved,
            "A device of this model was bound to \(binding.role.rawValue) in another socket, and has no serial number "
                + "to know it by. Plug it back there, or bind it here."
        )
    }

    static func notThere(_ binding: DeviceBinding) -> DeviceWhy {
        DeviceWhy(.missing, "The device for \(binding.role.rawValue) is not plugged in: \(binding.identity).")
    }

    static func taken(_ binding: DeviceBinding) -> DeviceWhy {
        DeviceWhy(
            .missingTaken,
            "The device for \(binding.role.rawValue) already does other work: \(binding.identity). Unbind one of the two."
        )
    }
}
