import NIOCore

/// Reads what the kernel says of links, addresses and routes (rtnetlink(7), linux/rtnetlink.h), as far as it answers
/// one question: may the network be back?
struct NetworkChanges {
    /// Interfaces that are remembered; a machine with more is told of each again.
    private static let interfaces = 1_024

    private enum Message {
        static let newLink: UInt16 = 16
        static let removedLink: UInt16 = 17
        static let newAddress: UInt16 = 20
        static let newRoute: UInt16 = 24
    }

    /// Of an interface that is up and has its carrier: `IFF_UP` with `IFF_LOWER_UP`.
    private static let carrier: UInt32 = 0x1 | 0x1_0000
    private static let loopback: UInt32 = 0x8

    /// Links are told of for many reasons, a wireless scan is one; only a carrier that was not there counts.
    private var withCarrier: Set<Int32> = []

    /// True for an interface that got its carrier, an address or a route that came.
    mutating func mayBeBack(after datagram: ByteBuffer) -> Bool {
        var rest = datagram
        var isBack = false
        // nlmsghdr: length with itself, type, flags, number, port.
        while let length = rest.getInteger(at: rest.readerIndex, endianness: .host, as: UInt32.self),
            let type = rest.getInteger(at: rest.readerIndex + 4, endianness: .host, as: UInt16.self),
            length >= 16, var message = rest.readSlice(length: min(Int(length), rest.readableBytes))
        {
            message.moveReaderIndex(forwardBy: min(16, message.readableBytes))
            switch type {
            case Message.newLink: isBack = gotCarrier(message) || isBack
            case Message.removedLink: if let index = Self.interface(message) { withCarrier.remove(index) }
            case Message.newAddress, Message.newRoute: isBack = true
            default: break
            }
            rest.moveReaderIndex(forwardBy: min((4 - Int(length) & 3) & 3, rest.readableBytes))
        }
        return isBack
    }

    private mutating func gotCarrier(_ message: ByteBuffer) -> Bool {
        guard let index = Self.interface(message),
            let flags = message.getInteger(at: message.readerIndex + 8, endianness: .host, as: UInt32.self),
            flags & Self.loopback == 0
        else { return false }
        guard flags & Self.carrier == Self.carrier else {
            withCarrier.remove(index)
            return false
        }
        if withCarrier.count >= Self.interfaces { withCarrier = [] }
        return withCarrier.insert(index).inserted
    }

    /// ifinfomsg: family, type, index, flags, change.
    private static func interface(_ message: ByteBuffer) -> Int32? {
        message.getInteger(at: message.readerIndex + 4, endianness: .host)
    }
}
