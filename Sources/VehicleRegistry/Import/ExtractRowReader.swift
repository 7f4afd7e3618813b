import Claims
import Sealing

/// Makes a record of each row of an extract, or says everything that is wrong with it.
struct ExtractRowReader {
    /// Synthetic people's numbers begin with it: no region has this number.
    static let syntheticRegion = "990001"

    private struct Problem: Error {
        let what: String

        init(_ what: String) { self.what = what }
    }

    private let heading: ExtractHeading
    private let decoder: FieldDecoder
    private let digests: RegistryDigests
    private let label: SnapshotLabel
    private let kindNames: [String: String]
    private var kinds = NameTable(limit: SnapshotFormat.maximumKinds)
    private var models = NameTable(limit: SnapshotFormat.maximumModels)
    private var problems: [BadLine] = []

    init(
        heading: ExtractHeading,
        decoder: FieldDecoder,
        digests: RegistryDigests,
        label: SnapshotLabel,
        kindNames: [String: String]
    ) {
        self.heading = heading
        self.decoder = decoder
        self.digests = digests
        self.label = label
        self.kindNames = Dictionary(kindNames.map { (Self.folded($0.key), $0.value) }) { first, _ in first }
    }

    /// Kinds and models by their index in the records made so far.
    var names: (kinds: [String], models: [String]) { (kinds.names, models.names) }

    /// Nil when `problems` is not empty.
    mutating func read(_ row: DelimitedReader.Row) -> (record: SnapshotRecord?, problems: [BadLine]) {
        problems = []
        if let fault = row.fault { return (nil, [BadLine(line: row.line, column: nil, problem: fault, plate: nil)]) }
        guard row.count == heading.width else {
            let fault = "has \(row.count) fields where the first line has \(heading.width)"
            return (nil, [BadLine(line: row.line, column: nil, problem: fault, plate: nil)])
        }
        let plate = value(row, .plate, nil) { (text) throws(Problem) in
            guard let plate = Plate(text) else { throw Problem("is no plate of 2–32 letters and digits") }
            return plate
        }
        let kind = value(row, .plateKind, plate, kind)
        let day = value(row, .registeredOn, plate, day)
        let owner = value(row, .ownerId, plate, owner)
        let volts = optional(row, .volts, plate, Self.volts)
        let model = optional(row, .model, plate, model)
        let frame = optional(row, .frame, plate, Self.serial)
        let motor = optional(row, .motor, plate, Self.serial)
        guard problems.isEmpty, let plate, let kind, let day, let owner else { return (nil, problems) }
        // The tables grow with good rows only.
        guard let kindIndex = kinds.index(of: kind), let modelIndex = model.map({ models.index(of: $0) }) ?? 0 else {
            let fault =
                "is one more than \(SnapshotFormat.maximumKinds) kinds or \(SnapshotFormat.maximumModels) models"
            return (nil, [BadLine(line: row.line, column: .model, problem: fault, plate: plate.masked)])
        }
        let record = SnapshotRecord(
            key: digests.plate(plate),
            owner: digests.owner(owner),
            ownerIsCompany: owner.isCompany,
            frame: frame.flatMap { digests.serial($0, .frame) } ?? 0,
            motor: motor.flatMap { digests.serial($0, .motor) } ?? 0,
            day: day,
            model: UInt16(modelIndex),
            volts: volts ?? 0,
            kind: UInt8(kindIndex - 1)
        )
        return (record, [])
    }

    /// Nil for a problem, which is then noted.
    private mutating func value<Value>(
        _ row: DelimitedReader.Row,
        _ column: ExtractColumn,
        _ plate: Plate?,
        _ read: (Substring) throws(Problem) -> Value
    ) -> Value? {
        guard let place = heading[column] else { return nil }
        do throws(Problem) {
            guard let text = decoder.text(row[place]) else { throw Problem("has bytes that are no text") }
            let trimmed = text.narrowed.trimmed
            guard !trimmed.isEmpty else { throw Problem("is empty") }
            guard !trimmed.hasControl else { throw Problem("has a control character") }
            return try read(trimmed)
        } catch {
            problems.append(BadLine(line: row.line, column: column, problem: error.what, plate: plate?.masked))
            return nil
        }
    }

