import Dispatch
import Glibc

/// One run of another program: bytes in, bytes out, an end within a time.
///
/// Why not swift-subprocess: its version 1.0.2 ends the whole process ("FileDescriptor … was not closed") when a program
/// leaves before it has read its input. A kiosk must survive that.
struct ChildProcess: Sendable {
    enum Ending: Equatable, Sendable {
        case exited(CInt)
        case signalled(CInt)
        case tooLate
        /// It gave more than `longestOutput`.
        case tooMuch
        /// With the error number of the system.
        case notStarted(CInt)
    }

    struct Result: Sendable {
        var ending: Ending
        var output: [UInt8] = []
        /// The first bytes of standard error.
        var error: [UInt8] = []
    }

    let program: String
    let timeout: Duration
    let longestOutput: Int
    private static let longestError = 65_536

    /// On a thread of its own, which it blocks. The program gets no arguments and an empty environment.
    func run(_ input: [UInt8]) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: runBlocking(input)) }
        }
    }

    private func runBlocking(_ input: [UInt8]) -> Result {
        let streams = Streams()
        defer { streams.close() }
        guard streams.areOpen else { return Result(ending: .notStarted(EMFILE)) }
        let (child, code) = spawn(streams)
        guard let child else { return Result(ending: .notStarted(code)) }
        streams.closeChildEnds()
        var result = Result(ending: .tooLate)
        let isTimely = exchange(input, streams, &result, until: ContinuousClock.now + timeout)
        if !isTimely { kill(child, SIGKILL) }
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        if isTimely {
            // WIFEXITED and WTERMSIG of wait(2), which Swift does not see.
            result.ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
        }
        return result
    }

    private func spawn(_ streams: Streams) -> (pid_t?, CInt) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (end, target) in zip(streams.childEnds, [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]) {
            posix_spawn_file_actions_adddup2(&actions, end, target)
        }
        // The signals that this thread blocks or ignores are none of the program's business.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        guard let name = strdup(program) else { return (nil, ENOMEM) }
        defer { free(name) }
        var arguments: [UnsafeMutablePointer<CChar>?] = [name, nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var child: pid_t = 0
        let code = posix_spawn(&child, name, &actions, &attributes, &arguments, &environment)
        return (code == 0 ? child : nil, code)
    }

    /// Writes and reads until the program closed both outputs. False when it had to be stopped; `result.ending` says why.
    private func exchange(
        _ input: [UInt8],
        _ streams: Streams,
        _ result: inout Result,
        until deadline: ContinuousClock.Instant
    ) -> Bool {
        var rest = input[...]
        var part = [UInt8](repeating: 0, count: 65_536)
        var watched = streams.ourEnds.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        watched[0].events = Int16(POLLOUT)
        while watched[1].fd >= 0 || watched[2].fd >= 0 {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
            guard poll(&watched, 3, CInt(clamping: milliseconds + 1)) >= 0 || errno == EINTR else { return false }
            if watched[0].fd >= 0, watched[0].revents != 0 {
                // No signal when the program does not read on: that is why it is a socket.
                let count = rest.withUnsafeBytes {
                    send(watched[0].fd, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                }
                rest = count >= 0 ? rest.dropFirst(count) : errno == EAGAIN || errno == EINTR ? rest : []
                if rest.isEmpty {
                    shutdown(watched[0].fd, CInt(SHUT_WR))
                    watched[0].fd = -1
                }
            }
            for index in 1...2 where watched[index].fd >= 0 && watched[index].revents != 0 {
                let count = read(watched[index].fd, &part, part.count)
                if count < 0, errno == EAGAIN || errno == EINTR { continue }
                guard count > 0 else {
                    watched[index].fd = -1
                    continue
                }
                if index == 1 {
                    result.output += part.prefix(count)
                    guard result.output.count <= longestOutput else {
                        result.ending = .tooMuch
                        return false
                    }
                } else if result.error.count < Self.longestError {
                    result.error += part.prefix(count)
                }
            }
        }
        return true
    }
}

/// A socket for each of the three streams; none of them is inherited by what is started otherwise.
private final class Streams {
    /// Input, output, error; -1 once closed.
    private(set) var ourEnds: [CInt] = [-1, -1, -1]
    private(set) var childEnds: [CInt] = [-1, -1, -1]

    init() {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        for index in 0...2 {
            var pair: [CInt] = [-1, -1]
            if socketpair(AF_UNIX, kind, 0, &pair) == 0 { (ourEnds[index], childEnds[index]) = (pair[0], pair[1]) }
        }
        for end in ourEnds where end >= 0 { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    }

    var areOpen: Bool { (ourEnds + childEnds).allSatisfy { $0 >= 0 } }

    func closeChildEnds() {
        for end in childEnds where end >= 0 { Glibc.close(end) }
        childEnds = [-1, -1, -1]
    }

    func close() {
        closeChildEnds()
        for end in ourEnds where end >= 0 { Glibc.close(end) }
        ourEnds = [-1, -1, -1]
    }
}
