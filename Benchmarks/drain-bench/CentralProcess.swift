import BenchSupport
import Foundation
import SampleKiosk

/// A real `kiosk-central` on SQLite with a state folder of its own, reached over TLS by kiosks that are enrolled.
struct CentralProcess {
    static let digestKey = String(repeating: "5a", count: 32)

    let address: String
    private let programs: String
    private let folder: String
    private let repository: String
    private let process: Process

    init(programs: String, folder: String, repository: String) throws {
        (self.programs, self.folder, self.repository) = (programs, folder, repository)
        try FileManager.default.createDirectory(atPath: "\(folder)/central", withIntermediateDirectories: true)
        try Self.run("\(programs)/kiosk-central", ["ca", "new", "--out", folder])
        try Self.run(
            "\(programs)/kiosk-central",
            ["ca", "server", "--host", "127.0.0.1", "--authority", folder, "--out", folder]
        )
        let rehearsal = "\(repository)/config/rehearsal"
        let settings = """
            mode: rehearsal
            listen: {host: 127.0.0.1, port: 0}
            stateDirectory: \(folder)/central
            programmes: [\(repository)/config/programmes/doilungdeqen-2025.yaml]
            calendars: \(repository)/config/calendars
            digestKeyFile: \(folder)/digest.key
            sealing: {reviewersKeys: [\(rehearsal)/reviewers.key], payersKeys: [\(rehearsal)/payers.pub]}
            signing: {key: \(rehearsal)/central.key, company: 彩排再生资源有限公司, validDays: 730}
            tls:
              certificate: \(folder)/server.crt
              key: \(folder)/server.key
              authority: \(folder)/authority.crt
              authorityKey: \(folder)/authority.key
              sealingKeys: \(rehearsal)/sealing-keys
            answerKey: \(rehearsal)/central.key
            rehearsal: {clock: "\(SampleKiosk.clock)"}
            """
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/central.yaml"))
        try Data(Self.digestKey.utf8).write(to: URL(filePath: "\(folder)/digest.key"))
        process = Process()
        process.executableURL = URL(filePath: "\(programs)/kiosk-central")
        process.arguments = ["serve", "--config", "\(folder)/central.yaml"]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("address=http") || !text.hasSuffix("\n") {
            let piece = errors.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BenchFailure("the central did not start: \(text)") }
            text += String(decoding: piece, as: UTF8.self)
        }
        guard let field = text.split(whereSeparator: \.isWhitespace).first(where: { $0.hasPrefix("address=http") })
        else { throw BenchFailure("no address in: \(text)") }
        address = String(field.dropFirst("address=".count))
    }

    /// Kiosk RH01 with its state in the bench's folder.
    func enrol() throws {
        let settings = """
            mode: rehearsal
            kiosk: {id: RH01, point: dongga}
            stateDirectory: \(folder)
            shareDirectory: \(repository)/share
            programme: \(repository)/config/programmes/doilungdeqen-2025.yaml
            calendars: \(repository)/config/calendars
            digestKeyFile: \(folder)/kiosk.key
            counter: {host: 127.0.0.1, port: 0}
            central: {url: "\(address)"}
            registry: {snapshot: \(folder)/registry.snapshot, publicKey: \(folder)/registry.pub}
            rehearsal: {clock: "\(SampleKiosk.clock)"}
            devices: []
            """
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/kiosk.yaml"))
        let token = try Self.run(
            "\(programs)/kiosk-central",
            ["token", "new", "--kiosk", "RH01", "--socket", "\(folder)/central/control.sock"]
        )
        try Self.run(
            "\(programs)/kioskctl",
            [
                "enrol", "--config", "\(folder)/kiosk.yaml", "--token", token.filter { !$0.isWhitespace },
                "--digest-key-out", "\(folder)/kiosk.key",
            ]
        )
    }

    /// User and system, so far.
    var cpuSeconds: Double {
        let fields = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8))?
            .split(separator: ")").last?.split(separator: " ")
        guard let fields, fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            return 0
        }
        return (user + system) / Double(sysconf(CInt(_SC_CLK_TCK)))
    }

    var peakMiB: Double {
        let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let size = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (size ?? 0) / 1_024
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchFailure("\(arguments.prefix(2)) failed") }
        return text
    }
}
