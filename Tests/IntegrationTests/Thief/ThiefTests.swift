import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

@testable import DeviceSimulator

/// Somebody takes the kiosk away after a day's claims: its disk, its logs, and its memory while nobody is at the counter.
///
/// `KIOSK_THIEF_CLAIMS` claims, 12 without it; the figure reported in docs/sealing.md is of 200.
@Suite(.serialized) struct ThiefTests {
    private static let claims = ProcessInfo.processInfo.environment["KIOSK_THIEF_CLAIMS"].flatMap { Int($0) } ?? 12

    @Test(arguments: [true, false])
    func `after the visits nobody is named in any byte of state, log, temporary file or memory`(
        centralIsThere: Bool
    ) async throws {
        let visitors = (1...Self.claims).map { Visitor(index: $0) }
        let undecided = Visitor(index: Self.claims + 5 - Self.claims % 5)
        try await KioskRig.with { rig in
            try await rig.importRegistry(more: (visitors + [undecided]).map(\.record))
            let programme = try rig.changedProgramme(["agents: not-allowed": "agents: recorded"])
            let reader = SimulatedIDCardReader(link: rig.path("tty-id-card"), pace: .immediate)
            try await reader.plug()
            try await rig.withDevice("scanner") {
                try await rig.withPrinter {
                    if centralIsThere {
                        try await rig.withCentral(programme: programme) { _, address in
                            try await self.visit(visitors, undecided, rig, reader, programme, central: address)
                        }
                    } else {
                        try await self.visit(visitors, undecided, rig, reader, programme, central: nil)
                    }
                }
            }
            try await reader.unplug()
        }
    }

    private func visit(
        _ visitors: [Visitor],
        _ undecided: Visitor,
        _ rig: KioskRig,
        _ reader: SimulatedIDCardReader,
        _ programme: String,
        central: String?
    ) async throws {
        let temporary = rig.path("tmp")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        let config = try rig.writeKioskConfiguration(
            central: central ?? "http://127.0.0.1:1",
            changes: ["programme": programme, "devices": rig.devicesWithPrinter, "logLevel": "debug"]
        )
        let search = try SecretSearch(
            names: (visitors + [undecided]).flatMap(\.names),
            numbers: (visitors + [undecided]).flatMap(\.numbers),
            butNotIn: try Data(contentsOf: URL(fileURLWithPath: RunningProgram.folder + "/kioskd"))
        )
        try await RunningProgram.with("kioskd", ["--config", config], environment: ["TMPDIR": temporary]) { kiosk in
            let counter = try await rig.counter(of: kiosk)
            for visitor in visitors.dropLast() {
                try await VisitWalk(visitor: visitor, rig: rig, reader: reader, counter: counter).run()
            }
            let last = try #require(visitors.last)
            let walk = VisitWalk(visitor: last, rig: rig, reader: reader, counter: counter)
            try await walk.run {
                // The control: in the middle of a visit the memory does name who is there, and the search sees it.
                let finds = try self.memory(of: kiosk).flatMap { search.finds(in: $0.bytes) }
                let found = finds.map(\.what).joined(separator: "\n")
                #expect(found.contains(last.name) && found.contains(last.number), "the search sees no memory")
            }
            try await walk.comeAgain()
            try await VisitWalk(visitor: undecided, rig: rig, reader: reader, counter: counter).giveUp()
            if central != nil {
                try await wait(for: "an empty queue", within: .seconds(120)) {
                    try await counter.snapshot().queue?.waiting == 0
                }
            }
            // Twice, because the first line may be of the visit before the last.
            for _ in 1...2 { try await self.awaitWiping(of: kiosk, counter) }
            for region in try self.memory(of: kiosk) { self.expectNothing(search, region.bytes, region.name) }
            for folder in [rig.kioskStore, temporary] {
                var files = 0
                for name in FileManager.default.enumerator(atPath: folder)?.allObjects ?? [] {
                    guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
                    files += 1
                    self.expectNothing(search, bytes, "\(name)")
                }
                #expect(folder == temporary || files > 2)
            }
            self.expectNothing(search, Data(kiosk.log.text.utf8), "the log")
            let recorded = try await counter.send("GET", "/v1/claims?limit=200").json(KioskClaimList.self)
            #expect(recorded.claims.count == visitors.count)
        }
    }

    private func awaitWiping(of kiosk: RunningProgram, _ counter: CounterClient) async throws {
        func count() -> Int { kiosk.log.lines.count { $0.contains("memory wiped") } }
        let before = count()
        try await counter.take("POST", "start")
        try await counter.take("POST", "cancel")
        try await wait(for: "wiped stacks") { count() > before }
    }

    private func memory(of kiosk: RunningProgram) throws -> [ProcessMemory.Region] {
        kiosk.pause()
        defer { kiosk.resume() }
        return try ProcessMemory.regions(of: kiosk.processID)
    }

    private func expectNothing(_ search: SecretSearch, _ bytes: Data, _ place: String) {
        let finds = search.finds(in: bytes)
        guard !finds.isEmpty else { return }
        let shown = finds.prefix(5).map { find in
            let around = bytes.dropFirst(max(0, find.offset - 48)).prefix(128)
            return "\(find): \(String(decoding: around.map { (0x20..<0x7F).contains($0) ? $0 : 0x2E }, as: UTF8.self))"
        }
        Issue.record("\(finds.count) in \(place):\n\(shown.joined(separator: "\n"))")
    }
}
