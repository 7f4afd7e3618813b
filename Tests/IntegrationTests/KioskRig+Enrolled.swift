import Foundation
import KioskTestSupport
import Synchronization
import WireAPI

// A kiosk that is enrolled at a central with TLS on both sides, by the programs' own commands.
extension KioskRig {
    var centralSocket: String { centralStore + "/control.sock" }

    /// Makes the authority and the central's certificate. Gives the lines of `central.yaml`; `more` goes into `tls`.
    func makeAuthority(_ more: String = "") async throws -> String {
        try await central(["ca", "new", "--out", folder])
        try await central(["ca", "server", "--host", "127.0.0.1", "--authority", folder, "--out", folder])
        return """
            tls: {certificate: \(path("server.crt")), key: \(path("server.key")), \
            authority: \(path("authority.crt")), authorityKey: \(path("authority.key")), \
            sealingKeys: \(Self.keys)/sealing-keys\(more.isEmpty ? "" : ", \(more)")}
            answerKey: \(Self.keys)/central.key
            """
    }

    func token(for kiosk: String = "RH01") async throws -> String {
        try await central(["token", "new", "--kiosk", kiosk, "--socket", centralSocket]).filter { !$0.isWhitespace }
    }

    /// kioskctl's status, and all it said.
    func enrol(_ token: String) async throws -> (Int32, String) {
        let end = try await RunningProgram.output(
            of: "kioskctl",
            ["enrol", "--config", path("kiosk.yaml"), "--token", token, "--digest-key-out", path("kiosk.key")]
        )
        return (end.status, end.output + end.errors)
    }

    /// What `kiosk.yaml` has of an enrolled kiosk that asks its central often.
    func enrolledChanges(_ central: String, _ more: [String: String] = [:]) -> [String: String] {
        var changes = [
            "sealing": "", "digestKeyFile": path("kiosk.key"),
            "central":
                "{url: \"\(central)\", backOff: {firstMilliseconds: 50, longestSeconds: 1}, askEverySeconds: 10}",
        ]
        for (key, value) in more { changes[key] = value }
        return changes
    }

    /// Enrols the kiosk at a central that runs for it only. Gives the central's port, which is free again.
    func enrolled(_ tls: String) async throws -> Int {
        try await withCentral(tls: tls) { _, address in
            try writeKioskConfiguration(central: address, changes: ["sealing": ""])
            let (status, said) = try await enrol(try await token())
            guard status == 0, let port = address.split(separator: ":").last.flatMap({ Int($0) }) else {
                throw TestFailure(said)
            }
            return port
        }
    }

    /// `kioskctl … --json`, which must end so.
    @discardableResult
    func kioskctl(_ arguments: [String], status: Int32? = 0) async throws -> Data {
        let end = try await RunningProgram.output(
            of: "kioskctl",
            arguments + ["--json", "--socket", kioskStore + "/control.sock"]
        )
        guard status == nil || end.status == status else {
            throw TestFailure("kioskctl \(arguments.prefix(2)): \(end.status) \(end.output)\(end.errors)")
        }
        return Data(end.output.utf8)
    }

    /// The queue as soon as it is so; asked again and again, and the kiosk told to ask its central.
    @discardableResult
    func queue(
        _ what: String,
        retrying: Bool = true,
        within bound: Duration = .seconds(90),
        where fits: @escaping @Sendable (QueueStatus) -> Bool
    ) async throws -> QueueStatus {
        let last = LastStatus()
        do {
            return try await withBound(bound, what) {
                while true {
                    if retrying { try await kioskctl(["queue", "retry"], status: nil) }
                    // Nothing while the kiosk starts anew.
                    let answer = try await kioskctl(["queue"], status: nil)
                    last.text.withLock { $0 = String(decoding: answer, as: UTF8.self) }
                    if let status = try? JSONDecoder().decode(QueueStatus.self, from: answer), fits(status) {
                        return status
                    }
                }
            }
        } catch let failure as TestFailure {
            throw TestFailure("\(failure); the last status: \(last.text.withLock { $0 })")
        }
    }

    /// For the words of a test that fails.
    private final class LastStatus: Sendable {
        let text = Mutex("")
    }

    /// Copies what a backup of the central has, with the central stopped.
    func backUpCentral(to name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        for file in Self.backedUp where FileManager.default.fileExists(atPath: "\(centralStore)/\(file)") {
            try FileManager.default.copyItem(atPath: "\(centralStore)/\(file)", toPath: "\(path(name))/\(file)")
        }
    }

    /// Puts it back. `inPlace` writes the copy into the register's old file, so that it looks like the same file.
    func restoreCentral(from name: String, inPlace: Bool = false) throws {
        for file in Self.backedUp {
            let (copy, place) = ("\(path(name))/\(file)", "\(centralStore)/\(file)")
            let isThere = FileManager.default.fileExists(atPath: copy)
            if inPlace, file == "register.sqlite" {
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: place))
                try handle.truncate(atOffset: 0)
                try handle.write(contentsOf: try Data(contentsOf: URL(fileURLWithPath: copy)))
                try handle.close()
                continue
            }
            // Moved away, not deleted: a file system may give a deleted file's number to the next.
            if FileManager.default.fileExists(atPath: place) {
                try FileManager.default.moveItem(
                    atPath: place,
                    toPath: "\(place).before-\(UInt32.random(in: 0...UInt32.max))"
                )
            }
            if isThere { try FileManager.default.copyItem(atPath: copy, toPath: place) }
        }
    }

    private static let backedUp = ["register.sqlite", "register.sqlite-wal", "register.sqlite-shm", "photos"]
}

extension CounterClient {
    /// A claim by a person, answered; the card is taken away.
    @discardableResult
    func claim(_ plate: String, by person: String, _ rig: KioskRig, answered: Bool = true)
        async throws -> SessionView.Claim
    {
        try await begin()
        let claim = try await record(plate: plate) { try await rig.tap(person) }
        if answered { try await outcome("accepted") }
        try await take("POST", "finish")
        try await rig.lift()
        return claim
    }

    /// A claim by the present owner, who has a certificate with a photo of so many bytes. Gives the photo's name too.
    func claimWithPhoto(of bytes: Int, _ rig: KioskRig) async throws -> (claim: SessionView.Claim, photo: String) {
        try await begin()
        try await show(plate: "拉萨A00101") { try await rig.tap("other-owner") }
        var photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]
        var random = SystemRandomNumberGenerator()
        while photo.count < bytes { withUnsafeBytes(of: random.next()) { photo += $0 } }
        let name = try await keep(photo: photo).json(PhotoReceipt.self).photo
        let certificate = CertificateEntry(
            issuerKind: "village-committee",
            issuer: "彩排村村委会",
            number: "2025-017",
            issuedOn: "2025-02-20",
            photo: name
        )
        try await take("POST", "certificate", certificate)
        try await judgeParts(of: "拉萨A00101")
        let claim = try await pay()
        try await take("POST", "finish")
        try await rig.lift()
        return (claim, name)
    }
}
