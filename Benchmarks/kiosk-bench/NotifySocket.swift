import Glibc

/// The service manager's end of sd_notify(3): hears when a daemon is ready, and at which address.
final class NotifySocket: Readable {
    let path: String
    let descriptor: CInt
    private(set) var readyAt: Int64?
    /// The `http://…` of the daemon's status line.
    private(set) var address: String?

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure.call("socket") }
        unlink(path)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw BenchFailure("\(path) is too long for a socket; set TMPDIR to a shorter folder")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw BenchFailure.call("bind \(path)") }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    func readable() throws {
        let text = String(decoding: try readSome(descriptor, maximum: 4_096), as: UTF8.self)
        let time = Monotonic.now
        guard text.split(separator: "\n").contains("READY=1") else { return }
        readyAt = time
        address = text.firstRange(of: "http://").map { String(text[$0.lowerBound...].prefix { !$0.isWhitespace }) }
    }

    func reset() { (readyAt, address) = (nil, nil) }
}
