import Claims

/// Numbers in what scanners sent: digits stay digits, check digits and sums stay right.
enum ScanScrubber {
    static func scrubText(_ bytes: inout [UInt8]) { scrub(&bytes, at: Array(bytes.indices)) }

    /// SSI: length, opcode, source, status, data, two bytes of sum (docs/readers/ssi-scanner.md). A number may be spread
    /// over packets, so the data of all of them is looked at as one text; the sums are made anew.
    static func scrubPackets(_ bytes: inout [UInt8]) {
        var packets: [Range<Int>] = []
        var places: [Int] = []
        var index = 0
        while index < bytes.count {
            let end = index + Int(bytes[index])
            if bytes[index] >= 4, end + 2 <= bytes.count, sum(bytes[index..<end]) == (bytes[end], bytes[end + 1]) {
                packets.append(index..<end)
                // Decoded data begins with a byte that names the symbology.
                places += min(end, index + (bytes[index + 1] == 0xF3 ? 5 : 4))..<end
                index = end + 2
            } else {
                places.append(index)
                index += 1
            }
        }
        scrub(&bytes, at: places)
        for packet in packets { (bytes[packet.upperBound], bytes[packet.upperBound + 1]) = sum(bytes[packet]) }
    }

    /// Two's complement of the sum of all bytes before it, high byte first.
    private static func sum(_ packet: ArraySlice<UInt8>) -> (UInt8, UInt8) {
        let sum = 0 &- packet.reduce(UInt16(0)) { $0 &+ UInt16($1) }
        return (UInt8(truncatingIfNeeded: sum >> 8), UInt8(truncatingIfNeeded: sum))
    }

    private static func scrub(_ bytes: inout [UInt8], at places: [Int]) {
        var synthetic = SyntheticNumbers()
        for run in PersonalDigits.runs(in: places.map { bytes[$0] }, isWhole: false) {
            let digits = synthetic.number(for: run.map { bytes[places[$0]] })
            for (index, digit) in zip(run, digits) { bytes[places[index]] = digit }
        }
    }
}
