package import Claims

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a snapshot says of itself, signed.
package struct SnapshotHeader: Equatable, Sendable {
    /// 1–40 characters; the claims that were judged by the snapshot name it.
    package let version: String
    /// Who answers for the extract, 1–80 characters.
    package let issuer: String
    /// The day whose state the extract shows.
    package let asOf: CivilDate
    package let createdAt: Timestamp
    /// Holds synthetic people only, and is for rehearsals only.
    package let rehearsal: Bool
    /// Records in the file.
    package let count: Int
    /// Lines of the extract that were left out because they could not be right.
    package let skippedLines: Int
    /// Plate kinds, as the programme names them.
    package let kinds: [String]
    package let models: [String]
    /// See `RegistryDigests.check`.
    let keyCheck: String
    /// 64 lower-case hexadecimal digits.
    let bodyHash: String

    /// Days from the extract's date to `day`; negative before it.
    package func ageInDays(on day: CivilDate) -> Int { day.daysSince1970 - asOf.daysSince1970 }
}

extension SnapshotHeader {
    /// A header that cannot be read: made by a newer version, or by nobody of ours.
    enum Problem: Error {
        case newerFormat(Int)
        case malformed
    }

    /// Field by field as in the file.
    private struct Wire: Codable {
        var format = SnapshotFormat.version
        var recordSize = SnapshotFormat.recordSize
        var version, issuer, asOf, createdAt: String
        var rehearsal: Bool
        var count, skippedLines: Int
        var kinds, models: [String]
        var keyCheck, bodySHA256: String
    }

    private struct Format: Decodable {
        let format: Int
    }

    /// Only for bytes whose signature holds.
    init(json: [UInt8]) throws(Problem) {
        let data = Data(json)
        guard let format = (try? JSONDecoder().decode(Format.self, from: data))?.format else { throw .malformed }
        guard format <= SnapshotFormat.version else { throw .newerFormat(format) }
        guard let wire = try? JSONDecoder().decode(Wire.self, from: data), let asOf = CivilDate(wire.asOf),
            let createdAt = Timestamp(wire.createdAt), wire.recordSize == SnapshotFormat.recordSize,
            (1...SnapshotFormat.maximumRecords).contains(wire.count), wire.skippedLines >= 0
        else { throw .malformed }
        version = wire.version
        issuer = wire.issuer
        self.asOf = asOf
        self.createdAt = createdAt
        rehearsal = wire.rehearsal
        count = wire.count
        skippedLines = wire.skippedLines
        kinds = wire.kinds
        models = wire.models
        keyCheck = wire.keyCheck
        bodyHash = wire.bodySHA256
    }

    /// One form for one content.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let wire = Wire(
            version: version,
            issuer: issuer,
            asOf: asOf.description,
            createdAt: createdAt.description,
            rehearsal: rehearsal,
            count: count,
            skippedLines: skippedLines,
            kinds: kinds,
            models: models,
            keyCheck: keyCheck,
            bodySHA256: bodyHash
        )
        return Array(try encoder.encode(wire))
    }
}
