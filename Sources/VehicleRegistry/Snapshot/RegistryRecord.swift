package import Claims
import Sealing

/// What a snapshot knows of one vehicle. Who owns it and which serials it has can be compared, never read.
package struct RegistryRecord: Sendable {
    /// The plate's kind, as the programme names it.
    package let kind: String
    package let registeredOn: CivilDate
    /// Nominal volts of the battery, 1–400.
    package let volts: Int?
    package let model: String?
    /// Then no person is the owner.
    package let ownerIsCompany: Bool
    private let record: SnapshotRecord
    private let digests: RegistryDigests

    /// Nil when the record points to a kind or model that the header does not have.
    init?(_ record: SnapshotRecord, header: SnapshotHeader, digests: RegistryDigests) {
        guard header.kinds.indices.contains(Int(record.kind)), record.model <= header.models.count else { return nil }
        kind = header.kinds[Int(record.kind)]
        registeredOn = CivilDate(daysSince1970: Int(record.day))
        volts = record.volts == 0 ? nil : Int(record.volts)
        model = record.model == 0 ? nil : header.models[Int(record.model) - 1]
        ownerIsCompany = record.ownerIsCompany
        self.record = record
        self.digests = digests
    }

    package func ownerIs(_ number: IdentityNumber) -> Bool {
        !ownerIsCompany && digests.owner(number) == record.owner
    }

    /// Nil when the registry has no frame serial that is a key, or the one found is none. Compared by `PartSerial.foldedKey`.
    package func frameFits(_ serial: PartSerial) -> Bool? { fits(serial, .frame, record.frame) }

    /// The same for the motor.
    package func motorFits(_ serial: PartSerial) -> Bool? { fits(serial, .motor, record.motor) }

    private func fits(_ serial: PartSerial, _ kind: DigestKey.Kind, _ known: UInt64) -> Bool? {
        guard known != 0, let found = digests.serial(serial, kind) else { return nil }
        return found == known
    }
}
