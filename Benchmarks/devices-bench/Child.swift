import BenchSupport
import Glibc

/// A started process that writes one byte for each thing it did; killed when this goes.
final class Child {
    private let pid: pid_t
    private let output: CInt

    init(_ program: String, _ arguments: [String]) throws {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw BenchFailure("pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var argv: [UnsafeMutablePointer<CChar>?] = (["devices-bench"] + arguments).map { strdup($0) } + [nil]
        defer { for text in argv { free(text) } }
        var pid: pid_t = 0
        let failed = posix_spawn(&pid, program, &actions, nil, &argv, environ)
        close(ends[1])
        guard failed == 0 else {
            close(ends[0])
            throw BenchFailure("posix_spawn: \(String(cString: strerror(failed)))")
        }
        (self.pid, output) = (pid, ends[0])
    }

    deinit {
        kill(pid, SIGKILL)
        close(output)
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }

    /// Waits for that many bytes, 30 s for each at the most.
    func awaitMarks(_ count: Int) throws {
        var rest = count
        while rest > 0 { rest -= try someMarks(upTo: rest) }
    }

    /// Waits until there are some. Gives their number.
    func someMarks(upTo most: Int = 4_096) throws -> Int {
        var watched = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, 30_000) > 0 else { throw BenchFailure("a read was never handed on") }
        var marks = [UInt8](repeating: 0, count: min(most, 4_096))
        let count = read(output, &marks, marks.count)
        guard count > 0 else { throw BenchFailure("the measured process ended") }
        return count
    }

    var residentMegabytes: Double {
        let pages = textFile("/proc/\(pid)/statm").split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(CInt(_SC_PAGESIZE))) / 1e6
    }

    var descriptors: Int {
        guard let folder = opendir("/proc/\(pid)/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count - 2
    }

    /// Milliseconds of processor time a second that it took while `work` ran.
    func processorTime(_ work: () throws -> Void) rethrows -> Double {
        let (before, start) = (nanosecondsOnProcessor, Clock.now)
        try work()
        return Double(nanosecondsOnProcessor - before) * 1e3 / Double(Clock.now - start)
    }

    /// Of all threads, those that have ended too (clock_getcpuclockid(3)).
    private var nanosecondsOnProcessor: Int64 {
        var clock = clockid_t()
        guard clock_getcpuclockid(pid, &clock) == 0 else { return 0 }
        return Clock.read(clock)
    }

    private func textFile(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        guard fgets(&line, 512, file) != nil else { return "" }
        return String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
