/// A daemon of ours that has a control socket, and the words for when it cannot be asked.
package enum ControlledDaemon: Sendable {
    case kiosk
    case central

    /// Where the unit has it.
    package var usualSocket: String {
        switch self {
        case .kiosk: "/run/recycling-kiosk/control.sock"
        case .central: "/run/recycling-kiosk-central/control.sock"
        }
    }

    var program: String {
        switch self {
        case .kiosk: "kioskd"
        case .central: "kiosk-central"
        }
    }

    var whenUnreachable: String {
        switch self {
        case .kiosk: "systemctl status kioskd; kioskctl doctor looks further"
        case .central: "systemctl status kiosk-central; --socket names another socket"
        }
    }

    /// - Parameter route: what was asked for: it decides who may.
    package func whenDenied(_ route: String) -> String {
        switch self {
        case .kiosk:
            "ask root to add you: usermod -aG \(route.hasPrefix("/v1/supervisor/") ? "kiosk-supervisor" : "kiosk-technician") USER; "
                + "see that the socket's folder has mode 0755"
        case .central: "run this as root or as the user of kiosk-central"
        }
    }

    var whenNotUnderstood: String {
        switch self {
        case .kiosk: "compare --socket with the daemon's settings; use the kioskctl that came with the daemon"
        case .central: "compare --socket with central.yaml; use the kiosk-central that the service runs"
        }
    }
}
