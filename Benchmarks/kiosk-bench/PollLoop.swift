import Glibc
import Synchronization

/// Set by SIGINT and SIGTERM; every wait then ends with an error, so that no started program is left behind.
let stopRequested = Atomic(false)

/// Something that waits for bytes on a descriptor.
protocol Readable: AnyObject {
    /// Negative while there is nothing to wait for.
    var descriptor: CInt { get }

    /// A read will not block now.
    func readable() throws
}

/// One thread, one poll(2): what is written and what comes back is stamped by the same thread with the same clock.
final class PollLoop {
    private var sources: [any Readable] = []

    func add(_ source: any Readable) { sources.append(source) }

    func remove(_ source: any Readable) { sources.removeAll { $0 === source } }

    /// Serves all sources until `condition` holds. Throws after `seconds`.
    func run(until what: String, seconds: Int = 30, _ condition: () -> Bool) throws {
        let deadline = Monotonic.now + Monotonic.seconds(seconds)
        while !condition() {
            guard try turn(deadline: deadline) else { throw BenchFailure("no \(what) within \(seconds) s") }
        }
    }

    /// Serves all sources for so long.
    func run(milliseconds: Int) throws {
        let deadline = Monotonic.now + Int64(milliseconds) * 1_000_000
        while try turn(deadline: deadline) {}
    }

    /// Waits once; false when the time is over.
    private func turn(deadline: Int64) throws -> Bool {
        let left = deadline - Monotonic.now
        guard left > 0 else { return false }
        guard !stopRequested.load(ordering: .relaxed) else { throw BenchFailure("stopped by a signal") }
        let live = sources.filter { $0.descriptor >= 0 }
        var set = live.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        let count = poll(&set, nfds_t(set.count), CInt(min((left + 999_999) / 1_000_000, 60_000)))
        if count < 0, errno != EINTR { throw BenchFailure.call("poll") }
        guard count > 0 else { return true }
        for (index, entry) in set.enumerated() where entry.revents != 0 { try live[index].readable() }
        return true
    }
}

/// Reads what is there, at most `maximum` bytes. Empty at the end of the stream.
func readSome(_ descriptor: CInt, maximum: Int = 65_536) throws -> [UInt8] {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: maximum) { buffer, initialized in
        repeat { count = read(descriptor, buffer.baseAddress, maximum) } while count < 0 && errno == EINTR
        initialized = max(count, 0)
    }
    guard count >= 0 else { throw BenchFailure.call("read") }
    return bytes
}

/// Writes all bytes, waiting where it must.
func writeAll(_ descriptor: CInt, _ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
        if count > 0 {
            sent += count
        } else if errno != EINTR {
            throw BenchFailure.call("write")
        }
    }
}
