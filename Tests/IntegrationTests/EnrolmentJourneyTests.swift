import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// From nothing to a claim over TLS, and to a kiosk that is revoked, by the programs' own commands.
@Suite(.serialized) struct EnrolmentJourneyTests {
    private static func authority(_ rig: KioskRig) async throws -> String {
        try await rig.central(["ca", "new", "--out", rig.folder])
        try await rig.central([
            "ca", "server", "--host", "127.0.0.1", "--authority", rig.folder, "--out", rig.folder,
        ])
        return """
            tls: {certificate: \(rig.path("server.crt")), key: \(rig.path("server.key")), \
            authority: \(rig.path("authority.crt")), authorityKey: \(rig.path("authority.key")), \
            sealingKeys: \(KioskRig.keys)/sealing-keys}
            answerKey: \(KioskRig.keys)/central.key
            """
    }

    private static func token(_ rig: KioskRig, for kiosk: String = "RH01") async throws -> String {
        let socket = rig.centralStore + "/control.sock"
        return try await rig.central(["token", "new", "--kiosk", kiosk, "--socket", socket])
            .filter { !$0.isWhitespace }
    }

    private static func enrol(_ rig: KioskRig, _ token: String) async throws -> (Int32, String) {
        let end = try await RunningProgram.output(
            of: "kioskctl",
            ["enrol", "--config", rig.path("kiosk.yaml"), "--token", token, "--digest-key-out", rig.path("kiosk.key")]
        )
        return (end.status, end.output + end.errors)
    }

    @Test func `a kiosk enrols, sends over TLS, is revoked, and says why its claims wait`() async throws {
        try await KioskRig.with { rig in
            let tls = try await Self.authority(rig)
            try await rig.withCentral(tls: tls) { _, central in
                #expect(central.hasPrefix("https://"))
                let changes = ["sealing": "", "digestKeyFile": rig.path("kiosk.key")]
                let config = try rig.writeKioskConfiguration(central: central, changes: changes)
                let before = try await RunningProgram.output(of: "kioskd", ["--config", config])
                #expect(before.status == 78 && before.errors.contains("trust.missing"))
                #expect(before.errors.contains("kioskctl enrol"))

                let token = try await Self.token(rig)
                let (status, said) = try await Self.enrol(rig, token)
                #expect(status == 0 && said.contains("RH01 is enrolled"), "\(said)")
                // Again before it was used: the same end.
                #expect(try await Self.enrol(rig, token).0 == 0)
                try await rig.withDevices {
                    try await rig.withKiosk(central: central, changes: changes) { _, counter in
                        try await Self.sendAndRevoke(rig, counter, token)
                    }
                }
            }
        }
    }

    private static func sendAndRevoke(_ rig: KioskRig, _ counter: CounterClient, _ token: String) async throws {
        try await counter.begin()
        _ = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
        try await counter.outcome("accepted")
        try await counter.take("POST", "finish")
        try await rig.lift()
        let (replayed, said) = try await enrol(rig, token)
        #expect(replayed == 1 && said.contains("trust.token-used"), "\(said)")

        let socket = rig.centralStore + "/control.sock"
        try await rig.central(["kiosks", "revoke", "--kiosk", "RH01", "--socket", socket])
        #expect(try await rig.central(["kiosks", "--socket", socket]).contains("revoked"))
        try await counter.begin()
        _ = try await counter.record(plate: "拉萨A00102") { try await rig.tap("owner-2") }
        let shown = try await counter.snapshot("why it waits") {
            $0.queue.lastProblem?.code == "trust.certificate-revoked"
        }
        #expect(shown.queue.waiting == 1 && shown.queue.lastProblem?.remedy.contains("kioskctl enrol") == true)
    }

    @Test func `tokens for another kiosk, of another authority, and no token at all are refused in words`() async throws
    {
        try await KioskRig.with { rig in
            let tls = try await Self.authority(rig)
            try await rig.withCentral(tls: tls) { _, central in
                try rig.writeKioskConfiguration(central: central, changes: ["sealing": ""])
                let other = try await Self.enrol(rig, try await Self.token(rig, for: "RH02"))
                #expect(other.0 == 1 && other.1.contains("trust.wrong-kiosk"))
                let token = try await Self.token(rig)
                let forged =
                    token.split(separator: ".").dropLast().joined(separator: ".")
                    + "." + String(repeating: "0", count: 32)
                let wrong = try await Self.enrol(rig, forged)
                #expect(wrong.0 == 1 && wrong.1.contains("trust.wrong-authority"))
                #expect(try await Self.enrol(rig, "nonsense").1.contains("trust.token-malformed"))
                #expect(try await Self.enrol(rig, token).0 == 0)
            }
        }
    }
}
