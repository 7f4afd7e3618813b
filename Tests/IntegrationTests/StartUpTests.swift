import Claims
import Foundation
import Glibc
import KioskTestSupport
import Testing
import WireAPI

/// What cannot run says so in one line, with code and remedy, and ends with a status that is not 0.
@Suite(.serialized) struct StartUpTests {
    /// Runs kioskd to its end and checks its last words.
    private func expectRefusal(
        _ code: String,
        naming text: String? = nil,
        changes: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation,
        prepare: (KioskRig) async throws -> Void = { _ in }
    ) async throws {
        try await KioskRig.with { rig in
            try await prepare(rig)
            let config = try rig.writeKioskConfiguration(central: "http://127.0.0.1:1", changes: changes)
            let end = try await RunningProgram.output(of: "kioskd", ["--config", config])
            #expect(end.status > 0, sourceLocation: sourceLocation)
            let line = try #require(
                end.errors.split(separator: "\n").first { $0.contains("kioskd: error ") },
                "\(end.errors)",
                sourceLocation: sourceLocation
            )
            #expect(line.hasPrefix("kioskd: error \(code): "), "\(line)", sourceLocation: sourceLocation)
            #expect(line.contains("Remedy: "), sourceLocation: sourceLocation)
            if let text { #expect(line.contains(text), "\(line)", sourceLocation: sourceLocation) }
        }
    }

    @Test func `a missing configuration file is named`() async throws {
        let end = try await RunningProgram.output(of: "kioskd", ["--config", "/nonexistent/kiosk.yaml"])
        #expect(end.status == 78)
        #expect(end.errors.contains("kioskd: error config.missing: "))
        #expect(end.errors.contains("/nonexistent/kiosk.yaml"))
    }

    @Test func `an unknown key is named with its line`() async throws {
        try await expectRefusal("config.unknown-key", naming: "kiosk.yaml:", changes: ["conter": "{port: 1}"])
    }

    @Test func `a wrong type is named with its line`() async throws {
        try await expectRefusal(
            "config.wrong-type",
            naming: "kiosk.yaml:",
            changes: ["counter": "{host: 127.0.0.1, port: many}"]
        )
    }

    @Test func `plaintext to another machine is refused`() async throws {
        try await expectRefusal("config.plaintext-not-loopback", changes: ["central": "{url: \"http://192.0.2.1\"}"])
    }

