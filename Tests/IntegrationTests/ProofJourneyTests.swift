import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// A kiosk's last word, verified where its central is and anywhere else.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ProofJourneyTests {
    private func verify(_ arguments: [String]) async throws -> (status: Int32, said: String) {
        let end = try await RunningProgram.output(of: "kiosk-central", ["proof", "verify"] + arguments)
        return (end.status, end.output + end.errors)
    }

    /// The file with one figure changed.
    private func forged(_ file: String) throws -> String {
        let text = try String(contentsOfFile: file, encoding: .utf8).replacing("\"paid\":0", with: "\"paid\":1")
        try text.write(toFile: file + ".forged", atomically: true, encoding: .utf8)
        return file + ".forged"
    }

    @Test func `the proof of a wiped kiosk is verified, compared with the register, and refused once changed`()
        async throws
    {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            let socket = ["--socket", rig.centralSocket]
            try await rig.withCentral(port: port, tls: tls) { _, _ in
                let keyFile = try rig.write(
                    try await rig.central(["kiosks", "key", "--kiosk", "RH01"] + socket),
                    to: "rh01.pub"
                )
                let proof = try await rig.withDevices {
                    try await rig.withKiosk(central: address, changes: rig.enrolledChanges(address)) { _, counter in
                        try await counter.claim("拉萨A00101", by: "owner-1", rig)
                        try await rig.queue("the claim") { $0.accepted == 1 && $0.confirmedUpTo == 1 }
                        try await rig.kioskctl(["programme", "end", "--confirm", "RH01", "--to", rig.folder])
                        let names = try FileManager.default.contentsOfDirectory(atPath: rig.folder)
                        return rig.path(try #require(names.first { $0.hasSuffix(".wiped.json") }))
                    }
                }
                let day = KioskRig.startOfRehearsal.prefix(10).filter { $0 != "-" }
                #expect(proof.contains("/kiosk-RH01-\(day)-"), "\(proof)")

                let compared = try await verify([proof] + socket)
                #expect(compared.status == 0 && compared.said.contains("the register has the same"), "\(compared)")
                let nowhere = ["--socket", "/nonexistent/control.sock"]
                let alone = try await verify([proof, "--public-key", keyFile] + nowhere)
                #expect(alone.status == 0 && alone.said.contains("the register was not asked"), "\(alone)")
                #expect(try await verify([proof] + nowhere).status == 69)
                for more in [socket, ["--public-key", keyFile]] {
                    let refused = try await verify([try forged(proof)] + more)
                    #expect(refused.status == 65 && refused.said.contains("proof.wrong-signature"), "\(refused)")
                }
                let other = try await verify([proof, "--public-key", KioskRig.keys + "/central.pub"])
                #expect(other.status == 65 && other.said.contains("kiosks key --kiosk RH01"), "\(other)")

                // Its key ends: the proof stands, and that is said.
                try await rig.central(["kiosks", "revoke", "--kiosk", "RH01"] + socket)
                let revoked = try await verify([proof] + socket)
                #expect(revoked.status == 0 && revoked.said.contains("which counted until"), "\(revoked)")
            }
        }
    }
}
