import Claims
import Dispatch
import Glibc
import Sealing

/// Why a file cannot be used, in the system's words.
struct FileProblem: Error, Equatable {
    let why: String

    init(_ why: String) { self.why = why }

    /// Of the call before.
    static var system: FileProblem { FileProblem(String(cString: strerror(errno))) }
}

/// What tells whether a file is still the one that was looked at.
struct FileStamp: Equatable, Sendable {
    let bytes: Int64
    private let device: UInt64
    private let inode: UInt64
    private let changed: [Int]

    init(path: String) throws(FileProblem) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system }
        try self.init(status)
    }

    init(descriptor: CInt) throws(FileProblem) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system }
        try self.init(status)
    }

    private init(_ status: stat) throws(FileProblem) {
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileProblem("it is no plain file") }
        bytes = Int64(status.st_size)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        changed = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}

/// A file that is read in pieces, away from the threads that serve requests.
final class OpenFile: Sendable {
    /// Bytes read at once.
    static let piece = 128 * 1_024

    /// -1 for content in memory.
    private let descriptor: CInt
    private let content: [UInt8]
    let bytes: Int64

    /// What was read before.
    init(_ content: [UInt8]) {
        descriptor = -1
        self.content = content
        bytes = Int64(content.count)
    }

    /// Throws when it is not there, or not the one that was looked at.
    init(_ path: String, stamp: FileStamp) throws(FileProblem) {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        content = []
        bytes = stamp.bytes
        guard descriptor >= 0 else { throw .system }
        guard try FileStamp(descriptor: descriptor) == stamp else { throw FileProblem("it changed") }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    static func open(_ path: String, stamp: FileStamp) async -> OpenFile? {
        await blocking { try? OpenFile(path, stamp: stamp) }
    }

    /// SHA-256 of the whole. Blocks.
    func hash() throws(FileProblem) -> String {
        var hasher = ContentHasher()
        var place: Int64 = 0
        while place < bytes {
            let piece = try part(from: place, count: Self.piece)
            piece.withUnsafeBytes { hasher.add($0) }
            place += Int64(piece.count)
        }
        return hasher.text
    }

    /// All of it, for what is known to be small. Blocks.
    func whole() throws(FileProblem) -> [UInt8] {
        var whole: [UInt8] = []
        while whole.count < Int(bytes) { whole += try part(from: Int64(whole.count), count: Self.piece) }
        return whole
    }

    /// At least one byte from there, at most `count`. Throws at the end of the file.
    func read(from place: Int64, count: Int) async throws -> [UInt8] {
        if descriptor < 0 {
            let rest = content.dropFirst(Int(place)).prefix(count)
            guard !rest.isEmpty else { throw FileProblem("it is shorter than that") }
            return Array(rest)
        }
        return try await Self.blocking { Result { () throws(FileProblem) in try self.part(from: place, count: count) } }
            .get()
    }

    private func part(from place: Int64, count: Int) throws(FileProblem) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(count, Self.piece))
        while true {
            let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(place)) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw .system }
            guard got > 0 else { throw FileProblem("it is shorter than it was") }
            return Array(bytes.prefix(got))
        }
    }

    private static func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in
            DispatchQueue.global().async { done.resume(returning: body()) }
        }
    }
}
