package import Claims
package import NIOCore

/// Reads name, number, validity and kind out of a card's text block, 256 bytes of UTF-16LE in fixed fields.
///
/// Only those fields are ever looked at: address, ethnicity, sex and the rest are not turned into a value. Layouts
/// and offsets: docs/readers/sdt-id-card.md.
package enum CardTextBlock {
    /// Throws a problem that names the field and holds none of its content.
    package static func identity(in block: ByteBufferView) throws(CardProblem) -> CardIdentity {
        guard block.count == CardReadReply.textSize, let layout = Layout(flag: units(of: kindFlag, in: block).first)
        else { throw .unknownKind }
        guard let number = text(of: layout.number, in: block).flatMap({ IdentityNumber($0) }) else {
            throw .numberUnreadable
        }
        guard number.fits(layout.kind) else { throw .numberOfOtherKind }
        guard let name = name(layout.names, in: block) else { throw .nameUnreadable }
        return CardIdentity(
            name: name,
            number: number,
            validity: validity(units(of: layout.validUntil, in: block)),
            kind: layout.kind
        )
    }

    /// A field: offset and size in bytes.
    private struct Field {
        let offset: Int
        let size: Int
    }

    private static let kindFlag = Field(offset: 248, size: 2)

    /// Where the four kinds of cards keep what is read.
    private struct Layout {
        let kind: CardIdentity.Kind
        /// In order of preference; the fields of one name are joined.
        let names: [[Field]]
        let number: Field
        let validUntil = Field(offset: 204, size: 16)

        init?(flag: UInt16?) {
            let shortName = Field(offset: 0, size: 30)
            let longNumber = Field(offset: 122, size: 36)
            switch flag {
            case 0x0020:
                (kind, names, number) = (.resident, [[shortName]], longNumber)
            case UInt16(UInt8(ascii: "J")):
                (kind, names, number) = (.hongKongMacauTaiwan, [[shortName]], longNumber)
            case UInt16(UInt8(ascii: "I")):
                // The name in Latin letters is the one every such card has; the Chinese one may be blank.
                kind = .foreigner2017
                names = [[Field(offset: 0, size: 120)], [Field(offset: 158, size: 30)]]
                number = Field(offset: 122, size: 30)
            case UInt16(UInt8(ascii: "Y")):
                kind = .foreigner2023
                names = [[shortName], [Field(offset: 52, size: 70), Field(offset: 220, size: 22)]]
                number = longNumber
            default:
                return nil
            }
        }
    }

    /// The first name that is not blank; nil when there is none or it holds what no name can.
    private static func name(_ choices: [[Field]], in block: ByteBufferView) -> String? {
        for fields in choices {
            let joined = trimmed(fields.flatMap { units(of: $0, in: block, trimming: false) })
            guard joined.isEmpty else { return name(from: joined) }
        }
        return nil
    }

    private static func name(from units: [UInt16]) -> String? {
        guard let text = String(validating: units, as: UTF16.self) else { return nil }
        return (try? PersonName(text))?.text
    }

    private static func validity(_ units: [UInt16]) -> CardIdentity.Validity {
        guard let text = String(validating: units, as: UTF16.self) else { return .unreadable }
        if text == "长期" { return .longTerm }
        return CivilDate(text).map { .until($0) } ?? .unreadable
    }

    private static func text(of field: Field, in block: ByteBufferView) -> String? {
        String(validating: units(of: field, in: block), as: UTF16.self)
    }

    /// The characters of a field, without the spaces and NULs around them.
    private static func units(of field: Field, in block: ByteBufferView, trimming: Bool = true) -> [UInt16] {
        let bytes = block.dropFirst(field.offset).prefix(field.size)
        var units: [UInt16] = []
        units.reserveCapacity(field.size / 2)
        var iterator = bytes.makeIterator()
        while let low = iterator.next(), let high = iterator.next() { units.append(UInt16(high) << 8 | UInt16(low)) }
        // The kind flag of a resident card is a space: it is content there, not padding.
        return trimming && field.size > 2 ? trimmed(units) : units
    }

    private static func trimmed(_ units: [UInt16]) -> [UInt16] {
        let isPadding = { (unit: UInt16) in unit == 0x20 || unit == 0 }
        guard let first = units.firstIndex(where: { !isPadding($0) }),
            let last = units.lastIndex(where: { !isPadding($0) })
        else { return [] }
        return Array(units[first...last])
    }
}
