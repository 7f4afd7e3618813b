import Claims
import Foundation
import Glibc
import KioskTestSupport
import Testing
import WireAPI

/// From nothing to a claim over TLS, and to a kiosk that is revoked, by the programs' own commands.
@Suite(.serialized) struct EnrolmentJourneyTests {
    @Test func `a kiosk enrols, sends over TLS, is revoked, and says why its claims wait`() async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            try await rig.withCentral(tls: tls) { _, central in
                #expect(central.hasPrefix("https://"))
                let changes = ["sealing": "", "digestKeyFile": rig.path("kiosk.key")]
                let config = try rig.writeKioskConfiguration(central: central, changes: changes)
                let before = try await RunningProgram.output(of: "kioskd", ["--config", config])
                #expect(before.status == 78 && before.errors.contains("trust.missing"))
                #expect(before.errors.contains("kioskctl enrol"))

                let token = try await rig.token()
                let user = try Self.giveAway(rig)
                let (status, said) = try await rig.enrol(token)
                #expect(status == 0 && said.contains("RH01 is enrolled"), "\(said)")
                for name in ["", "/kiosk.key", "/kiosk.crt", "/token"] {
                    #expect(try Self.owner(of: "\(rig.kioskStore)/trust.a\(name)") == user)
                }
                #expect(try Self.owner(of: rig.path("kiosk.key")) == geteuid())
                // Again before it was used: the same end.
                #expect(try await rig.enrol(token).0 == 0)
                try await rig.withDevices {
                    try await rig.withKiosk(central: central, changes: changes) { _, counter in
                        try await Self.sendAndRevoke(rig, counter, token)
                    }
                }
            }
        }
    }

    /// To another user, if this one can: root enrols in a folder of the daemon's user. Gives whose it is then.
    private static func giveAway(_ rig: KioskRig) throws -> uid_t {
        guard geteuid() == 0 else { return geteuid() }
        let user: uid_t = 65_534
        #expect(chmod(rig.folder, 0o711) == 0 && chown(rig.kioskStore, user, user) == 0)
        return user
    }

    private static func owner(of path: String) throws -> uid_t? {
        (try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? NSNumber)?.uint32Value
    }

    private static func sendAndRevoke(_ rig: KioskRig, _ counter: CounterClient, _ token: String) async throws {
        try await counter.begin()
        _ = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
        try await counter.outcome("accepted")
        try await counter.take("POST", "finish")
        try await rig.lift()
        let (replayed, said) = try await rig.enrol(token)
        #expect(replayed == 1 && said.contains("trust.token-used"), "\(said)")

        let socket = rig.centralStore + "/control.sock"
        try await rig.central(["kiosks", "revoke", "--kiosk", "RH01", "--socket", socket])
        #expect(try await rig.central(["kiosks", "--socket", socket]).contains("revoked"))
        // Nothing waits, and yet it is not well: this kiosk hears nothing any more.
        let refused = try await rig.queue("the refusal") { $0.isRefused }
        #expect(refused.light == .red && refused.waiting == 0)
        #expect(refused.lastProblem?.code == "trust.certificate-revoked")
        try await counter.begin()
        _ = try await counter.record(plate: "拉萨A00102") { try await rig.tap("owner-2") }
        let shown = try await counter.snapshot("why it waits") {
            $0.queue?.waiting == 1 && $0.queue?.lastProblem?.code == "trust.certificate-revoked"
        }
        #expect(shown.queue?.lastProblem?.remedy.contains("kioskctl enrol") == true)
    }

    @Test func `tokens for another kiosk, of another authority, and no token at all are refused in words`() async throws
    {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            try await rig.withCentral(tls: tls) { _, central in
                try rig.writeKioskConfiguration(central: central, changes: ["sealing": ""])
                let other = try await rig.enrol(try await rig.token(for: "RH02"))
                #expect(other.0 == 1 && other.1.contains("trust.wrong-kiosk"))
                let token = try await rig.token()
                let forged =
                    token.split(separator: ".").dropLast().joined(separator: ".")
                    + "." + String(repeating: "0", count: 32)
                let wrong = try await rig.enrol(forged)
                #expect(wrong.0 == 1 && wrong.1.contains("trust.wrong-authority"))
                #expect(try await rig.enrol("nonsense").1.contains("trust.token-malformed"))
                #expect(try await rig.enrol(token).0 == 0)
            }
        }
    }
}
