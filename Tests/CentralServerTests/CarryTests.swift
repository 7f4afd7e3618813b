import Bundles
import CentralServer
import ClaimRegister
import Claims
import Foundation
import Outbox
import QueueServer
import Sealing
import Testing
import WireAPI

@testable import KioskRuntime

/// Claims carried by hand, with the real store, desk, intake and register.
struct CarryTests {
    /// 11 claims that are accepted, one that needs a person.
    private static let expected = (1...CarryRig.claims).count - 1

    @Test func `a stick there and back answers every claim, and again changes nothing`() async throws {
        try await CarryRig.with { rig in
            let bundle = try await rig.exported()
            let answers = try #require(try await rig.imported(bundle))
            #expect(try await rig.took(answers) == ImportReport(answered: Self.expected, known: 0, refused: 1))
            let end = try await rig.end()
            #expect(end.count { $0.hasSuffix("accepted") } == Self.expected * 2)
            #expect(end.count { $0.hasSuffix("needsPerson") } == 1)
            for _ in 0..<2 {
                let again = try #require(try await rig.imported(bundle))
                #expect(try await rig.took(again).known == Self.expected)
            }
            #expect(try await rig.end() == end)
            // What is set aside is still unsent, and goes with the next stick.
            #expect(try await rig.store.unsentSequences() == [Int64(CarryRig.refused)])
            #expect(try await rig.desk.status().light == .red)
            #expect(try await rig.store.firstBrokenLink() == nil)
            let audit = try await rig.store.auditLines(after: 0, limit: 10).map(\.action)
            #expect(audit == ["queue.export"] + Array(repeating: "queue.import-answer", count: 3))
        }
    }

    @Test func `a stick brings what became of older claims, in order, once, and never something older`() async throws {
        try await CarryRig.with { rig in
            let first = try #require(try await rig.imported(try await rig.exported()))
            _ = try await rig.took(first)
            let ids = try await rig.register.page(after: 0, limit: 3, kiosk: nil).entries.map(\.answer.claimID)
            try await rig.register.sendBack(ids[0], reason: .bankCard, note: "", at: TestCentral.receivedAt)
            let early = try #require(try await rig.imported(try await rig.exported()))
            try await rig.register.conclude(ids[1], as: .refused, at: TestCentral.receivedAt)
            let late = try #require(try await rig.imported(try await rig.exported()))
            // The later one first: it goes on from the same place, and says more.
            for answers in [late, early, late, first] { _ = try await rig.took(answers) }
            let summary = try await rig.store.queueSummary()
            #expect(summary.returned == 1)
            #expect(try await rig.store.syncState().cursor?.hasPrefix("2.") == true)
            let next = try #require(try await rig.imported(try await rig.exported()))
            // One page, which says that there are no more.
            #expect(String(decoding: next, as: UTF8.self).contains("\"changes\":[]"))
        }
    }

    @Test(arguments: [true, false])
    func `a stick tells that the central was restored, and what it lost is carried again`(inPlace: Bool) async throws {
        try await CarryRig.with { rig in
            func minutes(_ count: Int64) -> Timestamp { TestCentral.receivedAt.adding(.seconds(60 * count)) }
            try await rig.send(5)
            let copy = try await rig.copyOfRegister(inPlace: inPlace)
            let early = try #require(try await rig.imported(try await rig.exported()))
            #expect(try await rig.took(early).sentAgain == nil)
            let first = try await rig.register.page(after: 0, limit: 1, kiosk: nil).entries[0].answer.claimID
            try await rig.register.sendBack(first, reason: .bankCard, note: "", at: minutes(1))
            let central = try rig.central(at: minutes(2))
            let late = try #require(try await rig.imported(try await rig.exported(), by: central))
            #expect(try await rig.took(late).sentAgain == nil)
            #expect(try await rig.store.queueSummary().returned == 1)
            // From now on there is only the copy.
            let restored = try rig.central(on: copy, at: minutes(3))
            let told = try #require(try await rig.imported(try await rig.exported(), by: restored))
            #expect(try await rig.took(told).sentAgain == Self.expected)
            #expect(try await rig.took(told).sentAgain == nil)
            let error = await #expect(throws: KioskError.self) { try await rig.took(late) }
            #expect(error?.code == .bundleBeforeRestoration)
            #expect(try await rig.store.queueSummary().waiting == Self.expected)
            let again = try rig.central(on: copy, at: minutes(4))
            let answers = try #require(try await rig.imported(try await rig.exported(), by: again))
            let report = try await rig.took(answers)
            #expect(report == ImportReport(answered: Self.expected, known: 0, refused: 1))
            // The return, which the copy does not know, never was.
            let summary = try await rig.store.queueSummary()
            #expect(summary.accepted == Self.expected && summary.waiting == 0 && summary.returned == 0)
            #expect(try await copy.page(after: 0, limit: 500, kiosk: nil).entries.count == Self.expected)
            try await copy.close()
        }
    }

