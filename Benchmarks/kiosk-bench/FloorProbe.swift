import Glibc

/// The measuring end of `FloorLoop`.
final class FloorProbe: Readable {
    private let terminal: Terminal
    private let child: ChildProcess
    private var answers = 0
    private(set) var answeredAt: Int64 = 0

    init(program: String, folder: String, loop: PollLoop) throws {
        terminal = try Terminal()
        child = try ChildProcess(program, ["floor-loop", terminal.path], log: "\(folder)/floor-loop.log", pipe: true)
        loop.add(self)
        try loop.run(until: "floor loop") { answers == 1 }
    }

    var descriptor: CInt { child.output }

    func readable() throws {
        let bytes = try readSome(child.output, maximum: 64)
        answeredAt = Monotonic.now
        guard !bytes.isEmpty else { throw BenchFailure("the floor loop ended") }
        answers += bytes.count
    }

    /// Nanoseconds from the write of `frame` to the byte that says that it was taken.
    func measure(_ frame: [UInt8], loop: PollLoop) throws -> Int64 {
        let before = answers
        let begin = Monotonic.now
        try writeAll(terminal.master, frame)
        try loop.run(until: "answer of the floor loop") { answers > before }
        return answeredAt - begin
    }

    func stop() { child.stop() }
}
