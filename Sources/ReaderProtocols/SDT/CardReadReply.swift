package import NIOCore

/// The data of a reply to 30 01 or 30 10, taken apart: big-endian lengths, the text block, the photo, fingerprints.
///
/// | request | lengths | sizes |
/// | --- | --- | --- |
/// | 30 01 | text, photo | 256, 1024 |
/// | 30 10 | text, photo, fingerprints | 256, 1024, and 0, 512 or 1024 |
///
/// Every length must be one that all sources name, and agree with the frame. Strictness here also closes a hole: a
/// read reply that fits into another one's photo would have to have a shorter photo, so none inside a photo is ever
/// taken for a card, whatever happened to the frame around it. Fingerprints would be room enough for one; the driver
/// never asks for them, and takes no reply with them for an answer (`SDTRequest.answer`).
package struct CardReadReply {
    package static let textSize = 256
    package static let photoSize = 1_024
    package static let fingerprintSizes = [0, 512, 1_024]

    /// The text block. Photo and fingerprints are never looked at.
    package let text: ByteBufferView
    /// Bytes of fingerprints in a reply to 30 10; nil in one to 30 01.
    package let fingerprintSize: Int?

    package init?(_ data: ByteBuffer) {
        var rest = data
        guard let textSize = rest.readInteger(as: UInt16.self), let photoSize = rest.readInteger(as: UInt16.self),
            Int(textSize) == Self.textSize, Int(photoSize) == Self.photoSize
        else { return nil }
        let cardSize = Self.textSize + Self.photoSize
        if rest.readableBytes == cardSize {
            fingerprintSize = nil
        } else {
            guard let size = rest.readInteger(as: UInt16.self).map(Int.init), Self.fingerprintSizes.contains(size),
                rest.readableBytes == cardSize + size
            else { return nil }
            fingerprintSize = size
        }
        guard let text = rest.viewBytes(at: rest.readerIndex, length: Self.textSize) else { return nil }
        self.text = text
    }
}
