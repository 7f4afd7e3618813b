import Claims

/// What a card says, all of it – address, sex, ethnicity and photo too, because the point is that `kioskd` drops them.
struct SimulatedCard: Equatable, Sendable {
    enum Layout: Equatable, Sendable {
        /// Ethnicity by its two-digit code of GB 3304.
        case resident(ethnicity: String)
        /// Hong Kong, Macau and Taiwan residents (J). The permit number has up to 9 characters.
        case permit(permitNumber: String, timesIssued: String)
        /// Foreigner's permanent residence, 2023 (Y). The Latin name has up to 46 characters, the nationality 3, the
        /// count of replacements 2. Carries no address and no authority.
        case foreigner(latinName: String, nationality: String, replacements: String)
        /// Foreigner's permanent residence, 2017 (I): the name on the card is Latin, up to 60 characters, and
        /// `SimulatedCard.name` the Chinese one, which may be empty. The number has 15 characters, nationality 3,
        /// version 2, place 4. Carries no address and no ethnicity.
        case formerForeigner(latinName: String, nationality: String, version: String, place: String)
    }

    var layout: Layout
    /// At most 15 UTF-16 units; more are cut off, as on real cards.
    var name: String
    /// `1` male, `2` female (GB/T 2261.1).
    var sex: String
    /// `YYYYMMDD`, as all dates on the card.
    var birthDate: String
    /// At most 35 UTF-16 units.
    var address: String
    var number: String
    /// At most 15 UTF-16 units.
    var authority: String
    var validFrom: String
    /// A date, or 长期 for no end.
    var validTo: String

    /// 1024 bytes with the head of a WLT picture and no picture in it.
    static let photo: [UInt8] =
        [0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00, 0x32, 0x00, 0x00, 0x00]
        + (0..<1014).map { UInt8(truncatingIfNeeded: 7 * $0 + 3) }

    /// 256 bytes: UTF-16LE in fixed fields, filled with spaces.
    var textBlock: [UInt8] {
        var block = CardTextBlock()
        if case .formerForeigner(let latinName, let nationality, let version, let place) = layout {
            block.put(latinName, at: 0, characters: 60)
            block.put(sex, at: 120, characters: 1)
            block.put(number, at: 122, characters: 15)
            block.put(nationality, at: 152, characters: 3)
            block.put(name, at: 158, characters: 15)
            block.put(validFrom, at: 188, characters: 8)
            block.put(validTo, at: 204, characters: 8)
            block.put(birthDate, at: 220, characters: 8)
            block.put(version, at: 236, characters: 2)
            block.put(place, at: 240, characters: 4)
            block.put("I", at: 248, characters: 1)
            return block.bytes
        }
        block.put(name, at: 0, characters: 15)
        block.put(sex, at: 30, characters: 1)
        block.put(birthDate, at: 36, characters: 8)
        block.put(number, at: 122, characters: 18)
        block.put(validFrom, at: 188, characters: 8)
        block.put(validTo, at: 204, characters: 8)
        switch layout {
        case .resident(let ethnicity):
            block.put(ethnicity, at: 32, characters: 2)
            block.put(address, at: 52, characters: 35)
            block.put(authority, at: 158, characters: 15)
        case .permit(let permitNumber, let timesIssued):
            block.put(address, at: 52, characters: 35)
            block.put(authority, at: 158, characters: 15)
            block.put(permitNumber, at: 220, characters: 9)
            block.put(timesIssued, at: 238, characters: 2)
            block.put("J", at: 248, characters: 1)
        case .foreigner(let latinName, let nationality, let replacements):
            block.put(replacements, at: 32, characters: 2)
            let letters = Array(latinName.utf16)
            block.put(letters.prefix(35), at: 52, characters: 35)
            block.put(letters.dropFirst(35), at: 220, characters: 11)
            block.put(nationality, at: 242, characters: 3)
            block.put("Y", at: 248, characters: 1)
        case .formerForeigner: break
        }
        return block.bytes
    }
}

struct CardTextBlock {
    private(set) var bytes = Array(repeatElement([UInt8(0x20), 0x00], count: 128).joined())

    /// One block of an appended address: 70 bytes.
    static func address(_ text: String) -> [UInt8] {
        var block = Self()
        block.put(text, at: 0, characters: 35)
        return Array(block.bytes.prefix(70))
    }

    /// - Parameters:
    ///   - offset: bytes from the start of the block, even.
    ///   - characters: room of the field, in UTF-16 units.
    mutating func put(_ text: String, at offset: Int, characters: Int) {
        put(text.utf16, at: offset, characters: characters)
    }

    mutating func put(_ units: some Sequence<UInt16>, at offset: Int, characters: Int) {
        for (index, unit) in units.prefix(characters).enumerated() {
            bytes[offset + 2 * index] = UInt8(truncatingIfNeeded: unit)
            bytes[offset + 2 * index + 1] = UInt8(truncatingIfNeeded: unit >> 8)
        }
    }
}
