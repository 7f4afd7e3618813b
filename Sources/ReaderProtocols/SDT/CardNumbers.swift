package import NIOCore

/// The data of a reply to 30 05: the numbers of a card's chip. They name one card as surely as its identity number
/// does, so descriptions and reflections do not show them.
///
/// The split into 4, 8 and 16 bytes is the natural one, but no source states it: docs/readers/sdt-id-card.md.
package struct CardNumbers: Hashable, Sendable {
    package static let size = 28

    /// IIN: the chip's management number, 4 bytes; also the data of a find reply.
    package let chip: [UInt8]
    /// SN: the card's serial, 8 bytes; also the data of a select reply.
    package let serial: [UInt8]
    /// DN: the card's own number, 16 bytes.
    package let card: [UInt8]

    /// Nil unless the data has exactly 28 bytes.
    package init?(_ data: ByteBuffer) {
        var data = data
        guard data.readableBytes == Self.size, let chip = data.readBytes(length: 4),
            let serial = data.readBytes(length: 8), let card = data.readBytes(length: 16)
        else { return nil }
        (self.chip, self.serial, self.card) = (chip, serial, card)
    }
}

extension CardNumbers: CustomStringConvertible, CustomReflectable {
    package var description: String { "card numbers, \(Self.size) bytes" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
