import Glibc

/// A part of the measurement in a process of its own.
enum BenchProcess {
    /// The figures that it printed; its errors go where ours go.
    static func run(_ program: String, _ arguments: [String]) throws -> [Figure] {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw BenchFailure("pipe") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        var argv: [UnsafeMutablePointer<CChar>?] = (["registry-bench"] + arguments).map { strdup($0) } + [nil]
        defer { for text in argv { free(text) } }
        var pid: pid_t = 0
        let failed = posix_spawn(&pid, program, &actions, nil, &argv, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard failed == 0 else { throw BenchFailure("posix_spawn: \(String(cString: strerror(failed)))") }
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(ends[0], &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            output += piece.prefix(count)
        }
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw BenchFailure("\(arguments.first ?? "") ended with status \(status)") }
        return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { Figure(line: $0) }
    }
}

/// Where the figures were taken.
struct BenchMachine {
    let cores = sysconf(CInt(_SC_NPROCESSORS_ONLN))
    let load: Double

    init() {
        var averages = [0.0]
        load = getloadavg(&averages, 1) == 1 ? averages[0] : 0
    }
}
