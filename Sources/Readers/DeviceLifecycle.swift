import Claims

/// When to open, close and try again, as a value.
///
/// Two things tell that a device is gone, in either order: its line hangs up, and it is seen to disappear. Each alone
/// is enough to close the line.
struct DeviceLifecycle: Sendable {
    enum Action: Equatable {
        case none
        case open
        case close
        /// Open again after a pause, unless something happens before.
        case pause
        /// Nothing is there; wait until it appears.
        case waitForDevice
    }

    private enum State {
        case absent
        case opening
        case connected
        case closing
        case pausing
    }

    private var state = State.absent
    private var isPresent = false

    /// The device is there. Told again, it is worth a try at once.
    mutating func appeared() -> Action {
        isPresent = true
        switch state {
        case .absent, .pausing:
            state = .opening
            return .open
        case .opening, .connected, .closing: return .none
        }
    }

    mutating func disappeared() -> Action {
        isPresent = false
        switch state {
        case .absent, .pausing:
            state = .absent
            return .waitForDevice
        case .opening: return .none
        case .connected:
            state = .closing
            return .close
        case .closing: return .none
        }
    }

    mutating func opened() -> Action {
        switch state {
        case .opening where isPresent:
            state = .connected
            return .none
        case .opening, .absent, .pausing:
            state = .closing
            return .close
        case .connected, .closing: return .none
        }
    }

    /// Could not be opened, or the line closed, for whatever reason.
    mutating func closed() -> Action {
        state = isPresent ? .pausing : .absent
        return isPresent ? .pause : .waitForDevice
    }

    /// The pause is over.
    mutating func paused() -> Action {
        switch state {
        case .pausing:
            state = .opening
            return .open
        case .absent, .opening, .connected, .closing: return .none
        }
    }
}
