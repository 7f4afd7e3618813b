import Glibc

/// What to do when libudev's monitor has given no device.
enum Drain: Equatable {
    /// Nothing more waits.
    case empty
    case again
    /// Events were lost. The socket works on after an overflow (`ENOBUFS`) and gives what is left; after anything else
    /// the next wake-up tells.
    case lost(isWorking: Bool)

    init(errno reason: CInt) {
        switch reason {
        case 0, EAGAIN: self = .empty
        case EINTR: self = .again
        case ENOBUFS: self = .lost(isWorking: true)
        default: self = .lost(isWorking: false)
        }
    }
}
