import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The main job, through real processes and real ttys.
@Suite(.serialized) struct ClaimJourneyTests {
    @Test func `a claim goes from the card to the central and shows it`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        let claim = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                        #expect(claim.amountFen == 61500)
                        #expect(claim.sequence == 1)
                        let shown = try await counter.snapshot("accepted") { $0.session.claim?.status == "accepted" }
                        #expect(shown.session.claim?.centralReceivedAt != nil)
                        #expect(shown.queue?.waiting == 0)
                        let arrived = try await rig.claims(at: central)
                        #expect(arrived.map(\.claimId) == [claim.claimId])
                        #expect(arrived.first?.claimNumber == claim.claimNumber)
                        #expect(arrived.first?.amountFen == 61500)
                        let idle = try await counter.take("POST", "finish")
                        #expect(idle.step == "idle")
                        #expect(idle.applicant == nil)
                    }
                }
            }
        }
    }

    @Test func `a kiosk killed between recorded and accepted twenty times loses and doubles nothing`() async throws {
        try await KioskRig.with { rig in
            // The central is away until a claim is recorded and the kiosk is killed, so that each kill falls in between.
            let port = try await rig.withCentral { _, address in Int(address.split(separator: ":").last ?? "") ?? 0 }
            let central = "http://127.0.0.1:\(port)"
            try await rig.withDevices {
                try await rig.importRegistry(more: Self.crowd)
                var recorded: [String] = []
                for round in 1...20 {
                    let claim = try await rig.withKiosk(central: central) { kiosk, counter in
                        try await counter.begin()
                        let claim = try await counter.record(plate: "拉萨T\(1000 + round)") {
                            try await rig.tap("generated-\(round)")
                        }
                        kiosk.killNow()
                        return claim
                    }
                    try await rig.lift()
                    recorded.append(claim.claimNumber)
                }
                let numbers = recorded.sorted()
                #expect(Set(numbers).count == 20)
                try await rig.withCentral(port: port) { _, central in
                    // Killed again and again while they drain.
                    for _ in 1...5 {
                        try await rig.withKiosk(central: central) { kiosk, counter -> Void in
                            try await counter.snapshot("a claim on its way") {
                                $0.queue.map { $0.accepted > 0 } ?? false
                            }
                            kiosk.killNow()
                        }
                    }
                    try await rig.withKiosk(central: central) { _, counter in
                        try await counter.snapshot("all accepted") {
                            $0.queue?.accepted == 20 && $0.queue?.waiting == 0
                        }
                    }
                    let arrived = try await rig.claims(at: central)
                    #expect(arrived.map(\.claimNumber).sorted() == numbers)
                    #expect(arrived.allSatisfy { $0.status == .accepted })
                }
            }
        }
    }

    /// The bikes of people without a story, as the simulated reader knows them: owner and plate of each round.
    private static let crowd = (1...20).map { round in
        let digits = "990001" + "\(CivilDate(daysSince1970: round))".filter(\.isNumber) + "011"
        let check = String(UnicodeScalar(ResidentID.checkCharacter(for: digits.utf8)))
        return "拉萨T\(1000 + round),white-red,2021-06-01,\(digits + check),60,,,"
    }

    @Test func `a central killed before its answer gets the same claim again and stores it once`() async throws {
        try await KioskRig.with { rig in
            let port = try await rig.withCentral { _, address in Int(address.split(separator: ":").last ?? "") ?? 0 }
            let central = "http://127.0.0.1:\(port)"
            try await rig.withDevices {
                try await rig.withKiosk(central: central) { _, counter in
                    try await counter.begin()
                    let claim = try await rig.withCentral(port: port) { program, _ in
                        // It takes the connection and the claim, and says nothing any more.
                        program.pause()
                        let claim = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                        program.killNow()
                        return claim
                    }
                    let away = try await counter.snapshot("the queue in amber") { $0.queue?.central == "unreachable" }
                    #expect(away.queue?.waiting == 1)
                    #expect(away.queue?.lastProblem != nil)
                    #expect(away.queue?.oldestWaitingSince != nil)
                    try await rig.withCentral(port: port) { _, central in
                        try await counter.snapshot("accepted") { $0.session.claim?.status == "accepted" }
                        #expect(try await rig.claims(at: central).map(\.claimId) == [claim.claimId])
                    }
                }
            }
        }
    }

    @Test func `one ID and one vehicle claim once, at the kiosk and between kiosks`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    let first = try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        let first = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                        try await counter.take("POST", "finish")
                        try await rig.lift()
                        try await counter.begin()
                        // A bike without a plate could still be taken, so only the plate decides.
                        try await rig.tap("owner-1")
                        let warned = try await counter.snapshot("the plate step") { $0.session.waitingFor == "plate" }
                        #expect(warned.session.warnings.map(\.code) == ["person-claimed"])
                        let refused = try await counter.take("POST", "plate", PlateEntry(plate: "拉萨A00105"))
                        #expect(refused.step == "refused")
                        #expect(refused.reason?.code == "person-already-claimed")
                        #expect(refused.reason?.values["claim"] == first.claimNumber)
                        #expect(refused.applicant == nil)
                        try await rig.lift()
                        return first
                    }
                    // Another kiosk, which knows nothing of it, later.
                    try FileManager.default.createDirectory(
                        atPath: rig.path("other"),
                        withIntermediateDirectories: true
                    )
                    let changes = [
                        "kiosk": "{id: RH02, point: naiqiong}", "stateDirectory": rig.path("other"),
                        "rehearsal": rig.rehearsal(clock: "2025-03-10T10:04:00+08:00"),
                    ]
                    try await rig.withKiosk(central: central, changes: changes) { _, counter in
                        try await counter.begin()
                        let second = try await counter.record(plate: "拉萨A00105") { try await rig.tap("owner-1") }
                        let shown = try await counter.snapshot("an outcome") { $0.session.claim?.status != "recorded" }
                        #expect(shown.session.claim?.status == "duplicate")
                        #expect(shown.session.claim?.reason?.code == "person-already-claimed")
                        #expect(shown.session.claim?.reason?.values["claim"] == first.claimNumber)
                        let arrived = try await rig.claims(at: central)
                        #expect(arrived.map(\.claimNumber) == [first.claimNumber, second.claimNumber])
                    }
                }
            }
        }
    }

    @Test func `a reader pulled out shows at once and works again when it is back`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    try await counter.begin()
                    try await rig.act("unplug", on: "id-card")
                    try await counter.snapshot("a missing reader") { snapshot in
                        snapshot.devices.contains { $0.role == "id-card" && $0.state == "missing" && $0.problem != nil }
                    }
                    try await rig.act("plug", on: "id-card")
                    try await counter.snapshot("an asking reader") { snapshot in
                        snapshot.devices.contains { $0.role == "id-card" && $0.state == "asking" }
                    }
                    try await rig.tap("owner-1")
                    let read = try await counter.snapshot("a card") { $0.session.applicant != nil }
                    #expect(read.session.applicant?.maskedNumber == "**************0013")
                }
            }
        }
    }

    @Test func `the scanner brings the plate and the serials`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    try await counter.begin()
                    try await rig.tap("owner-2")
                    try await counter.snapshot("the plate step") { $0.session.waitingFor == "plate" }
                    try await rig.scan("拉萨A00102")
                    try await counter.snapshot("the battery step") { $0.session.step == "battery" }
                    try await rig.scan("BAT60V20AH-990001")
                    try await counter.snapshot("a serial") { $0.session.scannedSerial == "BAT60V20AH-990001" }
                    let judged = try await counter.take(
                        "PUT",
                        "parts/battery",
                        PartEntry(condition: "present", volts: 48)
                    )
                    #expect(judged.parts["battery"]?.serial == "BAT60V20AH-990001")
                }
            }
        }
    }
}