    @Test func `what was changed, cut or is for another is refused whole, with nothing taken`() async throws {
        try await CarryRig.with { rig in
            let bundle = try await rig.exported()
            var changed = bundle
            changed[bundle.count / 2] ^= 1
            for bad in [changed, Array(bundle.dropLast(200)), Array(bundle.prefix(40))] {
                await #expect(throws: KioskError.self) { _ = try await rig.imported(bad) }
            }
            #expect(try await rig.register.page(after: 0, limit: 10, kiosk: nil).entries.isEmpty)
            let answers = try #require(try await rig.imported(bundle))
            var wrong = answers
            wrong[answers.count / 2] ^= 1
            for bad in [wrong, Array(answers.dropLast(200)), bundle] {
                await #expect(throws: KioskError.self) { _ = try await rig.took(bad) }
            }
            #expect(try await rig.store.unsentSequences().count == CarryRig.claims)
        }
    }

    @Test func `both sides' chains are verified without either, and say what is not there`() async throws {
        try await CarryRig.with { rig in
            let bundle = try await rig.exported()
            _ = try await rig.imported(bundle)
            let kiosk = try await rig.verified(try await rig.desk.exportChain(by: rig.actor), by: .kiosk)
            #expect(kiosk.isWhole && kiosk.count == CarryRig.claims && kiosk.signature == .valid)
            let central = try await rig.verified(try await rig.api.chainExport(of: rig.store.kiosk), by: .central)
            #expect(central.signature == .valid && central.headSignature == .valid)
            #expect(central.problems.map(\.number) == [Int64(CarryRig.refused)])
            #expect(central.problems.map(\.kind) == [.missing])
            let wrong = try await rig.verified(try await rig.desk.exportChain(by: rig.actor), by: .central)
            #expect(wrong.signature == .invalid && !wrong.isWhole)
            // The wrong key says nothing against the chain.
            #expect(wrong.isLinked && wrong.isOfOtherKey && !kiosk.isOfOtherKey)
            #expect(!wrong.words.contains("NOT whole") && wrong.words.contains("kiosk-central kiosks key"))
        }
    }

