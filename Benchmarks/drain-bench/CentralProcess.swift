import BenchSupport
import Foundation
import SampleKiosk

/// A real `kiosk-central` on SQLite with a state folder of its own.
struct CentralProcess {
    static let digestKey = String(repeating: "5a", count: 32)

    let address: String
    private let process: Process

    init(_ program: String, folder: String, repository: String) throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/central", withIntermediateDirectories: true)
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
            rehearsal: {clock: "\(SampleKiosk.clock)"}
            """
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/central.yaml"))
        try Data(Self.digestKey.utf8).write(to: URL(filePath: "\(folder)/digest.key"))
        process = Process()
        process.executableURL = URL(filePath: program)
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
}
