import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The real programs: a kiosk whose central cannot be reached, a stick, and the central.
struct CarryJourneyTests {
    private struct Written: Decodable {
        let file: String
        let count: Int64
    }

    private struct Imported: Decodable {
        let kioskId: String
        let answered: Int
        let refused: Int
        let answers: String
    }

    private static func kioskctl(_ rig: KioskRig, _ arguments: [String], status: Int32 = 0) async throws -> Data {
        let socket = rig.kioskStore + "/control.sock"
        let end = try await RunningProgram.output(of: "kioskctl", arguments + ["--json", "--socket", socket])
        guard end.status == status else {
            throw TestFailure("kioskctl \(arguments.prefix(2)): \(end.status) \(end.output)\(end.errors)")
        }
        return Data(end.output.utf8)
    }

    private static func decode<Value: Decodable>(_ data: Data, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }

    @Test func `a claim goes by stick to the central and its answer back, and the copy is a store again`() async throws
    {
        try await KioskRig.with { rig in
            let stick = rig.path("stick")
            try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
            try await rig.withDevices {
                // Nobody listens there.
                try await rig.withKiosk(central: "http://127.0.0.1:9") { _, counter in
                    try await counter.begin()
                    _ = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                    let status = try Self.decode(
                        try await Self.kioskctl(rig, ["queue"]),
                        as: QueueStatus.self
                    )
                    #expect(status.waiting == 1 && status.light == .amber && status.lastSequence == 1)
                    let written = try Self.decode(
                        try await Self.kioskctl(rig, ["queue", "export", "--to", stick]),
                        as: Written.self
                    )
                    #expect(written.count == 1 && written.file.hasSuffix(".claims.kiosk"))
                    // By the rehearsal's clock, whatever day this machine has.
                    let day = KioskRig.startOfRehearsal.prefix(10).filter { $0 != "-" }
                    #expect(written.file.contains("/kiosk-RH01-\(day)-"), "\(written.file)")
                    let imported = try await rig.withCentral(tls: "answerKey: \(KioskRig.keys)/central.key") { _, _ in
                        let socket = rig.centralStore + "/control.sock"
                        let output = try await rig.central([
                            "bundle", "import", written.file, "--answer-to", stick, "--json", "--socket", socket,
                        ])
                        let chain = try await rig.central([
                            "chain", "export", "--kiosk", "RH01", "--to", stick, "--json", "--socket", socket,
                        ])
                        let exported = try Self.decode(Data(chain.utf8), as: Written.self)
                        #expect(exported.file.contains("/central-RH01-\(day)-"), "\(exported.file)")
                        try await rig.central(["chain", "verify", exported.file])
                        return try Self.decode(Data(output.utf8), as: Imported.self)
                    }
                    #expect(imported.kioskId == "RH01" && imported.answered == 1 && imported.refused == 0)
                    let report = try Self.decode(
                        try await Self.kioskctl(rig, ["queue", "import-answer", imported.answers]),
                        as: ImportReport.self
                    )
                    #expect(report == ImportReport(answered: 1, known: 0, refused: 0))
                    let after = try Self.decode(try await Self.kioskctl(rig, ["queue"]), as: QueueStatus.self)
                    #expect(after.waiting == 0 && after.accepted + after.inReview == 1 && after.confirmedUpTo == 1)
                    let audit = try Self.decode(try await Self.kioskctl(rig, ["audit"]), as: AuditPage.self)
                    #expect(audit.lines.map(\.action) == ["queue.export", "queue.import-answer"])
                    let chain = try Self.decode(
                        try await Self.kioskctl(rig, ["chain", "export", "--to", stick]),
                        as: Written.self
                    )
                    #expect(chain.file.contains("/kiosk-RH01-\(day)-"), "\(chain.file)")
                    _ = try await Self.kioskctl(rig, ["chain", "verify", chain.file])
                    var bytes = try Data(contentsOf: URL(filePath: chain.file))
                    bytes[bytes.count / 2] ^= 1
                    try bytes.write(to: URL(filePath: chain.file))
                    _ = try await Self.kioskctl(rig, ["chain", "verify", chain.file], status: 1)
                    let copy = try Self.decode(
                        try await Self.kioskctl(rig, ["backup", "--to", stick]),
                        as: Written.self
                    )
                    #expect(copy.file.contains("/kiosk-RH01-\(day)-"), "\(copy.file)")
                    // Not while the daemon runs.
                    _ = try await Self.kioskctl(
                        rig,
                        ["restore", copy.file, "--config", rig.path("kiosk.yaml")],
                        status: 1
                    )
                    try Data(copy.file.utf8).write(to: URL(filePath: rig.path("copy.txt")))
                }
                let copy = try String(contentsOfFile: rig.path("copy.txt"), encoding: .utf8)
                let restore = ["restore", copy, "--config", rig.path("kiosk.yaml")]
                // Not where a store is.
                _ = try await Self.kioskctl(rig, restore, status: 1)
                for suffix in ["", "-wal", "-shm", ".lock"] {
                    try? FileManager.default.removeItem(atPath: rig.kioskStore + "/kiosk.sqlite" + suffix)
                }
                _ = try await Self.kioskctl(rig, restore)
                // Later, as time goes: a clock that went back would be told of.
                let later = ["rehearsal": rig.rehearsal(clock: "2025-03-10T11:00:00+08:00")]
                try await rig.withKiosk(central: "http://127.0.0.1:9", changes: later) { _, _ in
                    let status = try Self.decode(
                        try await Self.kioskctl(rig, ["queue"], status: 1),
                        as: QueueStatus.self
                    )
                    #expect(status.lastSequence == 1 && status.waiting == 0)
                    #expect(status.light == .red && status.stopped?.code == "store.restored-unconfirmed")
                    _ = try await Self.kioskctl(rig, ["programme", "end", "--confirm", status.kioskId], status: 1)
                    let audit = try Self.decode(try await Self.kioskctl(rig, ["audit"]), as: AuditPage.self)
                    #expect(audit.lines.map(\.action).suffix(2) == ["store.backup", "store.restore"])
                }
            }
        }
    }
}
