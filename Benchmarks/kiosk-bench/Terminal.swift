import Glibc

/// A pseudo-terminal pair in raw mode; both ends stay open.
struct Terminal {
    let master: CInt
    let slave: CInt
    /// The slave's, below /dev/pts.
    let path: String

    init() throws {
        var master: CInt = -1
        var slave: CInt = -1
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw BenchFailure.call("openpty") }
        (self.master, self.slave) = (master, slave)
        var settings = termios()
        tcgetattr(slave, &settings)
        cfmakeraw(&settings)
        guard tcsetattr(slave, TCSANOW, &settings) == 0 else { throw BenchFailure.call("tcsetattr") }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var name = [CChar](repeating: 0, count: 128)
        guard ttyname_r(slave, &name, name.count) == 0 else { throw BenchFailure.call("ttyname_r") }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
