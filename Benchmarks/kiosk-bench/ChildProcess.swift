import Glibc

/// A started program. Its standard output and error go to a file.
final class ChildProcess {
    let pid: pid_t
    /// When posix_spawn(3) was called.
    let startedAt: Int64
    /// The reading end of a pipe that the program writes to instead of the file; -1 without one.
    let output: CInt
    private var status: CInt?

    /// - Parameter notify: given to the program as NOTIFY_SOCKET.
    init(_ program: String, _ arguments: [String], log: String, notify: String? = nil, pipe wantsPipe: Bool = false)
        throws
    {
        var ends: [CInt] = [-1, -1]
        if wantsPipe {
            guard Glibc.pipe(&ends) == 0 else { throw BenchFailure.call("pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, wantsPipe ? ends[1] : 2, 1)

        var variables = ["PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR"].compactMap { (name: String) -> String? in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
        if let notify { variables.append("NOTIFY_SOCKET=\(notify)") }
        var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for text in argv + environment { free(text) } }

        var pid: pid_t = 0
        startedAt = Monotonic.now
        let failed = posix_spawn(&pid, program, &actions, nil, &argv, &environment)
        if wantsPipe { close(ends[1]) }
        guard failed == 0 else { throw BenchFailure("cannot start \(program): \(String(cString: strerror(failed)))") }
        self.pid = pid
        output = ends[0]
    }

    deinit { stop() }

    var isRunning: Bool {
        guard status == nil else { return false }
        var status: CInt = 0
        if waitpid(pid, &status, WNOHANG) == pid { self.status = status }
        return self.status == nil
    }

    /// Waits until the program has ended by itself.
    func wait() {
        guard status == nil else { return }
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        self.status = status
    }

    /// SIGTERM, and SIGKILL to one that is still there after ten seconds.
    func stop() {
        guard isRunning else { return }
        kill(pid, SIGTERM)
        let deadline = Monotonic.now + Monotonic.seconds(10)
        while isRunning, Monotonic.now < deadline { usleep(2_000) }
        guard isRunning else { return }
        kill(pid, SIGKILL)
        wait()
    }
}
