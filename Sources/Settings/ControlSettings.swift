import Claims

/// The control socket, for `kioskctl`, and who may do what there.
package struct ControlSettings: Equatable, Sendable {
    /// Absolute, at most 107 bytes.
    package let socket: String
    /// The Unix group that may test, bind and record devices.
    package let technicians: String
    /// The Unix group that may look.
    package let supervisors: String

    package init(
        socket: String,
        technicians: String = "kiosk-technician",
        supervisors: String = "kiosk-supervisor"
    ) {
        self.socket = socket
        self.technicians = technicians
        self.supervisors = supervisors
    }

    /// In the folder that the unit makes; a rehearsal has it beside its store.
    static func usualSocket(_ mode: RunMode, stateDirectory: String) -> String {
        mode == .production ? "/run/recycling-kiosk/control.sock" : "\(stateDirectory)/control.sock"
    }
}

extension ControlSettings {
    enum Keys: String, SettingsKey {
        case socket, technicians, supervisors
    }

    /// A name as groupadd(8) takes it.
    static var groupName: Reading<String> {
        .parsed("the name of a Unix group") { text in
            let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            let first = text.utf8.first.map { letters.contains($0) || $0 == UInt8(ascii: "_") } ?? false
            let isName = text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || "-_".utf8.contains($0) }
            return first && isName && text.utf8.count <= 32 ? text : nil
        }
    }

    init(_ control: StrictMapping<Keys>?, usualSocket: String) throws(KioskError) {
        let usual = ControlSettings(socket: usualSocket)
        try self.init(
            socket: control?.optional(.socket, .socketPath) ?? usual.socket,
            technicians: control?.optional(.technicians, Self.groupName) ?? usual.technicians,
            supervisors: control?.optional(.supervisors, Self.groupName) ?? usual.supervisors
        )
    }
}
