import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The real programs: a stick of a machine that is gone turns up when the new machine has given its number again.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TakenNumberJourneyTests {
    private struct Written: Decodable {
        let file: String
    }

    private struct Imported: Decodable {
        let answered: Int
        let answers: String
    }

    private static let later = "2025-03-10T11:00:00+08:00"

    private static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }

    /// Two claims that only the stick has. Gives copy, which is from before them, and stick.
    private static func oldMachine(_ rig: KioskRig, _ address: String) async throws -> [String] {
        try await rig.withKiosk(central: address, changes: rig.enrolledChanges(address)) { _, counter in
            let copy = try await rig.kioskctl(["backup", "--to", rig.folder])
            try await counter.claim("拉萨A00101", by: "owner-1", rig, answered: false)
            try await counter.claim("拉萨A00102", by: "owner-2", rig, answered: false)
            let stick = try await rig.kioskctl(["queue", "export", "--to", rig.folder])
            return try [copy, stick].map { try decode(Written.self, $0).file }
        }
    }

    private static func replace(_ rig: KioskRig, by copy: String) async throws {
        try FileManager.default.removeItem(atPath: rig.kioskStore)
        try FileManager.default.createDirectory(atPath: rig.kioskStore, withIntermediateDirectories: true)
        let restore = ["restore", copy, "--config", rig.path("kiosk.yaml")]
        #expect(try await RunningProgram.output(of: "kioskctl", restore).status == 0)
    }

    @Test func `the new machine takes over what the stick has, resends its own claim, turns green and ends`()
        async throws
    {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            try await rig.withDevices {
                let files = try await Self.oldMachine(rig, address)
                try await Self.replace(rig, by: files[0])
                // A rehearsal's clock starts anew with each program, and these come after the others.
                try await rig.withCentral(port: port, clock: Self.later, tls: tls) { _, _ in
                    let (status, said) = try await rig.enrol(try await rig.token())
                    #expect(status == 0, "\(said)")
                    let changes = rig.enrolledChanges(address, ["rehearsal": rig.rehearsal(clock: Self.later)])
                    try await rig.withKiosk(central: address, changes: changes) { _, counter in
                        try await rig.queue("the central's word") { $0.lastSequence == 0 && $0.stopped == nil }
                        try await rig.kioskctl(["queue", "pause"])
                        let own = try await counter.claim("拉萨A00103", by: "owner-3", rig, answered: false).claimNumber
                        #expect(own.hasPrefix("RH01-000001-"))
                        let order = [
                            "bundle", "import", files[1], "--earlier-key", "--answer-to", rig.folder, "--json",
                            "--socket", rig.centralSocket,
                        ]
                        let imported = try Self.decode(Imported.self, Data(try await rig.central(order).utf8))
                        #expect(imported.answered == 2)
                        try await Self.settle(rig, own)
                        // Of the old machine's two the first has the own claim's number, and is not here.
                        let taken = try await rig.kioskctl(["queue", "import-answer", imported.answers])
                        let report = try Self.decode(ImportReport.self, taken)
                        #expect(report == ImportReport(answered: 0, known: 1, refused: 0, unknown: 1))
                        try await Self.end(rig)
                    }
                }
            }
        }
    }

    private static func settle(_ rig: KioskRig, _ own: String) async throws {
        try await rig.kioskctl(["queue", "resume"])
        let stopped = try await rig.queue("the fork") {
            $0.needsPerson == 1 && $0.stopped?.code == "store.restored-conflict"
        }
        #expect(stopped.light == .red && stopped.stopped?.remedy.contains("settle-loss \(own)") == true)
        try await rig.kioskctl(["queue", "settle-loss", own])
        try await rig.queue("the stick's claims") { $0.lastSequence == 2 && $0.stopped == nil }
        try await rig.kioskctl(["queue", "amend", own, "--reason", "its number is another's"])
        let settled = try await rig.queue("the correction") { $0.inReview == 1 && $0.waiting == 0 }
        #expect(settled.lastSequence == 3 && settled.needsPerson == 0 && settled.light == .green)
    }

    /// The fork shows in the chain, in no other place.
    private static func end(_ rig: KioskRig) async throws {
        let chain = try decode(Written.self, try await rig.kioskctl(["chain", "export", "--to", rig.folder])).file
        let words = try await rig.central(["chain", "verify", chain], status: 1)
        #expect(words.contains("claim 2:") && words.contains("[link]") && !words.contains("claim 3:"))
        let central = [
            "chain", "export", "--kiosk", "RH01", "--to", rig.folder, "--json", "--socket", rig.centralSocket,
        ]
        let other = try decode(Written.self, Data(try await rig.central(central).utf8)).file
        // Its claims 1 and 2 are those of the old machine, and 3 goes on from the second.
        try await rig.central(["chain", "verify", other])
        let copy = try decode(Written.self, try await rig.kioskctl(["backup", "--to", rig.folder])).file
        #expect(FileManager.default.fileExists(atPath: copy))
        let end = ["programme", "end", "--confirm", "RH01", "--to", rig.folder]
        try await rig.kioskctl(end, status: 1)
        try await rig.kioskctl(end + ["--despite-open"])
    }
}
