import Claims

/// Finds a record by its key with one pread(2) for each step.
///
/// Keys are keyed digests and so spread evenly: a guess by proportion lands near its goal, and a million records take
/// about five steps where halving takes fifteen. Every third step halves all the same, so that whatever lies in the
/// file the steps are bounded by 3 × log2(count).
struct RecordSearch {
    let file: ReadOnlyFile
    let offset: Int
    let count: Int

    /// Throws `registry.unreadable`, and `registry.damaged` for records out of order.
    func find(_ key: RecordKey) throws(KioskError) -> SnapshotRecord? {
        var (low, high) = (0, count)
        var (lowest, highest) = (UInt64.min, UInt64.max)
        var step = 0
        while high - low > SnapshotFormat.recordsAtOnce {
            step += 1
            let middle =
                step.isMultiple(of: 3)
                ? low + (high - low) / 2
                : low + Self.guess(key.high, from: lowest, to: highest, of: high - low)
            guard let record = try records(middle, 1).first, (lowest...highest).contains(record.key.high) else {
                throw VerifiedFile.damaged(file.path, "has records out of order")
            }
            if record.key == key { return record }
            if record.key < key {
                (low, lowest) = (middle + 1, record.key.high)
            } else {
                (high, highest) = (middle, record.key.high)
            }
        }
        return try records(low, high - low).first { $0.key == key }
    }

    /// 0..<count. `value` lies within the bounds.
    private static func guess(_ value: UInt64, from low: UInt64, to high: UInt64, of count: Int) -> Int {
        guard high > low else { return count / 2 }
        return min(Int(Double(value - low) / Double(high - low) * Double(count)), count - 1)
    }

    private func records(_ first: Int, _ number: Int) throws(KioskError) -> [SnapshotRecord] {
        let size = number * SnapshotFormat.recordSize
        let bytes = try file.bytes(at: offset + first * SnapshotFormat.recordSize, count: size)
        guard bytes.count == size else { throw VerifiedFile.damaged(file.path, "became shorter while it was in use") }
        let records = bytes.withUnsafeBytes { buffer in
            (0..<number).compactMap { index in
                SnapshotRecord(UnsafeRawBufferPointer(rebasing: buffer[(index * SnapshotFormat.recordSize)...]))
            }
        }
        guard records.count == number else {
            throw VerifiedFile.damaged(file.path, "has a record with flags that format \(SnapshotFormat.version) lacks")
        }
        return records
    }
}