    /// Nil for an empty field and a column that is not there, too.
    private mutating func optional<Value>(
        _ row: DelimitedReader.Row,
        _ column: ExtractColumn,
        _ plate: Plate?,
        _ read: (Substring) throws(Problem) -> Value
    ) -> Value? {
        guard let place = heading[column], !row[place].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
        return value(row, column, plate, read)
    }
}

extension ExtractRowReader {
    private func kind(_ text: Substring) throws(Problem) -> String {
        let name = kindNames[Self.folded(text)] ?? String(text)
        guard PlateKindName.isValid(name) else {
            throw Problem("is no kind of the programme; say which with --kind TEXT=kind")
        }
        return name
    }

    private func day(_ text: Substring) throws(Problem) -> UInt16 {
        let parts = text.split(separator: text.contains("/") ? "/" : "-", omittingEmptySubsequences: false)
        let date: CivilDate? =
            if parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2,
                parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
                let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
            {
                CivilDate(year: year, month: month, day: day)
            } else {
                text.utf8.count == 8 ? CivilDate(text) : nil
            }
        guard let date, let day = UInt16(exactly: date.daysSince1970) else {
            throw Problem("is no day such as 2021-03-15, 2021/3/15 or 20210315")
        }
        guard date <= label.asOf else { throw Problem("lies after the extract's date") }
        return day
    }

    private func owner(_ text: Substring) throws(Problem) -> ExtractOwner {
        let capitals = text.uppercased()
        let owner: ExtractOwner
        do throws(ExtractOwner.Problem) {
            owner = try ExtractOwner(capitals)
        } catch {
            switch error {
            case .check: throw Problem("is no identity number: its check character does not fit")
            case .form where capitals.contains("E+"):
                throw Problem("was rounded by a spreadsheet; have the column exported as text")
            case .form: throw Problem("is neither an identity number nor a unified social credit code")
            }
        }
        switch (label.rehearsal, owner.region == Self.syntheticRegion) {
        case (true, false): throw Problem("is not of region \(Self.syntheticRegion): a rehearsal knows nobody real")
        case (false, true): throw Problem("is of region \(Self.syntheticRegion), which is for rehearsals only")
        default: return owner
        }
    }

    private func model(_ text: Substring) throws(Problem) -> String {
        guard text.utf8.count <= SnapshotFormat.maximumModelBytes else {
            throw Problem("is longer than \(SnapshotFormat.maximumModelBytes) bytes of UTF-8")
        }
        return String(text)
    }

    private static func volts(_ text: Substring) throws(Problem) -> UInt16 {
        let digits = text.last == "V" || text.last == "v" ? text.dropLast().trimmed : text
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let volts = UInt16(digits),
            (1...400).contains(volts)
        else { throw Problem("is no voltage of 1–400 V such as 60 or 60V") }
        return volts
    }

    /// One too short to be a key is a serial all the same; see `PartSerial.foldedKey`.
    private static func serial(_ text: Substring) throws(Problem) -> PartSerial {
        let isShortASCII = text.utf8.count <= 64 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        // Trimmed already: nothing is left to check, and nearly all serials are such.
        guard let serial = isShortASCII ? .read(String(text)) : PartSerial.read(checking: text) else {
            throw Problem("is no serial of 1–64 characters that can be printed")
        }
        return serial
    }

    private static func folded(_ kind: some StringProtocol) -> String { String(kind.narrowed.trimmed) }
}

/// What a kind may be called: as in programme files.
package enum PlateKindName {
    /// 1–40 lower-case letters, digits and hyphens.
    package static func isValid(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}

/// Names by the order in which they came, from 1.
struct NameTable {
    let limit: Int
    private(set) var names: [String] = []
    private var indices: [String: Int] = [:]

    init(limit: Int) { self.limit = limit }

    /// Nil for a new name beyond the limit.
    mutating func index(of name: String) -> Int? {
        if let index = indices[name] { return index }
        guard names.count < limit else { return nil }
        names.append(name)
        indices[name] = names.count
        return names.count
    }
}
