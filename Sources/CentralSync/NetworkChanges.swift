import NIOCore

/// Reads what the kernel says of links, addresses and routes (rtnetlink(7), linux/rtnetlink.h), as far as it answers
/// one question: may the network be back?
struct NetworkChanges {
    /// Interfaces, and addresses and routes of each kind, that are remembered; a machine with more is told of each again.
    private static let remembered = 1_024

    private enum Message {
        static let newLink: UInt16 = 16
        static let removedLink: UInt16 = 17
        static let newAddress: UInt16 = 20
        static let removedAddress: UInt16 = 21
        static let newRoute: UInt16 = 24
        static let removedRoute: UInt16 = 25
    }

    /// Of an interface that is up and has its carrier: `IFF_UP` with `IFF_LOWER_UP`.
    private static let carrier: UInt32 = 0x1 | 0x1_0000
    private static let loopback: UInt32 = 0x8

    /// Links are told of for many reasons, a wireless scan is one; only a carrier that was not there counts.
    private var withCarrier: Set<Int32> = []
    /// Addresses and routes are told of again when a router renews their time; only what is not known yet counts.
    private var addresses: Set<[UInt8]> = []
    private var routes: Set<[UInt8]> = []

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
            // ifaddrmsg has 8 bytes, IFA_CACHEINFO is 6; rtmsg has 12, RTA_CACHEINFO is 12.
            case Message.newAddress:
                isBack = Self.isNew(Self.key(message, head: 8, without: 6), in: &addresses) || isBack
            case Message.newRoute: isBack = Self.isNew(Self.key(message, head: 12, without: 12), in: &routes) || isBack
            // The flags of what went may have changed since it came: all may come anew.
            case Message.removedAddress: addresses = []
            case Message.removedRoute: routes = []
            default: break
            }
            rest.moveReaderIndex(forwardBy: min((4 - Int(length) & 3) & 3, rest.readableBytes))
        }
        return isBack
    }

    private static func isNew(_ key: [UInt8], in known: inout Set<[UInt8]>) -> Bool {
        if known.count >= remembered { known = [] }
        return known.insert(key).inserted
    }

    /// The message without the attribute that holds its times.
    private static func key(_ message: ByteBuffer, head: Int, without times: UInt16) -> [UInt8] {
        var rest = message
        var key = rest.readBytes(length: min(head, rest.readableBytes)) ?? []
        // rtattr: length with itself, type, content, each begins at a multiple of 4.
        while let length = rest.getInteger(at: rest.readerIndex, endianness: .host, as: UInt16.self), length >= 4,
            let type = rest.getInteger(at: rest.readerIndex + 2, endianness: .host, as: UInt16.self),
            let attribute = rest.readBytes(length: min((Int(length) + 3) & ~3, rest.readableBytes))
        {
            if type != times { key += attribute }
        }
        return key + rest.readableBytesView
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
        if withCarrier.count >= Self.remembered { withCarrier = [] }
        return withCarrier.insert(index).inserted
    }

    /// ifinfomsg: family, type, index, flags, change.
    private static func interface(_ message: ByteBuffer) -> Int32? {
        message.getInteger(at: message.readerIndex + 4, endianness: .host)
    }
}
