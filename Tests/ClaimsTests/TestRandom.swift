/// A random source with a seed, so that a failing run can be repeated (SplitMix64).
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// Everything a value shows of itself: interpolation, `debugPrint` and `dump`.
func everythingPrinted(of value: some Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
}

extension String {
    /// The text with the UTF-8 byte at `index` replaced.
    func replacing(_ index: Int, with byte: UInt8) -> String {
        var bytes = Array(utf8)
        bytes[index] = byte
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text with the UTF-8 bytes at `index` and `index + 1` swapped.
    func swapping(_ index: Int) -> String {
        var bytes = Array(utf8)
        bytes.swapAt(index, index + 1)
        return String(decoding: bytes, as: UTF8.self)
    }
}
