import Claims
import Glibc
import Sealing
import VehicleRegistry

/// The files of one run, and what is measured with them.
struct BenchDesk {
    let folder: String
    let plates: Int
    let lookUps: Int

    private var extract: String { "\(folder)/extract.csv" }
    private var snapshot: String { "\(folder)/registry.snapshot" }

    var arguments: [String] { ["--folder", folder, "--plates", "\(plates)", "--look-ups", "\(lookUps)"] }

    func makeKeys() throws {
        let key = SigningKey()
        try write("\(folder)/digest.key", String(repeating: "5a", count: 32))
        try write("\(folder)/signing.key", key.secretText)
        try write("\(folder)/signing.pub", key.verificationKey.hex)
    }

    /// Made-up vehicles: every plate once, four synthetic owners, 50 models.
    func makeExtract() throws {
        guard let file = fopen(extract, "w") else { throw BenchFailure("fopen \(extract)") }
        defer { fclose(file) }
        let owners = ["990001199001010013", "990001198512310021", "990001200002290032", "99000119900101003X"]
        var text = "号牌号码,号牌种类,登记日期,身份证号,标称电压,品牌型号,车架号,电机号\n"
        for number in 0..<plates {
            let day = CivilDate(daysSince1970: 18_637 + number % 356)
            text += "\(Self.plate(number)),white-red,\(day),\(owners[number % 4]),\([48, 60, 72][number % 3]),"
            text += "样车\(number % 50)型,990001\(number),M\(number)\n"
            if text.utf8.count > 1 << 20 {
                fputs(text, file)
                text = ""
            }
        }
        fputs(text, file)
    }

    func make() throws -> [Figure] {
        guard let asOf = CivilDate("2025-02-01"),
            let label = SnapshotLabel(
                version: "bench",
                issuer: "bench",
                asOf: asOf,
                createdAt: Timestamp(milliseconds: 0),
                rehearsal: true
            )
        else { throw BenchFailure("no label") }
        let before = Resident.bytes
        let start = Clock.now
        let report = try RegistryImport().run(
            extract,
            into: snapshot,
            label: label,
            digestKey: DigestKey(fileAt: "\(folder)/digest.key"),
            signingKey: SigningKey(fileAt: "\(folder)/signing.key")
        )
        guard report.snapshot?.count == plates else { throw BenchFailure("\(report.badLines) bad lines") }
        return [
            Figure("extract", try size(extract) / 1e6, "MB"),
            Figure("snapshot", try size(snapshot) / 1e6, "MB"),
            Figure("snapshot, bytes a vehicle", try size(snapshot) / Double(plates), "B"),
            Figure("import", Double(Clock.now - start) / 1e9, "s"),
            Figure("import, peak of resident memory above the start", Double(Resident.peak - before) / 1e6, "MB"),
        ]
    }

    func ask() throws -> [Figure] {
        let key = try VerificationKey(fileAt: "\(folder)/signing.pub")
        let digestKey = try DigestKey(fileAt: "\(folder)/digest.key")
        let numbers = (0..<lookUps).map { $0 &* 7_919 % plates }
        // Touched once, so that code and tables are there before memory is counted.
        _ = Plate(Self.plate(0)).map { digestKey.digest(.vehicle, $0.text) }
        let read = try readOnce()
        let before = Resident.bytes
        let start = Clock.now
        let registry = try RegistrySnapshot.open(snapshot, key: key, digestKey: digestKey, rehearsal: true)
        let opened = Clock.now - start
        let afterOpen = Resident.bytes
        var found = Series(capacity: lookUps)
        for number in numbers {
            guard let plate = Plate(Self.plate(number)) else { continue }
            let record = try found.measure { try registry.lookUp(plate) }
            guard record != nil else { throw BenchFailure("plate \(number) is missing") }
        }
        let afterLookUps = Resident.bytes
        var missing = Series(capacity: lookUps)
        for number in numbers {
            guard let plate = Plate(Self.plate(number + plates)) else { continue }
            let record = try missing.measure { try registry.lookUp(plate) }
            guard record == nil else { throw BenchFailure("plate \(number + plates) is there") }
        }
        var figures = [
            Figure("verification (signature, SHA-256, sizes)", Double(opened) / 1e6, "ms"),
            Figure("floor: reading the same file once", Double(read) / 1e6, "ms"),
            Figure("verification, ratio to floor", Double(opened) / Double(read), "×"),
            Figure("resident memory, growth by opening", Double(afterOpen - before) / 1e6, "MB"),
            Figure("resident memory, growth by \(lookUps) look-ups", Double(afterLookUps - afterOpen) / 1e6, "MB"),
        ]
        figures += found.figures("look-up, found") + missing.figures("look-up, not there")
        let floors = try baselines(digestKey, numbers)
        for (name, floor) in floors {
            figures += floor.figures(name)
            figures.append(Figure("look-up, found: ratio to \(name), p50", found.p50 / floor.p50, "×"))
            figures.append(Figure("look-up, found: ratio to \(name), p99", found.p99 / floor.p99, "×"))
        }
        return figures
    }

    /// One pread(2) of a record's size anywhere in the file, and a dictionary that holds all plates in memory.
    private func baselines(_ key: DigestKey, _ numbers: [Int]) throws -> [(String, Series)] {
        let descriptor = open(snapshot, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BenchFailure("open \(snapshot)") }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 72, alignment: 8)
        defer { buffer.deallocate() }
        let last = Int(try size(snapshot)) - 72
        var bare = Series(capacity: lookUps)
        for number in numbers {
            let offset = off_t(number &* 104_729 % (last / 72) * 72)
            let count = bare.measure { pread(descriptor, buffer.baseAddress, 72, offset) }
            guard count == 72 else { throw BenchFailure("pread") }
        }
        var digest = Series(capacity: lookUps)
        for number in numbers {
            guard let plate = Plate(Self.plate(number)) else { continue }
            _ = digest.measure { key.digest(.vehicle, plate.text) }
        }
        var memory: [String: UInt32] = [:]
        memory.reserveCapacity(plates)
        for number in 0..<plates { memory[Self.plate(number)] = UInt32(number) }
        var dictionary = Series(capacity: lookUps)
        for number in numbers {
            let plate = Self.plate(number)
            guard dictionary.measure({ memory[plate] }) != nil else { throw BenchFailure("dictionary") }
        }
        return [("one bare pread", bare), ("the plate's digest alone", digest), ("dictionary in memory", dictionary)]
    }

    private func readOnce() throws -> Int64 {
        let descriptor = open(snapshot, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BenchFailure("open \(snapshot)") }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
        defer { buffer.deallocate() }
        let start = Clock.now
        while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        return Clock.now - start
    }

    private static func plate(_ number: Int) -> String { "拉萨A\(1_000_000 + number)" }

    private func size(_ path: String) throws -> Double {
        var status = stat()
        guard stat(path, &status) == 0 else { throw BenchFailure("stat \(path)") }
        return Double(status.st_size)
    }

    private func write(_ path: String, _ text: String) throws {
        guard let file = fopen(path, "w") else { throw BenchFailure("fopen \(path)") }
        fputs(text, file)
        fclose(file)
    }
}
