import CentralTools
import Testing
import WireAPI

/// A kiosk's last word beside what the register has.
struct ProofReportTests {
    private let proof = WipeProof(
        kioskId: "DQ01",
        at: "2025-05-01T18:00:00.000+08:00",
        first: 1,
        last: 3,
        hash: String(repeating: "0a", count: 32),
        claims: 3,
        paid: 1,
        refused: 1,
        withdrawn: 0
    )

    private func report(_ change: (inout KioskAccount) -> Void = { _ in }) -> ProofReport {
        var account = KioskAccount(
            kioskId: "DQ01",
            upTo: 3,
            highest: 3,
            missing: [],
            broken: [],
            hash: proof.hash,
            paid: 1,
            refused: 1,
            withdrawn: 0
        )
        change(&account)
        return ProofReport(proof, signedBy: "0123456789abcdef", account)
    }

    @Test func `a register that has the same is said to have it, and one that was not asked is not`() {
        #expect(report().isRight && report().words.hasSuffix("the register has the same"))
        let alone = ProofReport(proof, signedBy: "0123456789abcdef", nil)
        #expect(alone.isRight && alone.words.hasSuffix("the register was not asked"))
        let ended = ProofReport(proof, signedBy: "0123456789abcdef", until: "2025-05-02", nil)
        #expect(ended.words.contains("0123456789abcdef, which counted until 2025-05-02"))
    }

    @Test func `what differs is named, with both sides`() {
        let cases: [(what: String, said: String, (inout KioskAccount) -> Void)] = [
            ("numbers", "1 to 3, the register not here: 2, 3", { $0.missing = [2, 3] }),
            ("highest number", "3, the register 4", { $0.highest = 4 }),
            ("chain", "whole, the register does not fit at: 2", { $0.broken = [2] }),
            ("hash of number 3", "the register beef", { $0.hash = "beef" }),
            ("paid", "1, the register 2", { $0.paid = 2 }), ("refused", "1, the register 0", { $0.refused = 0 }),
            ("withdrawn", "0, the register 1", { $0.withdrawn = 1 }),
        ]
        for (what, said, change) in cases {
            let found = report(change)
            #expect(found.differences?.map(\.what) == [what] && !found.isRight)
            #expect(found.words.contains("differs: \(what): the proof says "))
            #expect(found.words.hasSuffix(said), "\(found.words)")
        }
        #expect(report { ($0.missing, $0.hash) = ([3], nil) }.differences?.map(\.what) == ["numbers"])
    }
}
