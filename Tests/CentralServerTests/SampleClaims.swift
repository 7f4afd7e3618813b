import Claims
import Foundation
import Sealing
import Testing
import WireAPI

/// Claims of synthetic people, as a kiosk makes them.
struct SampleClaims {
    static let digestKeyText = String(repeating: "0f", count: 32)
    static let zeros = String(repeating: "0", count: 64)
    /// 2025-03-10T10:00:00+08:00.
    static let recordedAt = Timestamp(milliseconds: 1_741_572_000_000)

    let digestKey: DigestKey
    private var random = SystemRandomNumberGenerator()

    init() throws {
        digestKey = try #require(DigestKey(hex: Self.digestKeyText))
    }

    private struct Link: Encodable {
        let sequence: Int64
        let previous: String

        init(sequence: Int64) {
            self.sequence = sequence
            previous = sequence == 1 ? SampleClaims.zeros : String(repeating: "ab", count: 32)
        }
    }

    private static func value<Value: Decodable>(_ members: some Encodable) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(members))
    }

    /// Identity numbers that can belong to nobody: region 990001, sequence 001–999.
    static func person(_ serial: Int) throws -> String {
        let digits = "99000119900101\(serial.padded(to: 3))"
        let check = ResidentID.checkCharacter(for: digits.utf8)
        return try ResidentID(digits + String(decoding: [check], as: UTF8.self)).text
    }

    mutating func document(
        _ sequence: Int64 = 1,
        kiosk: String = "DQ01",
        person: Int = 1,
        plate: String? = "藏A12345",
        verdict: Verdict = .subsidy(Fen(37_100)),
        rehearsal: Bool = true
    ) throws -> ClaimDocument {
        let number = try #require(IdentityNumber(try Self.person(person)))
        let plate = try plate.map { try #require(Plate($0)) }
        let kiosk = try #require(KioskID(kiosk))
        let battery = PartFinding(
            condition: .present,
            serial: .read("BAT-\(sequence)"),
            voltage: BatteryVoltage(volts: 60, method: .label)
        )
        let draft = ClaimDraft(
            applicant: CardIdentity(name: "测试", number: number, validity: .longTerm, kind: .resident),
            plate: plate,
            registration: plate == nil ? .plateless : .unavailable,
            certificate: nil,
            parts: [
                .battery: battery, .motor: PartFinding(condition: .present, serial: .illegible),
                .frame: PartFinding(condition: .present, serial: .groundOff),
            ],
            bankCard: plate == nil ? nil : BankCardNumber("6299990000012343"),
            verdict: verdict,
            noticeVersion: "2025-1"
        )
        return ClaimDocument(
            draft: draft,
            claimID: ClaimID(at: Self.recordedAt, using: &random),
            number: ClaimNumber(kiosk: kiosk, sequence: sequence),
            recordedAt: Self.recordedAt,
            point: "Doilungdêqên 1",
            rehearsal: rehearsal,
            programme: (id: "doilungdeqen-2025", version: "1"),
            keys: try Self.value([
                "person": digestKey.digest(.person, number.text),
                "vehicle": plate.map { digestKey.digest(.vehicle, $0.text) },
            ]),
            chain: try Self.value(Link(sequence: sequence))
        )
    }
}
