package import NIOCore

/// A reply whose length and checksum were right.
///
/// `data` of a read reply holds everything the card says. It must go to `CardTextBlock` and nowhere else: descriptions
/// and reflections of a reply show its status and size only.
package struct SDTReply: Equatable, Sendable {
    package let sw1: UInt8
    package let sw2: UInt8
    package let status: SDTStatus
    package let data: ByteBuffer

    package init(sw1: UInt8 = 0, sw2: UInt8 = 0, status: SDTStatus, data: ByteBuffer = ByteBuffer()) {
        self.sw1 = sw1
        self.sw2 = sw2
        self.status = status
        self.data = data
    }
}

extension SDTReply: CustomStringConvertible, CustomReflectable {
    package var description: String { "SW3 \(status), \(data.readableBytes) bytes" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