    @Test func `a page folder that is not there is named, and so are texts`() async throws {
        try await expectRefusal("texts.unreadable", changes: ["shareDirectory": "/nonexistent"])
        // Relative to the configuration's folder.
        try await expectRefusal("pages.missing", changes: ["shareDirectory": "share"]) { rig in
            try FileManager.default.createDirectory(atPath: rig.path("share"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: RunningProgram.repository + "/share/texts",
                toPath: rig.path("share/texts")
            )
        }
    }

    @Test func `kioskd is not ready while its control socket cannot be had`() async throws {
        try await KioskRig.with { rig in
            try rig.write("no socket", to: "taken")
            let config = try rig.writeKioskConfiguration(
                central: "http://127.0.0.1:1",
                changes: ["control": "{socket: \(rig.path("taken"))}"]
            )
            let end = try await RunningProgram.output(of: "kioskd", ["--config", config])
            #expect(end.status == 69)
            #expect(end.errors.contains("kioskd: error listen.failed: "), "\(end.errors)")
            #expect(!(end.output + end.errors).contains("ready"), "\(end.output) \(end.errors)")
            #expect(!end.errors.contains("hummingbird") && !end.errors.contains("Service"), "\(end.errors)")
        }
    }

    @Test func `a missing key file is named`() async throws {
        try await expectRefusal("key.unreadable", changes: ["digestKeyFile": "/nonexistent/key"])
    }

    @Test func `a digest key beside the store is refused, also through a link`() async throws {
        for name in ["kiosk/digest.key", "linked.key"] {
            try await KioskRig.with { rig in
                try rig.write(String(repeating: "5a", count: 32), to: "kiosk/digest.key")
                symlink(rig.path("kiosk/digest.key"), rig.path("linked.key"))
                let config = try rig.writeKioskConfiguration(
                    central: "http://127.0.0.1:1",
                    changes: ["digestKeyFile": rig.path(name)]
                )
                let end = try await RunningProgram.output(of: "kioskd", ["--config", config])
                #expect(end.status == 78)
                #expect(end.errors.contains("kioskd: error config.contradiction: digestKeyFile: the digest key "))
            }
        }
    }

    @Test func `sealing keys that the central did not sign are refused`() async throws {
        let keys = KioskRig.keys
        try await expectRefusal(
            "key.unreadable",
            changes: ["sealing": "{keys: /nonexistent/k, centralKey: \(keys)/central.pub}"]
        )
        try await expectRefusal("key.unreadable", changes: ["sealing": ""])
        try await KioskRig.with { rig in
            let other = "{keys: \(keys)/sealing-keys, centralKey: \(rig.path("signing.pub"))}"
            let config = try rig.writeKioskConfiguration(central: "http://127.0.0.1:1", changes: ["sealing": other])
            let end = try await RunningProgram.output(of: "kioskd", ["--config", config])
            #expect(end.errors.contains("kioskd: error sealing.keys-invalid: "), "\(end.errors)")
        }
    }

    @Test func `a registry's public key that is not there is named`() async throws {
        try await expectRefusal(
            "key.unreadable",
            naming: "/nonexistent/registry.pub",
            changes: ["registry": "{snapshot: /nonexistent/registry.snapshot, publicKey: /nonexistent/registry.pub}"]
        )
    }

    @Test func `a point that the programme does not have is named`() async throws {
        try await expectRefusal(
            "config.contradiction",
            naming: "dongga",
            changes: ["kiosk": "{id: RH01, point: donga}"]
        )
    }

    @Test func `a supervisor without a hash is named, what stands there is not`() async throws {
        try await KioskRig.with { rig in
            try rig.write("supervisors:\n  - {id: S07, pin: \"246810\"}\n", to: "supervisors.yaml")
            let config = try rig.writeKioskConfiguration(central: "http://127.0.0.1:1")
            let end = try await RunningProgram.output(of: "kioskd", ["--check", "--config", config])
            #expect(end.status == 78)
            #expect(end.errors.contains("S07"))
            #expect(!end.errors.contains("246810"))
        }
    }

    @Test func `a PIN's hash is printed for the file of supervisors, and a word is no PIN`() async throws {
        let program = RunningProgram.folder + "/kioskd"
        func hash(_ pin: String) async throws -> (status: Int32, output: String, errors: String) {
            try await RunningProgram.output(of: "/bin/sh", ["-c", "printf '%s\\n' '\(pin)' | '\(program)' --hash-pin"])
        }
        let good = try await hash("246810")
        #expect(good.status == 0)
        #expect(good.output.hasPrefix("scrypt$14$"))
        #expect(good.output != (try await hash("246810").output), "the salt is another one each time")
        for pin in ["secret", "123", ""] {
            let bad = try await hash(pin)
            #expect(bad.status == 78)
            #expect(bad.errors.contains("config.invalid-value"))
            #expect(pin.isEmpty || !bad.errors.contains(pin))
        }
    }

    @Test func `a port in use is told apart`() async throws {
        let listener = try Listener()
        defer { listener.close() }
        try await expectRefusal(
            "listen.in-use",
            naming: "\(listener.port)",
            changes: ["counter": "{host: 127.0.0.1, port: \(listener.port)}"]
        )
    }

    @Test func `a damaged store is refused and left as it is`() async throws {
        let damaged = Data((0..<8_192).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try await expectRefusal("store.damaged") { rig in
            try damaged.write(to: URL(fileURLWithPath: rig.kioskStore + "/kiosk.sqlite"))
        }
    }

    @Test func `a second daemon on the same state folder is refused, the first works on`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    let second = try await RunningProgram.output(of: "kioskd", ["--config", rig.path("kiosk.yaml")])
                    #expect(second.status == 75)
                    #expect(second.errors.contains("kioskd: error daemon.already-running: "))
                    #expect(try await counter.snapshot().session.step == "idle")
                }
            }
        }
    }

    @Test func `a store of a newer version is refused politely`() async throws {
        try await KioskRig.with { rig in
            try await rig.withKiosk(central: "http://127.0.0.1:1") { program, counter in
                _ = try await counter.snapshot()
                program.terminate()
                _ = try await program.log.line(holding: "stopped")
            }
            let store = rig.kioskStore + "/kiosk.sqlite"
            let change = "INSERT INTO grdb_migrations (identifier) VALUES ('v999')"
            let edit = try await RunningProgram.output(
                of: "/usr/bin/python3",
                [
                    "-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()",
                    store, change,
                ]
            )
            try #require(edit.status == 0, "\(edit.errors)")
            let end = try await RunningProgram.output(of: "kioskd", ["--config", rig.path("kiosk.yaml")])
            #expect(end.status == 74)
            #expect(end.errors.contains("kioskd: error store.newer-version: "))
        }
    }

    @Test(arguments: [("a plain file", "reader.open.not-a-tty"), ("nothing", "reader.open.missing")])
    func `a device that is no tty leaves the daemon working and says what is wrong`(
        what: String,
        code: String
    ) async throws {
        try await KioskRig.with { rig in
            if what == "a plain file" { try rig.write("not a tty", to: "tty-id-card") }
            try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                let shown = try await counter.snapshot("the reader's problem") { snapshot in
                    snapshot.devices.contains { $0.role == "id-card" && $0.problem != nil }
                }
                let reader = try #require(shown.devices.first { $0.role == "id-card" })
                #expect(reader.problem?.code == code)
                #expect(reader.problem?.remedy.isEmpty == false)
                #expect(try await counter.take("POST", "start").step == "notice")
            }
        }
    }

    @Test func `a full disk refuses the session before the bike is taken`() async throws {
        try await KioskRig.with { rig in
            // A file system of 8 MiB, filled up while the daemon runs.
            guard mount("tmpfs", rig.kioskStore, "tmpfs", 0, "size=8m") == 0 else {
                // Only root may mount; elsewhere `OutboxTests` fills a store by its page count.
                try #require(geteuid() != 0 || errno == EPERM, "mount failed: \(String(cString: strerror(errno)))")
                return
            }
            defer { umount2(rig.kioskStore, Int32(MNT_DETACH)) }
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    let filler = open(rig.kioskStore + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
                    let block = [UInt8](repeating: 0, count: 512)
                    while write(filler, block, block.count) > 0 {}
                    // The write-ahead log may still have pages of its own to use: commit until it has none.
                    var answer = try await counter.send("POST", "/v1/session/start")
                    for _ in 0..<500 where answer.status == 200 {
                        try await counter.take("POST", "cancel")
                        answer = try await counter.send("POST", "/v1/session/start")
                    }
                    #expect(answer.errorCode == "session.event-ignored")
                    let refused = try await counter.snapshot().session
                    #expect(refused.step == "idle")
                    #expect(refused.hint?.code == "store-not-writable")
                    close(filler)
                    unlink(rig.kioskStore + "/filler")
                    #expect(try await counter.take("POST", "start").step == "notice")
                }
            }
        }
    }
}

/// A socket that occupies a port.
private struct Listener {
    private let descriptor: Int32
    let port: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let worked = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard worked else { throw TestFailure("no free port") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    func close() { Glibc.close(descriptor) }
}