    @Test func `the chain of a kiosk that sent nothing is refused, since it would look whole`() async throws {
        try await CarryRig.with { rig in
            let error = await #expect(throws: KioskError.self) {
                _ = try await rig.api.chainExport(of: rig.store.kiosk)
            }
            #expect(error?.code == .kioskUnknown)
        }
    }

    @Test func `a claim that the central never took is accounted for by its correction, in both chains`() async throws {
        try await CarryRig.with { rig in
            try await rig.send(CarryRig.claims)
            #expect(
                try await rig.register.kioskState(rig.store.kiosk, limit: 10).missing == [Int64(CarryRig.refused)]
            )
            try await rig.correctFirst()
            try await rig.send(1)
            let state = try await rig.register.kioskState(rig.store.kiosk, limit: 10)
            #expect(state.missing.isEmpty && state.broken.isEmpty && state.accounted == 1)
            #expect(state.count == Int64(CarryRig.claims))
            let kiosk = try await rig.verified(try await rig.desk.exportChain(by: rig.actor), by: .kiosk)
            #expect(kiosk.isWhole && kiosk.count == Int64(CarryRig.claims + 1), "\(kiosk.words)")
            let central = try await rig.verified(try await rig.api.chainExport(of: rig.store.kiosk), by: .central)
            #expect(central.isWhole && central.corrected == 1, "\(central.words)")
            #expect(central.count == kiosk.count && central.hash == kiosk.hash)
        }
    }

    @Test func `a claim that the central lost after it was wiped here does not spoil the next stick`() async throws {
        try await CarryRig.with { rig in
            try await rig.send(CarryRig.claims)
            let later = TestCentral.receivedAt.adding(.seconds(60))
            #expect(try await rig.store.wipeSettled(before: later, at: later) == Self.expected)
            #expect(try await rig.store.sendAgain([1], heardAt: TestCentral.receivedAt).wiped.map(\.sequence) == [1])
            // The other one needs a person too, and its content is here.
            let bundle = try await rig.exported()
            var reader = BundleReader([.claims], kiosk: rig.store.kiosk)
            try reader.take(bundle) { _, _ in }
            _ = try reader.finish()
            #expect(reader.header?.count == 1)
            let answers = try #require(try await rig.imported(bundle))
            #expect(try await rig.took(answers) == ImportReport(answered: 0, known: 0, refused: 1))
        }
    }

    @Test func `a copy says how far it goes, however much is recorded meanwhile`() async throws {
        try await CarryRig.with { rig in
            for round in 1...5 {
                async let copied = CarryRig.collect(try await rig.desk.backup(by: rig.actor))
                for index in 1...8 {
                    _ = try await rig.store.commit(
                        onceOnly: .each,
                        person: "\(round)-\(index)",
                        vehicle: nil,
                        parts: []
                    ) { place in
                        var random = SystemRandomNumberGenerator()
                        return NewClaim(
                            claimID: ClaimID(at: TestCentral.receivedAt, using: &random),
                            recordedAt: TestCentral.receivedAt,
                            document: Array("{\"sequence\":\(place.sequence)}".utf8),
                            maskedApplicant: "测*",
                            maskedPlate: nil,
                            amount: nil,
                            verdictKind: "hold"
                        )
                    }
                }
                var file = BackupFile()
                let path = "\(rig.desk.stateDirectory)/copy-\(round).sqlite"
                try Data(try file.take(try await copied)).write(to: URL(filePath: path))
                let header = try file.finish()
                let copy = try ClaimStore.open(at: path, mode: .rehearsal, kiosk: rig.store.kiosk) {
                    ChainHash.claim($0)
                }
                #expect(try await copy.chainEnd() == ChainEnd(sequence: header.lastSequence, hash: header.lastHash))
                try await copy.checkWhole()
                await copy.close()
            }
        }
    }

    @Test(arguments: UInt64(1)...30)
    func `stick and network, mixed and lost in any order, come to the same end`(seed: UInt64) async throws {
        try await CarryRig.with { rig in
            var chance = Chance(seed)
            var bundles: [[UInt8]] = []
            var answers: [[UInt8]] = []
            for _ in 0..<25 {
                switch Int.random(in: 0..<6, using: &chance) {
                case 0, 1:
                    let loses = (request: Bool.random(using: &chance), answer: Bool.random(using: &chance))
                    try await rig.send(.random(in: 1...5, using: &chance), loses: loses)
                case 2: bundles.append(try await rig.exported())
                case 3:
                    guard let bundle = bundles.randomElement(using: &chance) else { continue }
                    let pieces = Bool.random(using: &chance) ? Int.max : 1
                    if let got = try await rig.imported(bundle, reading: pieces) { answers.append(got) }
                case 4:
                    guard let carried = answers.randomElement(using: &chance) else { continue }
                    _ = try await rig.took(carried)
                default: try await rig.store.retryAll(includingSetAside: Bool.random(using: &chance))
                }
            }
            // In the end one of the two gets through.
            if Bool.random(using: &chance) {
                try await rig.send(CarryRig.claims)
            } else if let last = try await rig.imported(try await rig.exported()) {
                _ = try await rig.took(last)
            }
            let end = try await rig.end()
            #expect(end.count == CarryRig.claims + Self.expected)
            #expect(end.count { $0.hasSuffix("accepted") } == Self.expected * 2)
            #expect(end.contains { $0.hasPrefix("kiosk DQ01-00000\(CarryRig.refused)") && $0.hasSuffix("needsPerson") })
            #expect(try await rig.store.firstBrokenLink() == nil)
            let state = try await rig.register.kioskState(rig.store.kiosk, limit: 10)
            #expect(state.missing == [Int64(CarryRig.refused)])
        }
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): the same order again for the same seed.
    private struct Chance: RandomNumberGenerator {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
