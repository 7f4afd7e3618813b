import Claims
import Foundation
import KioskTestSupport
import Sealing
import Testing
import WireAPI

/// What comes down to an enrolled kiosk from the real central over TLS, and what goes up beside claims.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LiveCentralTests {
    /// Replaces a file as an operator is told to: written beside its place, then renamed.
    private func put(_ bytes: Data, at path: String) throws {
        try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private func copy(_ from: String, to path: String) throws {
        try put(try Data(contentsOf: URL(fileURLWithPath: from)), at: path)
    }

    @Test func `standings, rules, registry and keys of the central are in use without a new process`() async throws {
        try await KioskRig.with { rig in
            let offered = rig.path("offered")
            try FileManager.default.createDirectory(atPath: offered, withIntermediateDirectories: true)
            try copy(KioskRig.programme, to: offered + "/rules.yaml")
            try copy(rig.path("registry.snapshot"), to: offered + "/registry.snapshot")
            try copy(KioskRig.keys + "/sealing-keys", to: offered + "/sealing-keys")
            let next = try rig.changedProgramme([:])
            try await rig.central(["key", "sealing", "--out", rig.folder, "--name", "next"])
            let tls =
                try await rig.makeAuthority() + """

                    distribute: {programmes: [\(offered)/rules.yaml], registry: \(offered)/registry.snapshot, \
                    sealingKeys: \(offered)/sealing-keys}
                    """
            let port = try await rig.enrolled(tls)
            let reviewers = "\(KioskRig.keys)/reviewers.key, \(rig.path("next.key"))"
            try await rig.withCentral(
                port: port,
                programme: "\(KioskRig.programme), \(next)",
                tls: tls,
                reviewers: reviewers
            ) { _, address in
                try await rig.withDevices {
                    let changes = rig.enrolledChanges(address, ["rulesFrom": "central"])
                    try await rig.withKiosk(central: address, changes: changes) { kiosk, counter in
                        // The central's files as they are at first let it start anew as well.
                        try await kiosk.log.line(holding: "address=", 2)
                        let first = try await counter.claim("拉萨A00101", by: "owner-1", rig)
                        let order = ["claim", "return", first.claimNumber, "--reason", "correct-bank-card"]
                        try await rig.central(order + ["--socket", rig.centralSocket])
                        try await rig.queue("the return") { $0.returned == 1 }
                        let before = try await counter.snapshot().programme.version

                        // One after the other: each is waited for, and keys and rules let the kiosk start anew.
                        try await rig.central([
                            "key", "sign", "--reviewers", rig.path("next.pub"), "--payers",
                            KioskRig.keys + "/payers.pub",
                            "--keys-version", "2", "--rehearsal", "--signing-key", KioskRig.keys + "/central.key",
                            "--out", rig.path("next-keys"),
                        ])
                        try copy(rig.path("next-keys"), to: offered + "/sealing-keys")
                        try await kiosk.log.line(holding: "address=", 3)
                        try await rig.importRegistry(asOf: "2025-03-10", version: "r2")
                        try copy(rig.path("registry.snapshot"), to: offered + "/registry.snapshot")
                        try copy(next, to: offered + "/rules.yaml")
                        try await kiosk.log.line(holding: "address=", 4)
                        // Opened when a plate is looked up, or at a start.
                        try await kiosk.log.line(holding: "version=r2")
                        #expect(try await counter.snapshot().programme.version != before)
                        try await counter.claim("拉萨A00102", by: "owner-2", rig)
                        #expect(try await rig.queue("everything") { $0.accepted == 1 }.returned == 1)
                    }
                }
            }
            let keys = try await rig.column(
                of: "SELECT json_extract(CAST(content AS TEXT), '$.sealed.identity.key') FROM claim ORDER BY sequence",
                in: rig.centralStore + "/register.sqlite"
            )
            let old = try SealingKey(fileAt: KioskRig.keys + "/reviewers.pub").fingerprint
            #expect(keys == [old, try SealingKey(fileAt: rig.path("next.pub")).fingerprint])
            let versions = try await rig.column(
                of: "SELECT json_extract(CAST(content AS TEXT), '$.programmeVersion') FROM claim ORDER BY sequence",
                in: rig.centralStore + "/register.sqlite"
            )
            #expect(versions.count == 2 && versions[1].hasPrefix("test-"))
        }
    }

    /// Bytes of a file; 0 when it is not there.
    private static func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }

    /// Until the program killed itself at its crash point.
    private static func end(of program: RunningProgram) async {
        _ = try? await program.log.line(holding: "never printed", within: .seconds(60))
    }

    @Test func `a photo goes up in pieces, whole in the end, though both sides are killed meanwhile`() async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            let changes = rig.enrolledChanges(address)
            let photo = try await rig.withDevices {
                try await rig.withKiosk(central: address, changes: changes) { _, counter in
                    try await counter.claimWithPhoto(of: 3_900_000, rig).photo
                }
            }
            let whole = "\(rig.centralStore)/photos/RH01/\(photo)"
            let quiet = changes.merging(["devices": "[]"]) { $1 }
            // Some fifteen pieces: the kiosk ends after the fourth, the central after its ninth.
            try await rig.withCentral(port: port, tls: tls, crashAt: "central.photo.written:9") { central, _ in
                try await rig.withKiosk(central: address, changes: quiet, crashAt: "kiosk.photo.answered:4") {
                    kiosk,
                    _ in await Self.end(of: kiosk)
                }
                let there = Self.size(whole + ".part")
                #expect(there > 0 && Self.size(whole) == 0)
                try await rig.withKiosk(central: address, changes: quiet) { _, _ in await Self.end(of: central) }
                #expect(Self.size(whole + ".part") > there && Self.size(whole) == 0)
            }
            try await rig.withCentral(port: port, tls: tls) { _, _ in
                try await rig.withKiosk(central: address, changes: quiet) { _, _ in
                    try await rig.queue("the photo") { $0.photosWaiting == 0 && $0.waiting == 0 }
                }
            }
            // The central has opened it and compared it with the claim; as it was sealed here it lies there.
            let sealed = try Data(contentsOf: URL(fileURLWithPath: "\(rig.kioskStore)/photos/\(photo)"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: whole)) == sealed)
        }
    }

    @Test func `a kiosk's store from a backup catches up with the central before anything is recorded`() async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            let changes = rig.enrolledChanges(address)
            try await rig.withDevices {
                let copy = try await rig.withCentral(port: port, tls: tls) { _, _ in
                    try await rig.withKiosk(central: address, changes: changes) { _, counter in
                        try await counter.claim("拉萨A00101", by: "owner-1", rig)
                        struct Written: Decodable { let file: String }
                        let written = try JSONDecoder().decode(
                            Written.self,
                            from: try await rig.kioskctl(["backup", "--to", rig.folder])
                        )
                        try await counter.claim("拉萨A00102", by: "owner-2", rig)
                        return written.file
                    }
                }
                for suffix in ["", "-wal", "-shm", ".lock"] {
                    try? FileManager.default.removeItem(atPath: "\(rig.kioskStore)/kiosk.sqlite\(suffix)")
                }
                try await rig.kioskctl(["restore", copy, "--config", rig.path("kiosk.yaml")])
                let later = changes.merging(["rehearsal": rig.rehearsal(clock: "2025-03-10T11:00:00+08:00")]) { $1 }
                try await rig.withKiosk(central: address, changes: later) { kiosk, counter in
                    // The central is away: no visit begins.
                    let refused = try await counter.send("POST", "/v1/session/start")
                    #expect(
                        refused.status == 409 && String(decoding: refused.body, as: UTF8.self).contains("store-not-")
                    )
                    try await rig.withCentral(port: port, clock: "2025-03-10T11:00:00+08:00", tls: tls) { _, _ in
                        try await kiosk.log.line(holding: "the restored store is complete again")
                        try await counter.snapshot("a counter that works") { $0.session.step == "idle" }
                        let claim = try await counter.claim("拉萨A00103", by: "owner-3", rig)
                        #expect(claim.claimNumber.hasPrefix("RH01-000003-"))
                        let status = try await rig.queue("everything") { $0.confirmedUpTo == 3 }
                        #expect(status.lastSequence == 3 && status.accepted == 3 && status.waiting == 0)
                    }
                }
            }
        }
    }
}
