/// Takes the cards out of what an ID-card reader sent.
///
/// Frames that are whole keep their envelope; what they carry stays only where it cannot be of a person (the module's
/// own number). Of everything else, noise and damaged frames, only the bytes that frames are made of stay: a damaged
/// frame holds as much of a card as a good one.
enum SDTScrubber {
    /// The data of a reply with the module's number has this size, and no other reply does.
    private static let moduleNumberSize = 16
    private static let replaced = UInt8(ascii: "?")

    static func scrub(_ bytes: inout [UInt8]) {
        var cards = SyntheticCards()
        var index = 0
        while index < bytes.count {
            if let frame = frame(at: index, in: bytes) {
                scrub(frame, &bytes, &cards)
                index = frame.upperBound
            } else {
                bytes[index] = neutral(bytes[index])
                index += 1
            }
        }
    }

    /// Requests carry nothing of a card; what is none is not kept.
    static func scrubRequests(_ bytes: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            if let frame = frame(at: index, in: bytes), frame.count <= 32 {
                index = frame.upperBound
            } else {
                bytes[index] = neutral(bytes[index])
                index += 1
            }
        }
    }

    /// A frame with the right sum that begins here.
    private static func frame(at start: Int, in bytes: [UInt8]) -> Range<Int>? {
        let header = start + SDTFrame.headerSize
        guard header <= bytes.count, zip(bytes[start...], SDTFrame.preamble).allSatisfy({ $0 == $1 }) else {
            return nil
        }
        let length = Int(bytes[header - 2]) << 8 | Int(bytes[header - 1])
        guard (3...SDTFrame.replyLengths.upperBound).contains(length), header + length <= bytes.count,
            bytes[(header - 2)..<(header + length)].reduce(0, ^) == 0
        else { return nil }
        return start..<(header + length)
    }

    private static func scrub(_ frame: Range<Int>, _ bytes: inout [UInt8], _ cards: inout SyntheticCards) {
        let sum = frame.upperBound - 1
        let data = min(frame.lowerBound + SDTFrame.headerSize + 3, sum)..<sum
        guard data.count != moduleNumberSize else { return }
        for place in data where bytes[place] != 0 && data.count <= 8 { bytes[place] = 0 }
        if data.count > 8 { scrubCard(data, &bytes, &cards) }
        bytes[sum] = bytes[(frame.lowerBound + SDTFrame.preamble.count)..<sum].reduce(0, ^)
    }

    /// Two or three lengths, then text, photo, fingerprints; or an appended address; or something that is not known.
    private static func scrubCard(_ data: Range<Int>, _ bytes: inout [UInt8], _ cards: inout SyntheticCards) {
        let sizes = stride(from: data.lowerBound, to: data.lowerBound + 6, by: 2).map { [bytes] place in
            Int(bytes[place]) << 8 | Int(bytes[place + 1])
        }
        let (text, photo, prints) = (sizes[0], sizes[1], sizes[2])
        let header = 4 + text + photo == data.count ? 4 : 6 + text + photo + prints == data.count ? 6 : 0
        let body = (data.lowerBound + header)..<data.upperBound
        guard header > 0 else {
            for place in body { bytes[place] = neutral(bytes[place]) }
            return
        }
        let block = body.prefix(text)
        bytes.replaceSubrange(block, with: cards.card(for: Array(bytes[block])))
        for place in body.dropFirst(text) { bytes[place] = 0 }
    }

    /// What frames, padding and idle lines consist of.
    private static func neutral(_ byte: UInt8) -> UInt8 {
        [0x00, 0xFF, 0xAA, 0x96, 0x69].contains(byte) ? byte : replaced
    }
}
