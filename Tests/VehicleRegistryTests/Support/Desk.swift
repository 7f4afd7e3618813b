import Claims
import Sealing
import Testing
import VehicleRegistry

/// Somebody who imports extracts and opens snapshots, in a folder of its own.
struct Desk {
    static let heading = "plate,plateKind,registeredOn,ownerId,volts,model,frame,motor\n"
    static let owner = "990001199001010013"
    static let otherOwner = "990001198512310021"
    static let row = "拉萨A00101,white-red,2021-03-15,\(owner),60,样车一型,990001-210000003,MTR350W 990002\n"

    let folder: TemporaryFolder
    let digestKey: DigestKey
    let signingKey = SigningKey()

    init() throws {
        folder = try TemporaryFolder()
        digestKey = try #require(DigestKey(hex: String(repeating: "5a", count: 32)))
    }

    var target: String { "\(folder.path)/registry.snapshot" }

    static func label(_ version: String = "rehearsal-1", rehearsal: Bool = true) throws -> SnapshotLabel {
        let label = SnapshotLabel(
            version: version,
            issuer: "made up",
            asOf: try #require(CivilDate("2025-02-01")),
            createdAt: try #require(Timestamp("2025-02-03T09:00:00+08:00")),
            rehearsal: rehearsal
        )
        return try #require(label)
    }

    @discardableResult
    func run(
        _ bytes: [UInt8],
        _ work: RegistryImport = RegistryImport(),
        version: String = "rehearsal-1",
        rehearsal: Bool = true,
        into target: String? = nil
    ) throws -> ImportReport {
        try folder.write(bytes, to: "extract.csv")
        return try work.run(
            "\(folder.path)/extract.csv",
            into: target ?? self.target,
            label: Self.label(version, rehearsal: rehearsal),
            digestKey: digestKey,
            signingKey: signingKey
        )
    }

    @discardableResult
    func run(
        _ text: String,
        _ work: RegistryImport = RegistryImport(),
        version: String = "rehearsal-1",
        rehearsal: Bool = true,
        into target: String? = nil
    ) throws -> ImportReport {
        try run(Array(text.utf8), work, version: version, rehearsal: rehearsal, into: target)
    }

    func open(rehearsal: Bool = true) throws -> RegistrySnapshot {
        try RegistrySnapshot.open(
            target,
            key: signingKey.verificationKey,
            digestKey: digestKey,
            rehearsal: rehearsal
        )
    }

    func record(_ plate: String) throws -> RegistryRecord? {
        try open().lookUp(try #require(Plate(plate)))
    }

    /// The problems of one bad line in place of the usual one.
    func problems(_ row: String, rehearsal: Bool = true) throws -> [BadLine] {
        let report = try run(Self.heading + row + "\n", rehearsal: rehearsal)
        #expect(report.badLines == 1 && report.snapshot == nil)
        return report.problems
    }
}

func plate(_ text: String) throws -> Plate { try #require(Plate(text)) }

/// The code of the error that `work` throws.
func code(_ work: () throws -> Void) -> KioskError.Code? {
    do {
        try work()
        return nil
    } catch {
        return (error as? KioskError)?.code
    }
}
