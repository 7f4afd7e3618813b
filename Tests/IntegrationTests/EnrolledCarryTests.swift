import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The stick between an enrolled kiosk and its central: signed both ways, with photos and with news of older claims.
@Suite(.serialized, .timeLimit(.minutes(10))) struct EnrolledCarryTests {
    private struct Written: Decodable {
        let file: String
        let count: Int64
    }

    private struct Imported: Decodable {
        let answered: Int
        let answers: String
    }

    /// Exports at the kiosk and reads it in at the central, which must be running. Gives the answers' file.
    private func carry(_ rig: KioskRig, to stick: String) async throws -> Imported {
        let exported = try await rig.kioskctl(["queue", "export", "--to", stick])
        let written = try decode(Written.self, String(decoding: exported, as: UTF8.self))
        let order = ["bundle", "import", written.file, "--answer-to", stick, "--json", "--socket", rig.centralSocket]
        let imported = try decode(Imported.self, try await rig.central(order))
        // On the stick one sees which answers belong to which claims.
        #expect(imported.answers == written.file.replacingOccurrences(of: ".claims.kiosk", with: ".answers.kiosk"))
        return imported
    }

    /// By the commands that `docs/queue.md` and `docs/central.md` name.
    private func look(_ rig: KioskRig, at claim: String) async throws {
        let socket = ["--socket", rig.centralSocket]
        #expect(try await rig.central(["claims", "--status", "accepted"] + socket).contains(claim))
        #expect(try await rig.central(["claims", "--status", "paid", "--kiosk", "RH01"] + socket) == "no such claim\n")
        let sheet = try await rig.central(["claims", "show", claim] + socket)
        #expect(sheet.contains("accepted") && sheet.contains("applicant") && sheet.contains("*"))

        let keyFile = rig.path("rh01.pub")
        try await rig.central(["kiosks", "key", "--kiosk", "RH01"] + socket)
            .write(toFile: keyFile, atomically: true, encoding: .utf8)
        let exported = try await rig.kioskctl(["chain", "export", "--to", rig.folder])
        let chain = try decode(Written.self, String(decoding: exported, as: UTF8.self)).file
        try await rig.central(["chain", "verify", chain, "--public-key", keyFile])
        // Another's key: that is said, and nothing against the chain.
        try await rig.central(["chain", "export", "--kiosk", "RH01", "--to", rig.folder] + socket)
        let others = try #require(
            try FileManager.default.contentsOfDirectory(atPath: rig.folder).first { $0.hasPrefix("central-RH01") }
        )
        let words = try await rig.central(["chain", "verify", rig.path(others), "--public-key", keyFile], status: 1)
        #expect(words.contains("NOT proved") && !words.contains("NOT whole"))
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch {
            throw TestFailure("\(error): \(text)")
        }
    }

    /// The file with one digit of its signature changed.
    private func forged(_ file: String) throws -> String {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        let place = bytes.count - 5
        bytes[place] = bytes[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        try Data(bytes).write(to: URL(fileURLWithPath: file + ".forged"))
        return file + ".forged"
    }

    private func folder(_ rig: KioskRig, _ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: rig.path(name), withIntermediateDirectories: true)
        return rig.path(name)
    }

    @Test func `claims and a photo go by stick, answers and changes of standing come back, without a network`()
        async throws
    {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            // Nobody listens there: the central runs at another port.
            let dead = "https://127.0.0.1:\(port)"
            try await rig.withDevices {
                try await rig.withKiosk(central: dead, changes: rig.enrolledChanges(dead)) { kiosk, counter in
                    let (claim, photo) = try await counter.claimWithPhoto(of: 500_000, rig)
                    try await rig.withCentral(tls: tls) { _, address in
                        #expect(address != dead)
                        let first = try await carry(rig, to: try folder(rig, "first"))
                        #expect(first.answered == 1)
                        let kept = try Data(contentsOf: URL(fileURLWithPath: "\(rig.kioskStore)/photos/\(photo)"))
                        let there = "\(rig.centralStore)/photos/RH01/\(photo)"
                        #expect(try Data(contentsOf: URL(fileURLWithPath: there)) == kept)
                        // Signed by nobody who counts: nothing is taken.
                        try await rig.kioskctl(["queue", "import-answer", try forged(first.answers)], status: 1)
                        #expect(try await rig.queue("nothing", retrying: false) { _ in true }.waiting == 1)
                        try await look(rig, at: claim.claimNumber)
                        try await rig.kioskctl(["queue", "import-answer", first.answers])
                        let answered = try await rig.queue("the answer", retrying: false) { $0.waiting == 0 }
                        #expect(answered.photosWaiting == 0 && answered.accepted == 1)

                        let order = ["claim", "return", claim.claimNumber, "--reason", "correct-bank-card"]
                        try await rig.central(order + ["--socket", rig.centralSocket])
                        // Nothing waits, and the stick brings back what became of it all the same.
                        let second = try await carry(rig, to: try folder(rig, "second"))
                        #expect(second.answered == 0)
                        try await rig.kioskctl(["queue", "import-answer", second.answers])
                        #expect(try await rig.queue("the return", retrying: false) { _ in true }.returned == 1)
                        // Late and twice, the older stick changes nothing.
                        try await rig.kioskctl(["queue", "import-answer", first.answers])
                        try await rig.kioskctl(["queue", "import-answer", second.answers])
                        #expect(try await rig.queue("the same", retrying: false) { _ in true }.returned == 1)
                    }
                    // The network comes back: the same end.
                    try await rig.withCentral(port: port, tls: tls) { _, _ in
                        try await rig.kioskctl(["queue", "retry"])
                        try await kiosk.log.line(holding: "the central is heard again")
                        let status = try await rig.queue("the same") { _ in true }
                        #expect(status.returned == 1 && status.photosWaiting == 0 && status.waiting == 0)
                    }
                }
            }
        }
    }

    @Test func `answers from before the central was restored confirm nothing that it has lost`() async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            try rig.backUpCentral(to: "backup")
            try await rig.withDevices {
                try await rig.withKiosk(central: address, changes: rig.enrolledChanges(address)) { kiosk, counter in
                    let (_, photo) = try await counter.claimWithPhoto(of: 300_000, rig)
                    let there = "\(rig.centralStore)/photos/RH01/\(photo)"
                    let old = try await rig.withCentral(tls: tls) { _, _ in
                        try await carry(rig, to: try folder(rig, "stick"))
                    }
                    try await rig.kioskctl(["queue", "import-answer", old.answers])
                    try await rig.withCentral(port: port, tls: tls) { _, _ in
                        try await rig.queue("the epoch") { $0.accepted == 1 && $0.confirmedUpTo == 1 }
                    }
                    try rig.restoreCentral(from: "backup")
                    #expect(!FileManager.default.fileExists(atPath: there))
                    // Nothing is sent again before the old answers are read once more.
                    try await rig.kioskctl(["queue", "pause"])
                    // A rehearsal's clock starts anew with each central, and this one comes after the others.
                    let later = "2025-03-10T10:05:00+08:00"
                    try await rig.withCentral(port: port, clock: later, tls: tls) { _, _ in
                        try await kiosk.log.line(holding: "restored from an older copy")
                        let lost = try await rig.queue("the lost claim", retrying: false) { $0.waiting == 1 }
                        #expect(lost.photosWaiting == 1)
                        let refused = await #expect(throws: TestFailure.self) {
                            try await rig.kioskctl(["queue", "import-answer", old.answers])
                        }
                        #expect(refused.map { "\($0)" }?.contains("bundle.before-restoration") == true)
                        let log = String(decoding: try await rig.kioskctl(["audit"]), as: UTF8.self)
                        #expect(log.components(separatedBy: "queue.import-answer").count == 2)
                        let after = try await rig.queue("the same", retrying: false) { _ in true }
                        #expect(after.waiting == 1 && after.photosWaiting == 1 && after.accepted == 0)
                        #expect(!FileManager.default.fileExists(atPath: there))
                        try await rig.kioskctl(["queue", "resume"])
                        try await rig.queue("both") { $0.accepted == 1 && $0.waiting == 0 && $0.photosWaiting == 0 }
                        #expect(FileManager.default.fileExists(atPath: there))
                        // And answers of the central as it is now count.
                        let new = try await carry(rig, to: try folder(rig, "new"))
                        try await rig.kioskctl(["queue", "import-answer", new.answers])
                    }
                }
            }
        }
    }

    @Test func `a photo that cannot be read is named when the queue is carried, and nothing else stays behind`()
        async throws
    {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let dead = "https://127.0.0.1:\(port)"
            try await rig.withDevices {
                try await rig.withKiosk(central: dead, changes: rig.enrolledChanges(dead)) { _, counter in
                    let (claim, photo) = try await counter.claimWithPhoto(of: 100_000, rig)
                    try FileManager.default.removeItem(atPath: "\(rig.kioskStore)/photos/\(photo)")
                    let stick = try folder(rig, "stick")
                    let said = await #expect(throws: TestFailure.self) {
                        try await rig.kioskctl(["queue", "export", "--to", stick])
                    }
                    #expect(said.map { "\($0)" }?.contains("NOT on the stick: 1 photo") == true)
                    #expect(try FileManager.default.contentsOfDirectory(atPath: stick).count == 1)
                    let log = String(decoding: try await rig.kioskctl(["audit"]), as: UTF8.self)
                    #expect(log.contains("1 claims, 0 photos, 1 not readable"))
                    let list = String(decoding: try await rig.kioskctl(["queue", "list"]), as: UTF8.self)
                    #expect(list.contains(claim.claimNumber))
                }
            }
        }
    }

    @Test func `a bundle with another signature, and one of a kiosk that was revoked, are refused`() async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let dead = "https://127.0.0.1:\(port)"
            try await rig.withDevices {
                try await rig.withKiosk(central: dead, changes: rig.enrolledChanges(dead)) { _, counter in
                    try await counter.claim("拉萨A00101", by: "owner-1", rig, answered: false)
                    let written = try JSONDecoder().decode(
                        Written.self,
                        from: try await rig.kioskctl(["queue", "export", "--to", rig.folder])
                    )
                    #expect(written.count == 1)
                    try await rig.withCentral(tls: tls) { _, _ in
                        let order = ["bundle", "import", try forged(written.file), "--socket", rig.centralSocket]
                        try await rig.central(order, status: 65)
                        // Good claims, and no place for the answers: the central is not even asked.
                        let nowhere = ["bundle", "import", written.file, "--answer-to", rig.path("nowhere")]
                        try await rig.central(nowhere + ["--socket", rig.centralSocket], status: 65)
                        // Revoked: the old key counts no longer.
                        try await rig.central(["kiosks", "revoke", "--kiosk", "RH01", "--socket", rig.centralSocket])
                        let old = ["bundle", "import", written.file, "--socket", rig.centralSocket]
                        try await rig.central(old, status: 65)
                        #expect(try await rig.central(["kiosks", "--socket", rig.centralSocket]).contains("revoked"))
                    }
                }
            }
            let claims = try await rig.column(
                of: "SELECT count(*) FROM claim",
                in: rig.centralStore + "/register.sqlite"
            )
            #expect(claims == ["0"])
        }
    }

    @Test func `the stick of a machine that is gone counts after another took its place, by the operator's word`()
        async throws
    {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            try await rig.withDevices {
                let enrolled = rig.enrolledChanges(address)
                let files = try await rig.withKiosk(central: address, changes: enrolled) { _, counter in
                    try await rig.withCentral(port: port, tls: tls) { _, _ in
                        try await counter.claim("拉萨A00101", by: "owner-1", rig)
                        try await rig.queue("the first claim") { $0.accepted == 1 && $0.confirmedUpTo == 1 }
                    }
                    let copy = try await rig.kioskctl(["backup", "--to", rig.folder])
                    try await counter.claim("拉萨A00102", by: "owner-2", rig, answered: false)
                    let stick = try await rig.kioskctl(["queue", "export", "--to", try folder(rig, "stick")])
                    return try [copy, stick].map {
                        try decode(Written.self, String(decoding: $0, as: UTF8.self)).file
                    }
                }
                try FileManager.default.removeItem(atPath: rig.kioskStore)
                _ = try folder(rig, "kiosk")
                let restore = ["restore", files[0], "--config", rig.path("kiosk.yaml")]
                let restored = try await RunningProgram.output(of: "kioskctl", restore)
                #expect(restored.status == 0 && restored.errors.contains("bundle import"), "\(restored)")
                // A rehearsal's clock starts anew with each program, and these come after the others.
                let later = "2025-03-10T11:00:00+08:00"
                try await rig.withCentral(port: port, clock: later, tls: tls) { _, _ in
                    let order = ["token", "new", "--kiosk", "RH01", "--socket", rig.centralSocket]
                    let made = try await RunningProgram.output(of: "kiosk-central", order)
                    #expect(made.status == 0 && made.errors.contains("every stick of the old one"), "\(made.errors)")
                    let (status, said) = try await rig.enrol(made.output.filter { !$0.isWhitespace })
                    #expect(status == 0, "\(said)")
                    try await takeIn(rig, stick: files[1])
                    let changes = rig.enrolledChanges(address, ["rehearsal": rig.rehearsal(clock: later)])
                    try await rig.withKiosk(central: address, changes: changes) { _, counter in
                        try await rig.queue("both claims") { $0.lastSequence == 2 && $0.stopped == nil }
                        let answers = files[1].replacingOccurrences(of: ".claims.kiosk", with: ".answers.kiosk")
                        try await rig.kioskctl(["queue", "import-answer", answers])
                        let next = try await counter.claim("拉萨A00103", by: "owner-3", rig)
                        #expect(next.claimNumber.hasPrefix("RH01-000003-"))
                    }
                }
            }
        }
    }

    /// Refused without the operator's word, and the way out is named; taken with it.
    private func takeIn(_ rig: KioskRig, stick: String) async throws {
        let answers = rig.path("stick")
        let order = ["bundle", "import", stick, "--answer-to", answers, "--json", "--socket", rig.centralSocket]
        let refused = try await RunningProgram.output(of: "kiosk-central", order)
        #expect(refused.status == 65 && refused.errors.contains("bundle.wrong-signature"), "\(refused.errors)")
        #expect(refused.errors.contains("--earlier-key"))
        let imported = try decode(Imported.self, try await rig.central(order + ["--earlier-key"]))
        #expect(imported.answered == 1)
    }
}
