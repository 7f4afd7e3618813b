/// All records of an extract in memory, and their order: 72 bytes and 16 more for each.
struct RecordTable {
    private struct Entry {
        let high: UInt64
        let index: UInt32
        let line: UInt32
    }

    /// Two lines with one plate that say different things of it.
    struct Contradiction: Equatable {
        let line: Int
        /// Another line with this plate, the first where there are several.
        let other: Int
    }

    /// In pieces, because one large array would be copied each time it grows.
    private static let recordsPerPiece = 1 << 14

    private var pieces: [[UInt8]] = []
    private var entries: [Entry] = []

    var count: Int { entries.count }

    mutating func append(_ record: SnapshotRecord, line: Int) {
        if entries.count.isMultiple(of: Self.recordsPerPiece) {
            pieces.append([])
            pieces[pieces.count - 1].reserveCapacity(Self.recordsPerPiece * SnapshotFormat.recordSize)
        }
        record.write(to: &pieces[pieces.count - 1])
        entries.append(
            Entry(high: record.key.high, index: UInt32(entries.count), line: UInt32(truncatingIfNeeded: line))
        )
    }

    /// Brings the records in order once all are there. Of lines that say the same, one is kept; lines that say
    /// different things of one plate are all left out and given, by line, because nobody can tell which is right.
    mutating func settle() -> (repeated: Int, contradictions: [Contradiction]) {
        var sorted: [Entry] = []
        swap(&sorted, &entries)
        sorted.sort { $0.high != $1.high ? $0.high < $1.high : precedes($0, $1) }
        var kept: [Entry] = []
        kept.reserveCapacity(sorted.count)
        var repeated = 0
        var contradictions: [Contradiction] = []
        var start = 0
        while start < sorted.count {
            let first = sorted[start]
            var end = start + 1
            while end < sorted.count, sorted[end].high == first.high, samePlate(sorted[end], first) { end += 1 }
            let group = sorted[start..<end]
            start = end
            if group.allSatisfy({ bytes($0) == bytes(first) }) {
                kept.append(first)
                repeated += group.count - 1
            } else {
                let lines = group.map { Int($0.line) }.sorted()
                for (place, line) in lines.enumerated() {
                    contradictions.append(Contradiction(line: line, other: lines[place == 0 ? 1 : 0]))
                }
            }
        }
        entries = kept
        return (repeated, contradictions.sorted { $0.line < $1.line })
    }

    private func bytes(_ entry: Entry) -> ArraySlice<UInt8> {
        let place = Int(entry.index) % Self.recordsPerPiece * SnapshotFormat.recordSize
        return pieces[Int(entry.index) / Self.recordsPerPiece][place..<place + SnapshotFormat.recordSize]
    }

    private func samePlate(_ one: Entry, _ other: Entry) -> Bool { bytes(one).prefix(16) == bytes(other).prefix(16) }

    private func precedes(_ one: Entry, _ other: Entry) -> Bool {
        bytes(one).prefix(16).lexicographicallyPrecedes(bytes(other).prefix(16))
    }
}

extension RecordTable {
    /// The records' bytes, in order.
    struct Ordered: Sequence {
        fileprivate let table: RecordTable

        var count: Int { table.count }

        func makeIterator() -> some IteratorProtocol<ArraySlice<UInt8>> {
            table.entries.lazy.map { table.bytes($0) }.makeIterator()
        }
    }

    var ordered: Ordered { Ordered(table: self) }
}
