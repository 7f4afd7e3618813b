import Claims
import NIOCore

/// Text blocks of nobody's cards, the same one for the same card, so that a replay still shows a card that was left
/// lying.
///
/// Padding stays padding, so that an empty field stays empty; every other character becomes one of its own class; a
/// number and a date that were right are right again.
struct SyntheticCards {
    private var known: [[UInt8]: [UInt8]] = [:]

    /// As many bytes as `block`.
    mutating func card(for block: [UInt8]) -> [UInt8] {
        if let card = known[block] { return card }
        let card = Self.make(from: block, ordinal: known.count)
        known[block] = card
        return card
    }

    private static let flag = 248

    private static func make(from block: [UInt8], ordinal: Int) -> [UInt8] {
        var card = block
        for low in stride(from: 0, to: block.count, by: 2) {
            let high = low + 1
            guard high < block.count else {
                card[low] = 0x20
                continue
            }
            guard low != flag else { continue }
            let unit = substitute(UInt16(block[high]) << 8 | UInt16(block[low]))
            (card[low], card[high]) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
        }
        guard block.count == CardReadReply.textSize,
            let identity = try? CardTextBlock.identity(in: ByteBuffer(bytes: block).readableBytesView)
        else { return card }
        write(number(like: identity.number, ordinal), at: 122, in: &card)
        switch identity.validity {
        case .until: write("20301231", at: 204, in: &card)
        case .longTerm: card.replaceSubrange(204..<220, with: block[204..<220])
        case .unreadable: break
        }
        return card
    }

    /// Of the same kind: the region 990001, or for the card of 2017 a country that is none.
    private static func number(like number: IdentityNumber, _ ordinal: Int) -> String {
        let text = String(ordinal % 1_000)
        let three = String(repeating: "0", count: 3 - text.count) + text
        guard case .resident(let original) = number else { return "XXX9900900101\(three.suffix(2))" }
        // Permits keep their first two digits, by which they are told from other cards; nobody's region follows.
        let isPermit = ["81", "82", "83"].contains { original.text.hasPrefix($0) }
        let body = (isPermit ? "\(original.text.prefix(2))0000" : "990001") + "19900101" + three
        return body + String(decoding: [ResidentID.checkCharacter(for: body.utf8)], as: UTF8.self)
    }

    private static func write(_ text: String, at offset: Int, in card: inout [UInt8]) {
        for (index, unit) in text.utf16.enumerated() {
            (card[offset + 2 * index], card[offset + 2 * index + 1]) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
        }
    }

    private static func substitute(_ unit: UInt16) -> UInt16 {
        switch unit {
        case 0x0000, 0x0020: unit
        case 0x0030...0x0039: 0x0030
        case 0x0041...0x005A: 0x0058
        case 0x0061...0x007A: 0x0078
        // 某, "a certain": Han, its extensions, compatibility and private use, where rare names may stand.
        case 0x2E80...0x9FFF, 0xE000...0xFAFF: 0x67D0
        // Half a surrogate pair must keep its half.
        case 0xD800...0xDBFF: 0xD840
        case 0xDC00...0xDFFF: 0xDC00
        default: 0x003F
        }
    }
}
