import BenchSupport
import Glibc

/// A pseudo-terminal with a scanner's end: what is written here, a program reads from `path`.
final class Terminal {
    let path: String
    private let master: CInt
    private let slave: CInt

    init() throws {
        var master: CInt = -1
        var slave: CInt = -1
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw BenchFailure("openpty: errno \(errno)") }
        (self.master, self.slave) = (master, slave)
        var settings = termios()
        tcgetattr(slave, &settings)
        cfmakeraw(&settings)
        tcsetattr(slave, TCSANOW, &settings)
        for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var name = [CChar](repeating: 0, count: 128)
        guard ttyname_r(slave, &name, name.count) == 0 else { throw BenchFailure("ttyname_r: errno \(errno)") }
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        close(master)
        close(slave)
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw BenchFailure("write to a terminal: errno \(errno)") }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Each number another code: the same one twice within a second would count as one read.
    static func scan(_ number: Int) -> [UInt8] {
        Array("6299990000\(String(number + 1_000_000_000).dropFirst())\r".utf8)
    }
}
