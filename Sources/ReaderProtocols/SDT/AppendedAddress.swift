package import NIOCore

/// The data of a reply to 30 03: addresses that were written to the card later. Only counted, never turned into text.
package struct AppendedAddress: Hashable, Sendable {
    /// 35 characters of UTF-16LE.
    package static let blockSize = 70
    package static let maximumBlocks = 4

    /// How many blocks hold anything but spaces and zeros: 0–4.
    package let count: Int

    /// Nil unless the data is whole blocks, four at most. No data at all is none.
    package init?(_ data: ByteBuffer) {
        guard data.readableBytes <= Self.blockSize * Self.maximumBlocks,
            data.readableBytes.isMultiple(of: Self.blockSize)
        else { return nil }
        let bytes = data.readableBytesView
        count = stride(from: bytes.startIndex, to: bytes.endIndex, by: Self.blockSize).count { start in
            stride(from: start, to: start + Self.blockSize, by: 2).contains { index in
                ![0x0000, 0x0020].contains(UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
            }
        }
    }
}
