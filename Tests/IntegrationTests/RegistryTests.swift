import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The registry of plates as a running kiosk has it.
@Suite(.serialized) struct RegistryTests {
    @Test func `a registry that is replaced while the kiosk runs is picked up`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { kiosk, counter in
                    let line = try await kiosk.log.line(holding: "registry opened")
                    #expect(line.contains("version=r1"))
                    try await counter.begin()
                    let unknown = try await counter.show(plate: "拉萨A00777") { try await rig.tap("owner-2") }
                    #expect(unknown.step == "held")
                    #expect(unknown.reason?.code == "plate-unknown")
                    let bike = "拉萨A00777,white-red,2021-06-01,990001198512310021,60,彩排四型,,"
                    try await rig.importRegistry(asOf: "2025-03-10", version: "r2", more: [bike])
                    // The look-up that finds the new file is still answered by the old one.
                    try await counter.take("POST", "back")
                    try await counter.take("POST", "plate", PlateEntry(plate: "拉萨A00777"))
                    _ = try await kiosk.log.line(holding: "version=r2")
                    try await counter.take("POST", "back")
                    let found = try await counter.take("POST", "plate", PlateEntry(plate: "拉萨A00777"))
                    #expect(found.step == "battery")
                    #expect(found.model == "彩排四型")
                    let registry = try await counter.snapshot().registry
                    #expect(
                        registry
                            == RegistryView(
                                state: "current",
                                version: "r2",
                                asOf: "2025-03-10",
                                ageDays: 0,
                                problem: nil
                            )
                    )
                }
            }
        }
    }

    @Test func `a damaged file is refused and told, and the registry before it goes on`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { kiosk, counter in
                    _ = try await kiosk.log.line(holding: "registry opened")
                    var bytes = try Data(contentsOf: URL(fileURLWithPath: rig.path("registry.snapshot")))
                    bytes[bytes.count - 1] ^= 1
                    try bytes.write(to: URL(fileURLWithPath: rig.path("new.snapshot")))
                    try FileManager.default.removeItem(atPath: rig.path("registry.snapshot"))
                    try FileManager.default.moveItem(
                        atPath: rig.path("new.snapshot"),
                        toPath: rig.path("registry.snapshot")
                    )
                    try await counter.begin()
                    let found = try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                    #expect(found.step == "battery")
                    #expect(try await kiosk.log.line(holding: "registry not used").contains("registry.damaged"))
                    let registry = try await counter.snapshot().registry
                    #expect(registry.version == "r1")
                    #expect(registry.problem?.code == "registry.damaged")
                }
            }
        }
    }

    @Test func `an old registry makes verdicts provisional, one that is too old gives none`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                let old = ["rehearsal": rig.rehearsal(clock: "2025-03-17T10:00:00+08:00")]
                try await rig.withKiosk(central: "http://127.0.0.1:1", changes: old) { kiosk, counter in
                    _ = try await kiosk.log.line(holding: "registry opened")
                    try await counter.begin()
                    let found = try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                    #expect(found.step == "battery")
                    #expect(found.warnings.map(\.code) == ["provisional"])
                    #expect(try await counter.snapshot().registry.state == "old")
                    let review = try await counter.judgeParts(of: "拉萨A00102")
                    #expect(review.step == "bank-card")
                    try await rig.lift()
                }
                let tooOld = ["rehearsal": rig.rehearsal(clock: "2025-04-09T10:00:00+08:00")]
                try await rig.withKiosk(central: "http://127.0.0.1:1", changes: tooOld) { kiosk, counter in
                    _ = try await kiosk.log.line(holding: "registry opened")
                    let registry = try await counter.snapshot().registry
                    #expect(registry.state == "unusable")
                    #expect(registry.ageDays == 31)
                    try await counter.begin()
                    let refused = try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                    #expect(refused.step == "refused")
                    #expect(
                        refused.reason == ReasonView(code: "registry-too-old", values: ["days": "31", "limit": "30"])
                    )
                }
            }
        }
    }

    @Test func `a kiosk without a registry says so and gives no verdict on a plate`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1", changes: ["registry": ""]) { _, counter in
                    #expect(try await counter.snapshot().registry.state == "missing")
                    try await counter.begin()
                    let refused = try await counter.show(plate: "拉萨A00102") { try await rig.tap("owner-2") }
                    #expect(refused.reason?.code == "registry-missing")
                }
            }
        }
    }
}
