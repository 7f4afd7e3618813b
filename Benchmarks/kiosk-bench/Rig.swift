import Glibc

/// A central, a scanner and the configuration of a kiosk whose ID-card reader is this program, in a folder of its own.
final class Rig {
    let folder: String
    let programs: String
    let loop = PollLoop()
    let reader: BenchReader
    private let notify: NotifySocket
    private let central: ChildProcess
    private let scanner: ChildProcess

    private static let clock = "2025-03-10T10:00:00+08:00"

    /// - Parameters:
    ///   - folder: exists, is empty, and is removed by the caller.
    ///   - programs: where the built programs lie.
    init(folder: String, programs: String, repository: String) throws {
        self.folder = folder
        self.programs = programs
        reader = try BenchReader()
        loop.add(reader)
        notify = try NotifySocket(path: "\(folder)/notify")
        loop.add(notify)
        for name in ["kiosk", "central", "dev"] { mkdir("\(folder)/\(name)", 0o700) }
        // A key for digests of nobody: any will do.
        try Self.write(String(repeating: "5e", count: 32), to: "\(folder)/digest.key")
        try Self.makeRegistry(folder: folder, central: "\(programs)/kiosk-central", repository: repository)
        let programme = "\(repository)/config/programmes/doilungdeqen-2025.yaml"
        let calendars = "\(repository)/config/calendars"
        let keys = "\(repository)/config/rehearsal"
        try Self.write(
            """
            mode: rehearsal
            listen: {host: 127.0.0.1, port: 0}
            stateDirectory: \(folder)/central
            programmes: [\(programme)]
            calendars: \(calendars)
            digestKeyFile: \(folder)/digest.key
            sealing: {reviewersKeys: [\(keys)/reviewers.key], payersKeys: [\(keys)/payers.pub]}
            answerKey: \(keys)/central.key
            rehearsal: {clock: "\(Self.clock)"}
            """,
            to: "\(folder)/central.yaml"
        )
        // In a folder where nothing else changes: kioskd watches the folder of each device, and /dev/pts is busy.
        let scannerLink = "\(folder)/dev/scanner"
        let readerLink = "\(folder)/dev/id-card"
        guard symlink(reader.terminal.path, readerLink) == 0 else { throw BenchFailure.call("symlink \(readerLink)") }
        scanner = try ChildProcess(
            "\(programs)/kiosk-sim",
            ["scanner", "--link", scannerLink, "--control", "\(folder)/scanner.sock"],
            log: "\(folder)/scanner.log"
        )
        central = try ChildProcess(
            "\(programs)/kiosk-central",
            ["serve", "--config", "\(folder)/central.yaml"],
            log: "\(folder)/central.log",
            notify: notify.path
        )
        try loop.run(until: "kiosk-central") { notify.readyAt != nil }
        guard let address = notify.address else { throw BenchFailure("the central told no address") }
        try loop.run(until: "scanner") { access(scannerLink, F_OK) == 0 }
        try Self.write(
            """
            mode: rehearsal
            kiosk: {id: RH01, point: dongga}
            stateDirectory: \(folder)/kiosk
            shareDirectory: \(repository)/share
            programme: \(programme)
            calendars: \(calendars)
            digestKeyFile: \(folder)/digest.key
            sealing: {keys: \(keys)/sealing-keys, centralKey: \(keys)/central.pub}
            counter: {host: 127.0.0.1, port: 0}
            central: {url: "\(address)"}
            registry: {snapshot: \(folder)/registry.snapshot, publicKey: \(folder)/registry.pub}
            rehearsal: {clock: "\(Self.clock)"}
            discovery: false
            devices:
              - {role: id-card, driver: sdt, path: \(readerLink)}
              - {role: scanner, driver: line, path: \(scannerLink)}
            """,
            to: "\(folder)/kiosk.yaml"
        )
    }

    /// Starts a kiosk and waits until it is ready.
    func startKiosk() throws -> (process: ChildProcess, port: UInt16, start: Int64) {
        notify.reset()
        let process = try ChildProcess(
            "\(programs)/kioskd",
            ["--config", "\(folder)/kiosk.yaml"],
            log: "\(folder)/kioskd.log",
            notify: notify.path
        )
        try loop.run(until: "kioskd; see \(folder)/kioskd.log") { notify.readyAt != nil || !process.isRunning }
        guard let ready = notify.readyAt, let port = notify.address?.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw BenchFailure("kioskd did not start; its last words: \(Self.tail("\(folder)/kioskd.log"))") }
        return (process, port, ready - process.startedAt)
    }

    func stop() {
        scanner.stop()
        central.stop()
    }

    /// A snapshot of the rehearsal's plates, signed by a key of its own.
    private static func makeRegistry(folder: String, central: String, repository: String) throws {
        let log = "\(folder)/registry.log"
        try ChildProcess(central, ["key", "new", "--out", folder, "--name", "registry"], log: log).wait()
        try ChildProcess(
            central,
            [
                "registry", "import", "\(repository)/config/rehearsal/registry.csv", "--rehearsal",
                "--out", "\(folder)/registry.snapshot", "--as-of", "2025-03-09", "--version", "bench",
                "--issuer", "bench", "--digest-key", "\(folder)/digest.key",
                "--signing-key", "\(folder)/registry.key",
            ],
            log: log
        ).wait()
        guard access("\(folder)/registry.snapshot", F_OK) == 0 else {
            throw BenchFailure("no registry was made; the last words: \(tail(log))")
        }
    }

    private static func write(_ text: String, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchFailure.call("open \(path)") }
        defer { close(file) }
        try writeAll(file, Array(text.utf8))
    }

    private static func tail(_ path: String) -> String { String((try? textFile(path))?.suffix(600) ?? "none") }
}

/// A whole file, up to 1 MiB.
func textFile(_ path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw BenchFailure.call("open \(path)") }
    defer { close(file) }
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 {
        let part = try readSome(file)
        if part.isEmpty { break }
        bytes += part
    }
    return String(decoding: bytes, as: UTF8.self)
}
