import Claims
import Foundation
import KioskTestSupport
import WireAPI

@testable import DeviceSimulator

/// One visitor from the notice to a recorded claim and an idle counter, the way that the visitor goes.
struct VisitWalk: Sendable {
    let visitor: Visitor
    let rig: KioskRig
    let reader: SimulatedIDCardReader
    let counter: CounterClient

    /// `beforeConfirming` is called at the review.
    func run(beforeConfirming: () throws -> Void = {}) async throws {
        try await counter.begin()
        if visitor.way == .agent {
            try await counter.take("POST", "agent")
            await reader.lay(visitor.card)
            try await counter.snapshot("the agent's step") { $0.session.step == "agent" }
            await reader.lay(visitor.agentCard)
        } else {
            await reader.lay(visitor.card)
        }
        try await counter.snapshot("a card on the page") { $0.session.waitingFor == "plate" }
        await reader.takeAway()
        try await showPlate()
        try await counter.judgeParts(of: visitor.plate)
        try await giveBankCard()
        try beforeConfirming()
        let session = try await counter.take("POST", "confirm")
        guard let claim = session.claim, session.step == "recorded" else {
            throw TestFailure("confirm led to \(session.step): \(String(describing: session.hint))")
        }
        for language in ["zh-CN", "bo"] {
            _ = try await counter.send("GET", "/v1/claims/\(claim.claimId)/receipt?language=\(language)")
        }
        if visitor.way == .scanned {
            _ = try await counter.send("POST", "/v1/claims/\(claim.claimId)/receipt/print?language=bo")
        }
        try await counter.take("POST", "finish")
    }

    private func showPlate() async throws {
        if visitor.way == .scanned {
            try await rig.scan(visitor.plate)
            try await counter.snapshot("the battery step") { $0.session.step == "battery" }
            return
        }
        try await counter.take("POST", "plate", PlateEntry(plate: visitor.plate))
        guard visitor.way == .certificate else { return }
        // With the number in it, as the data of a camera could have.
        let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array("\(visitor.name) \(visitor.number)".utf8)
        let certificate = CertificateEntry(
            issuerKind: "village-committee",
            issuer: "彩排村村委会",
            number: "2025-\(visitor.index)",
            issuedOn: "2025-02-20",
            signatory: visitor.signatory,
            photo: try await counter.keep(photo: photo).json(PhotoReceipt.self).photo
        )
        try await counter.take("POST", "certificate", certificate)
    }

    private func giveBankCard() async throws {
        if visitor.way == .scanned {
            try await rig.scan(visitor.bankCard)
            try await counter.snapshot("the review") { $0.session.step == "review" }
            return
        }
        // Grouped, as people write it.
        let groups = stride(from: 0, to: visitor.bankCard.count, by: 4).map {
            String(visitor.bankCard.dropFirst($0).prefix(4))
        }
        let entry = BankCardEntry(number: groups.joined(separator: " "), repeated: visitor.bankCard)
        try await counter.take("POST", "bank-card", entry)
        guard visitor.way == .override else { return }
        try await counter.take("POST", "bank-card", entry)
        let reason = "\(visitor.name) \(visitor.number) shows the card"
        let word = OverrideEntry(supervisor: KioskRig.Supervisor.id, pin: KioskRig.Supervisor.pin, reason: reason)
        try await counter.take("POST", "override", word)
    }
}
