package import NIOCore

/// The data of a reply to 30 01, taken apart: two big-endian lengths, the text block, the photo.
///
/// Both lengths must be those every source names, and agree with the frame. Strictness here also closes a hole: a
/// read reply that fits into another one's photo would have to have a shorter photo, so none inside a photo is ever
/// taken for a card, whatever happened to the frame around it.
package struct CardReadReply {
    package static let textSize = 256
    package static let photoSize = 1_024
    private static let headerSize = 4

    /// The text block. The photo is never looked at.
    package let text: ByteBufferView

    package init?(_ data: ByteBuffer) {
        guard
            let textSize = data.getInteger(at: data.readerIndex, as: UInt16.self),
            let photoSize = data.getInteger(at: data.readerIndex + 2, as: UInt16.self),
            Int(textSize) == Self.textSize, Int(photoSize) == Self.photoSize,
            data.readableBytes == Self.headerSize + Self.textSize + Self.photoSize,
            let text = data.viewBytes(at: data.readerIndex + Self.headerSize, length: Self.textSize)
        else { return nil }
        self.text = text
    }
}
