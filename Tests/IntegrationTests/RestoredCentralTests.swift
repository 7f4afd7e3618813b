import Claims
import Foundation
import KioskTestSupport
import Outbox
import Sealing
import Testing
import WireAPI

/// A central that was put back from its own backup, and an enrolled kiosk that had heard more of it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RestoredCentralTests {
    /// Two claims, a backup in between, a return after it; then the backup is put back.
    private func restore(inPlace: Bool) async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            try await rig.withDevices {
                try await rig.withKiosk(central: address, changes: rig.enrolledChanges(address)) { kiosk, counter in
                    let first = try await rig.withCentral(port: port, tls: tls) { _, _ in
                        let claim = try await counter.claim("拉萨A00101", by: "owner-1", rig)
                        // So that the kiosk has heard of the epoch and has told its chain's end.
                        try await rig.queue("the first claim") { $0.accepted == 1 && $0.confirmedUpTo == 1 }
                        return claim
                    }
                    try rig.backUpCentral(to: "backup")
                    try await rig.withCentral(port: port, tls: tls) { _, _ in
                        try await rig.queue("the central") { $0.central == "reachable" }
                        try await counter.claim("拉萨A00102", by: "owner-2", rig)
                        let order = ["claim", "return", first.claimNumber, "--reason", "correct-bank-card"]
                        try await rig.central(order + ["--socket", rig.centralSocket])
                        try await rig.queue("the return") { $0.returned == 1 && $0.confirmedUpTo == 2 }
                    }
                    #expect(!kiosk.log.text.contains("restored from an older copy"))
                    try rig.restoreCentral(from: "backup", inPlace: inPlace)
                    try await rig.withCentral(port: port, tls: tls) { _, _ in
                        try await kiosk.log.line(holding: "restored from an older copy")
                        // The lost claim is there again; the return, which the backup does not know, never was.
                        let status = try await rig.queue("everything") { $0.accepted == 2 && $0.confirmedUpTo == 2 }
                        #expect(status.returned == 0 && status.waiting == 0 && status.needsPerson == 0)
                        // Once: what was heard again is not taken for another restoration.
                        let again = try await counter.claim("拉萨A00103", by: "owner-3", rig)
                        try await rig.queue("one more") { $0.accepted == 3 && $0.confirmedUpTo == 3 }
                        #expect(kiosk.log.lines.count { $0.contains("restored from an older copy") } == 1)
                        #expect(again.claimNumber.hasPrefix("RH01-000003-"))
                    }
                }
            }
            let sequences = try await rig.column(
                of: "SELECT sequence FROM claim WHERE kiosk_id = 'RH01' ORDER BY sequence",
                in: rig.centralStore + "/register.sqlite"
            )
            #expect(sequences == ["1", "2", "3"])
        }
    }

    @Test func `the kiosk begins anew and sends again what a copy in the register's place has lost`() async throws {
        try await restore(inPlace: false)
    }

    @Test func `a copy that was written into the old file is found out by what it does not know`() async throws {
        try await restore(inPlace: true)
    }

    /// Days after the claim.
    private static let clock = "2025-03-14T10:00:00+08:00"

    /// A claim that the central accepted and the kiosk wiped. The central's files are copied before it, to `backup`, and
    /// after it, to `newer`.
    private func withWipedClaim(
        _ body: (KioskRig, String, Int, String, [String: String], String) async throws -> Void
    ) async throws {
        try await KioskRig.with { rig in
            let tls = try await rig.makeAuthority()
            let port = try await rig.enrolled(tls)
            let address = "https://127.0.0.1:\(port)"
            try rig.backUpCentral(to: "backup")
            let changes = rig.enrolledChanges(address)
            let number = try await rig.withDevices {
                try await rig.withCentral(port: port, tls: tls) { _, _ in
                    try await rig.withKiosk(central: address, changes: changes) { _, counter in
                        let claim = try await counter.claim("拉萨A00101", by: "owner-1", rig)
                        try await rig.queue("the claim") { $0.accepted == 1 && $0.confirmedUpTo == 1 }
                        return claim.claimNumber
                    }
                }
            }
            try rig.backUpCentral(to: "newer")
            // What the daemon does two minutes after its start, days later.
            let time = try #require(Timestamp(Self.clock))
            let store = try ClaimStore.open(
                at: rig.kioskStore + "/kiosk.sqlite",
                mode: .rehearsal,
                kiosk: try #require(KioskID("RH01")),
                hash: { ChainHash.claim($0) }
            )
            #expect(try await store.wipeSettled(before: time, at: time) == 1)
            await store.close()
            let later = changes.merging(["rehearsal": rig.rehearsal(clock: Self.clock), "devices": "[]"]) { $1 }
            try await body(rig, tls, port, address, later, number)
        }
    }

    @Test func `a claim that a newer copy of the register has stands again, whether its loss was settled or not`()
        async throws
    {
        try await withWipedClaim { rig, tls, port, address, later, number in
            try await rig.withKiosk(central: address, changes: later) { kiosk, _ in
                for settles in [false, true] {
                    try rig.restoreCentral(from: "backup")
                    try await rig.withCentral(port: port, clock: Self.clock, tls: tls) { _, _ in
                        try await rig.queue("the lost claim") { $0.needsPerson == 1 && $0.light == .red }
                    }
                    if settles {
                        _ = try await rig.kioskctl(["queue", "settle-loss", number])
                        try await rig.queue("a settled loss") { $0.needsPerson == 0 && $0.accepted == 0 }
                    }
                    try rig.restoreCentral(from: "newer")
                    try await rig.withCentral(port: port, clock: Self.clock, tls: tls) { _, _ in
                        try await rig.queue("what was found") {
                            $0.needsPerson == 0 && $0.accepted == 1 && $0.light == .green
                        }
                    }
                }
                let found = kiosk.log.lines.filter { $0.contains("the central has found a claim") }
                #expect(found.count == 2 && found.allSatisfy { $0.contains(number) })
            }
        }
    }

    @Test func `a claim whose content was wiped at the kiosk is named in plain words`() async throws {
        try await withWipedClaim { rig, tls, port, address, later, number in
            let clock = Self.clock
            try rig.restoreCentral(from: "backup")
            try await rig.withCentral(port: port, clock: clock, tls: tls) { _, _ in
                try await rig.withKiosk(central: address, changes: later) { kiosk, _ in
                    let line = try await kiosk.log.line(holding: "the central has lost a claim")
                    #expect(line.contains(number) && line.contains("claim.lost-at-central"))
                    let status = try await rig.queue("the lost claim") { $0.needsPerson == 1 }
                    #expect(status.light == .red)
                    let list = try await rig.kioskctl(["queue", "list", "--filter", "needs-person"])
                    let text = String(decoding: list, as: UTF8.self)
                    #expect(text.contains("claim.lost-at-central") && text.contains("paper receipt"))
                    // It has no end while it is red; a supervisor's word settles what is nowhere any more.
                    let end = ["programme", "end", "--confirm", "RH01"]
                    await #expect(throws: (any Error).self) { try await rig.kioskctl(end) }
                    _ = try await rig.kioskctl(["queue", "settle-loss", number])
                    let after = try await rig.queue("a settled loss") { $0.needsPerson == 0 }
                    #expect(after.light == .green && after.accepted == 0)
                    let all = String(
                        decoding: try await rig.kioskctl(["queue", "list", "--filter", "all"]),
                        as: UTF8.self
                    )
                    #expect(all.contains("lost"))
                    await #expect(throws: (any Error).self) {
                        try await rig.kioskctl(["queue", "settle-loss", number])
                    }
                    let log = String(decoding: try await rig.kioskctl(["audit"]), as: UTF8.self)
                    #expect(log.contains("claim.settle-loss") && log.contains(number))
                    // A proof that cannot be written shows before anything is wiped.
                    await #expect(throws: (any Error).self) {
                        try await rig.kioskctl(end + ["--to", rig.path("nowhere")])
                    }
                    #expect(try await rig.queue("the same") { _ in true }.stopped == nil)
                    _ = try await rig.kioskctl(end)
                }
            }
        }
    }
}
