import Claims
import Foundation
import KioskTestSupport
import Sealing
import Synchronization
import Testing
import WireAPI

/// A running kiosk takes over other files without a new process, and keeps what it has when they are broken.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReloadTests {
    private static let nobody = "http://127.0.0.1:9"

    private func version(_ counter: CounterClient) async throws -> String {
        try await counter.snapshot().programme.version
    }

    /// A programme that the kiosk's settings name, with another version.
    private func write(_ version: String, _ rig: KioskRig) throws {
        let text = try String(contentsOfFile: KioskRig.programme, encoding: .utf8)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("version: ") }) else {
            throw TestFailure("the programme has no version")
        }
        try rig.write(text.replacing(line, with: "version: \"\(version)\""), to: "rules.yaml")
    }

    @Test func `after SIGHUP the same process works by the new programme, on the same address`() async throws {
        try await KioskRig.with { rig in
            try write("one", rig)
            let changes = ["programme": rig.path("rules.yaml"), "devices": "[]"]
            try await rig.withKiosk(central: Self.nobody, changes: changes) { kiosk, counter in
                #expect(try await version(counter) == "one")
                try write("two", rig)
                for round in 2...4 {
                    kiosk.hangUp()
                    try await kiosk.log.line(holding: "address=", round)
                }
                #expect(try await version(counter) == "two")
                let addresses = kiosk.log.lines.filter { $0.contains("address=") }.map {
                    $0.split(separator: "address=")[1]
                }
                #expect(Set(addresses).count == 1)
                kiosk.terminate()
                try await kiosk.log.line(holding: "stopped")
            }
        }
    }

    @Test func `a broken file is refused and told, and the kiosk goes on as it is`() async throws {
        try await KioskRig.with { rig in
            try write("one", rig)
            let changes = ["programme": rig.path("rules.yaml"), "devices": "[]"]
            try await rig.withKiosk(central: Self.nobody, changes: changes) { kiosk, counter in
                try rig.write("id: [", to: "rules.yaml")
                kiosk.hangUp()
                let line = try await kiosk.log.line(holding: "the new files are not used")
                #expect(line.contains("config.syntax"))
                #expect(try await version(counter) == "one")
                try write("two", rig)
                kiosk.hangUp()
                try await kiosk.log.line(holding: "address=", 2)
                #expect(try await version(counter) == "two")
            }
        }
    }

    @Test func `a visit that is under way is not disturbed`() async throws {
        try await KioskRig.with { rig in
            try write("one", rig)
            let changes = ["programme": rig.path("rules.yaml"), "devices": "[]"]
            try await rig.withKiosk(central: Self.nobody, changes: changes) { kiosk, counter in
                #expect(try await counter.take("POST", "start").step == "notice")
                try write("two", rig)
                kiosk.hangUp()
                try await kiosk.log.line(holding: "other files are read")
                try rig.write("id: [", to: "kiosk.yaml")
                for _ in 0..<20 { #expect(try await counter.snapshot().session.step == "notice") }
                #expect(try await counter.take("POST", "cancel").step == "idle")
                try await kiosk.log.line(holding: "address=", 2)
                #expect(try await version(counter) == "two")
            }
        }
    }

    @Test func `a new kiosk that cannot start gives the place back to the one before`() async throws {
        try await KioskRig.with { rig in
            try write("one", rig)
            let changes = ["programme": rig.path("rules.yaml"), "devices": "[]"]
            try await rig.withKiosk(central: Self.nobody, changes: changes) { kiosk, counter in
                var other = changes
                other["control"] = "{socket: /no/such/folder/control.sock}"
                _ = try rig.writeKioskConfiguration(central: Self.nobody, changes: other)
                try write("two", rig)
                kiosk.hangUp()
                try await kiosk.log.line(holding: "the kiosk could not start anew")
                try await kiosk.log.line(holding: "address=", 2)
                #expect(try await version(counter) == "one")
            }
        }
    }

    /// The programme with that version, offered by the central.
    private func offer(_ version: String, _ rig: KioskRig, _ central: SpokenCentral, kind: String = "programme") throws
    {
        try write(version, rig)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: rig.path("rules.yaml"))))
        let hash = ContentHash.sha256(of: bytes)
        central.state.withLock { state in
            state.files[hash] = bytes
            state.items = [
                SyncManifest.Item(kind: .programme, name: "rules.yaml", sha256: hash, bytes: Int64(bytes.count))
            ]
        }
    }

    /// One whose key the rehearsal's kiosks trust.
    private func makeCentral() throws -> SpokenCentral {
        SpokenCentral(key: try SigningKey(fileAt: KioskRig.keys + "/central.key"))
    }

    @Test func `rules that the central signed are taken over, and are there after a kill without a network`()
        async throws
    {
        try await KioskRig.with { rig in
            let central = try makeCentral()
            let changes = ["rulesFrom": "central", "devices": "[]"]
            let own = try await rig.withKiosk(central: Self.nobody, changes: changes) { _, counter in
                try await version(counter)
            }
            try offer("newer", rig, central)
            try await central.serve { url in
                try await rig.withKiosk(central: url, changes: changes) { kiosk, counter in
                    try await kiosk.log.line(holding: "address=", 2)
                    #expect(try await version(counter) == "newer")
                    kiosk.killNow()
                }
            }
            #expect(own != "newer")
            try await rig.withKiosk(central: Self.nobody, changes: changes) { _, counter in
                let version = try await version(counter)
                #expect(version == "newer")
            }
            // Without the setting they lie there unused.
            try await rig.withKiosk(central: Self.nobody, changes: ["devices": "[]"]) { _, counter in
                let version = try await version(counter)
                #expect(version == own)
            }
        }
    }

    @Test func `a kiosk killed between the files' arrival and their use uses them when it starts again`() async throws {
        try await KioskRig.with { rig in
            let central = try makeCentral()
            try offer("newer", rig, central)
            let changes = ["rulesFrom": "central", "devices": "[]"]
            try await central.serve { url in
                try await rig.withKiosk(central: url, changes: changes) { kiosk, counter in
                    // A visit keeps the kiosk from using them.
                    try await counter.take("POST", "start")
                    try await kiosk.log.line(holding: "other files came")
                    kiosk.killNow()
                }
            }
            try await rig.withKiosk(central: Self.nobody, changes: changes) { _, counter in
                let version = try await version(counter)
                #expect(version == "newer")
            }
        }
    }

    @Test func `a signed programme that cannot be read is refused, and the one before stays`() async throws {
        try await KioskRig.with { rig in
            let central = try makeCentral()
            let bytes = Array("id: [".utf8)
            let hash = ContentHash.sha256(of: bytes)
            central.state.withLock { state in
                state.files[hash] = bytes
                state.items = [SyncManifest.Item(kind: .programme, name: "rules.yaml", sha256: hash, bytes: 5)]
            }
            let changes = ["rulesFrom": "central", "devices": "[]"]
            try await central.serve { url in
                try await rig.withKiosk(central: url, changes: changes) { kiosk, counter in
                    let line = try await kiosk.log.line(holding: "nothing is heard from the central")
                    #expect(line.contains("config.syntax"))
                    #expect(try await version(counter) != "newer")
                    #expect(kiosk.log.lines.filter { $0.contains("address=") }.count == 1)
                }
            }
        }
    }

    /// Sealing keys of that version, offered by the central; nil offers none.
    private func offer(keys version: Int64?, _ reviewers: SealingKey, _ central: SpokenCentral) throws {
        let payers = try SealingKey(fileAt: KioskRig.keys + "/payers.pub")
        let file = try version.map {
            try SealingKeys(version: $0, isRehearsal: true, reviewers: reviewers, payers: payers)
                .file(signedBy: central.key)
        }
        central.state.withLock { state in
            state.items =
                file.map { bytes in
                    let hash = ContentHash.sha256(of: bytes)
                    state.files[hash] = bytes
                    return [
                        SyncManifest.Item(
                            kind: .sealingKeys,
                            name: "sealing-keys",
                            sha256: hash,
                            bytes: Int64(bytes.count)
                        )
                    ]
                } ?? []
        }
    }

    @Test func `sealing keys never go back, whatever older list of the central's is played again`() async throws {
        try await KioskRig.with { rig in
            let central = try makeCentral()
            let (second, third) = (OpeningKey().sealingKey, OpeningKey().sealingKey)
            try offer(keys: 3, third, central)
            try await central.serve { url in
                let often =
                    "{url: \"\(url)\", backOff: {firstMilliseconds: 50, longestSeconds: 1}, askEverySeconds: 10}"
                let changes = ["central": often, "devices": "[]"]
                try await rig.withKiosk(central: url, changes: changes) { kiosk, _ in
                    try await kiosk.log.line(holding: "address=", 2)
                    // Lower, none at all, and the same version with other keys.
                    for old: Int64? in [2, nil, 3] {
                        try offer(keys: old, second, central)
                        try await kiosk.log.line(holding: "sealing.keys-older")
                        let asked = { central.log.count { $0 == "GET /v1/manifest" } }
                        let before = asked()
                        for _ in 0..<300 where asked() < before + 2 { try await rig.kioskctl(["queue", "retry"]) }
                        #expect(asked() >= before + 2)
                    }
                    #expect(kiosk.log.lines.filter { $0.contains("address=") }.count == 2)
                    try offer(keys: 4, second, central)
                    try await kiosk.log.line(holding: "address=", 3)
                }
            }
        }
    }

    @Test func `a registry snapshot from the central is looked plates up in`() async throws {
        try await KioskRig.with { rig in
            let central = try makeCentral()
            try await rig.importRegistry(version: "r2")
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: rig.path("registry.snapshot"))))
            let hash = ContentHash.sha256(of: bytes)
            central.state.withLock { state in
                state.files[hash] = bytes
                state.items = [
                    SyncManifest.Item(
                        kind: .registry,
                        name: "registry.snapshot",
                        sha256: hash,
                        bytes: Int64(bytes.count)
                    )
                ]
            }
            try await rig.importRegistry(version: "r1")
            try await central.serve { url in
                try await rig.withKiosk(central: url, changes: ["devices": "[]"]) { kiosk, counter in
                    try await kiosk.log.line(holding: "other files came")
                    try await counter.begin()
                    #expect(kiosk.log.lines.filter { $0.contains("address=") }.count == 1)
                }
            }
            try await rig.withKiosk(central: Self.nobody, changes: ["devices": "[]"]) { kiosk, _ in
                let line = try await kiosk.log.line(holding: "registry opened")
                #expect(line.contains("r2"))
            }
        }
    }

    @Test func `a clock that was set back while the kiosk was off is shown, logged, and recorded with the claim`()
        async throws
    {
        try await KioskRig.with { rig in
            let changes = ["devices": "[]", "rehearsal": "{clock: \"2025-03-10T10:00:00+08:00\"}"]
            try await rig.withKiosk(central: Self.nobody, changes: changes) { kiosk, counter in
                let session = try await counter.take("POST", "start")
                #expect(!session.warnings.map(\.code).contains("clock-set-back"))
                kiosk.terminate()
                try await kiosk.log.line(holding: "stopped")
            }
            let earlier = ["devices": "[]", "rehearsal": "{clock: \"2025-03-10T09:40:00+08:00\"}"]
            try await rig.withKiosk(central: Self.nobody, changes: earlier) { kiosk, counter in
                try await kiosk.log.line(holding: "clock was set back")
                let session = try await counter.take("POST", "start")
                #expect(session.warnings.map(\.code).contains("clock-set-back"))
            }
        }
    }
}
