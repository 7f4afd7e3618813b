/// One vehicle as it lies in the file: 72 bytes, big-endian, nothing in clear that names a person or a plate.
///
/// | at | bytes | what |
/// | --- | --- | --- |
/// | 0 | 16 | key: the first half of the plate's keyed digest |
/// | 16 | 32 | the owner's keyed digest |
/// | 48 | 8 | first bytes of the frame serial's keyed digest; zeros without one |
/// | 56 | 8 | the same for the motor's |
/// | 64 | 2 | day of registration, days since 1970-01-01 |
/// | 66 | 2 | number of the model in the header's list, from 1; 0 without one |
/// | 68 | 2 | nominal volts; 0 without them |
/// | 70 | 1 | index of the plate's kind in the header's list |
/// | 71 | 1 | flags: 1 if the owner is a company; the other bits are 0 |
struct SnapshotRecord: Equatable, Sendable {
    var key: RecordKey
    var owner: PersonDigest
    var ownerIsCompany = false
    /// Zero without one, here and below.
    var frame: UInt64 = 0
    var motor: UInt64 = 0
    var day: UInt16
    var model: UInt16 = 0
    var volts: UInt16 = 0
    var kind: UInt8

    func write(to bytes: inout [UInt8]) {
        for word in [key.high, key.low, owner.a, owner.b, owner.c, owner.d, frame, motor] {
            withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
        }
        let flags = ownerIsCompany ? Self.companyFlag : 0
        for word in [day, model, volts, UInt16(kind) << 8 | UInt16(flags)] {
            withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }
}

extension SnapshotRecord {
    private static let companyFlag: UInt8 = 1

    /// Nil for flags that nobody has defined.
    ///
    /// - Parameter bytes: at least 72.
    init?(_ bytes: UnsafeRawBufferPointer) {
        func long(_ offset: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        func short(_ offset: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        }
        guard bytes[71] & ~Self.companyFlag == 0 else { return nil }
        self.init(
            key: RecordKey(high: long(0), low: long(8)),
            owner: PersonDigest(a: long(16), b: long(24), c: long(32), d: long(40)),
            ownerIsCompany: bytes[71] & Self.companyFlag != 0,
            frame: long(48),
            motor: long(56),
            day: short(64),
            model: short(66),
            volts: short(68),
            kind: bytes[70]
        )
    }
}

/// What records are sorted by and found by.
struct RecordKey: Hashable, Comparable, Sendable {
    let high: UInt64
    let low: UInt64

    static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

/// 32 bytes of a keyed digest.
struct PersonDigest: Hashable, Sendable {
    let a: UInt64
    let b: UInt64
    let c: UInt64
    let d: UInt64
}
