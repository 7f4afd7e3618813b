import Claims
import CounterServer
import Inspection
import Synchronization
import WireAPI

/// A registry of one answer.
struct FakeRegistry: PlateRegistry {
    var answer = registered()
    var age = 1
    /// Parts of which the record has another serial.
    var contradicted: Set<Part> = []

    func knowledge(of plate: Plate, applicant: IdentityNumber, on day: CivilDate) async throws -> PlateKnowledge {
        PlateKnowledge(answer, registryVersion: "r1", registryAge: age)
    }

    func contradicts(_ serial: PartSerial, of part: Part, of plate: Plate) async throws -> Bool {
        contradicted.contains(part)
    }

    func view(on day: CivilDate) -> RegistryView {
        RegistryView(state: "current", version: "r1", asOf: "2025-03-09", ageDays: age, problem: nil)
    }
}

/// Photos in memory, papers of every known claim.
final class FakeDesk: CounterDesk {
    static let photo = [UInt8]([0xFF, 0xD8, 0xFF, 0xE0])
    static let photoName = String(repeating: "0a", count: 32)

    /// How many were kept.
    let photos = Mutex(0)
    private let ledger: FakeLedger

    init(ledger: FakeLedger) { self.ledger = ledger }

    func keepPhoto(_ bytes: [UInt8]) async throws -> String {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else {
            throw KioskError(.requestMalformed, "no photo", remedy: "take it again")
        }
        photos.withLock { $0 += 1 }
        return Self.photoName
    }

    func hasPhoto(_ name: String) async -> Bool { name == Self.photoName }

    func receipt(_ id: ClaimID, language: String) async throws -> PaperView? {
        try await ledger.claim(id).map { PaperView(lines: [$0.claimNumber, language], code: nil, picture: nil) }
    }

    func print(_ kind: PrintKind, of id: ClaimID, language: String) async throws -> PrintView? {
        guard kind == .receipt else {
            throw KioskError(.devicesNotBound, "this kiosk has no printer", remedy: "plug one in")
        }
        return try await ledger.claim(id).map { _ in PrintView(outcome: .printed, copy: language == "bo") }
    }

    func certificate(_ id: ClaimID, language: String) async throws -> PaperView? {
        guard let claim = try await ledger.claim(id) else { return nil }
        guard claim.status == "accepted" else {
            throw KioskError(.claimNoCertificate, "not accepted", remedy: "wait")
        }
        return PaperView(lines: [claim.claimNumber, language], code: "EBC1:AAAA", picture: "<svg/>")
    }
}

/// One supervisor, how often he was tried, and what the audit log was told.
final class FakeSupervisors: SupervisorRegister, SupervisorAudit {
    struct State {
        var tried = 0
        var wrong = 0
        var notes: [String] = []
    }

    static let name = "S01"
    static let pin = "246810"
    let state = Mutex(State())

    func knows(_ name: String) -> Bool { name == Self.name }

    func isSupervisor(_ name: String, pin: String) async throws -> Bool {
        try state.withLock { state in
            state.tried += 1
            guard state.wrong < 5 else { throw KioskError(.supervisorLocked, "S01 is locked", remedy: "wait") }
            if pin != Self.pin { state.wrong += 1 }
            return pin == Self.pin
        }
    }

    func note(_ supervisor: String, _ action: String) async throws {
        state.withLock { $0.notes.append("\(action) \(supervisor)") }
    }
}
