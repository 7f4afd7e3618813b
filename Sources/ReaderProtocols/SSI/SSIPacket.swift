package import NIOCore

/// One packet of Zebra's Simple Serial Interface, in either direction. Source: docs/readers/zebra-ssi.md.
///
/// `data` of a decode-data packet may be a bank card's number: descriptions show opcode and size only.
package struct SSIPacket: Equatable, Sendable {
    package struct Opcode: RawRepresentable, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let segment = Self(rawValue: 0x73)
        package static let segmentAck = Self(rawValue: 0x74)
        package static let revisionRequest = Self(rawValue: 0xA3)
        package static let revision = Self(rawValue: 0xA4)
        package static let aimOff = Self(rawValue: 0xC4)
        package static let aimOn = Self(rawValue: 0xC5)
        package static let parameters = Self(rawValue: 0xC6)
        package static let parametersRequest = Self(rawValue: 0xC7)
        package static let parameterDefaults = Self(rawValue: 0xC8)
        package static let ack = Self(rawValue: 0xD0)
        package static let nak = Self(rawValue: 0xD1)
        package static let flush = Self(rawValue: 0xD2)
        package static let capabilitiesRequest = Self(rawValue: 0xD3)
        package static let capabilities = Self(rawValue: 0xD4)
        package static let startSession = Self(rawValue: 0xE4)
        package static let stopSession = Self(rawValue: 0xE5)
        package static let beep = Self(rawValue: 0xE6)
        package static let ledOn = Self(rawValue: 0xE7)
        package static let ledOff = Self(rawValue: 0xE8)
        package static let scanEnable = Self(rawValue: 0xE9)
        package static let scanDisable = Self(rawValue: 0xEA)
        package static let sleep = Self(rawValue: 0xEB)
        package static let decodeData = Self(rawValue: 0xF3)
        package static let event = Self(rawValue: 0xF6)
    }

    package enum Source: UInt8, Sendable {
        case scanner = 0
        case host = 4
    }

    /// Why a packet was not taken.
    package enum Refusal: UInt8, Sendable {
        case resend = 1
        case badContext = 2
        case denied = 6
    }

    package static let headerSize = 4
    package static let sumSize = 2
    /// The length byte counts everything but the sum.
    package static let maximumDataSize = 255 - headerSize

    package let opcode: Opcode
    package let source: Source
    package var status: UInt8
    package let data: ByteBuffer

    package init(_ opcode: Opcode, from source: Source = .host, status: UInt8 = 0, data: ByteBuffer = ByteBuffer()) {
        self.opcode = opcode
        self.source = source
        self.status = status
        self.data = data
    }

    package init(_ opcode: Opcode, from source: Source = .host, status: UInt8 = 0, _ data: [UInt8]) {
        self.init(opcode, from: source, status: status, data: ByteBuffer(bytes: data))
    }

    /// Bit 0 of the status: sent before.
    package var isRetransmission: Bool {
        get { status & 1 != 0 }
        set { status = newValue ? status | 1 : status & ~1 }
    }

    /// Bit 1 of the status: more of the same message follows.
    package var isContinued: Bool { status & 2 != 0 }

    /// The packet as it goes over the line, its sum behind it. More than `maximumDataSize` bytes of data do not fit and
    /// are left off.
    package var frame: ByteBuffer {
        let data = data.readableBytesView.prefix(Self.maximumDataSize)
        var frame = ByteBuffer()
        frame.writeInteger(UInt8(Self.headerSize + data.count))
        frame.writeMultipleIntegers(opcode.rawValue, source.rawValue, status)
        frame.writeBytes(data)
        frame.writeInteger(Self.sum(frame.readableBytesView))
        return frame
    }

    /// The two's complement of the sum of all bytes.
    static func sum(_ bytes: some Sequence<UInt8>) -> UInt16 { 0 &- bytes.reduce(0) { $0 &+ UInt16($1) } }
}

extension SSIPacket {
    package static let ack = Self(.ack)

    package static func nak(_ refusal: Refusal) -> Self { Self(.nak, [refusal.rawValue]) }

    package static let segmentAck = Self(.segmentAck)

    /// Parameter 238: codes come as decode-data packets. Bit 3 of the status makes a change last beyond a power cut.
    package static func packetMode(isPermanent: Bool) -> Self {
        Self(.parameters, status: isPermanent ? 0x08 : 0, [0x00, 0xEE, 0x01])
    }

    /// What a command is in this protocol.
    package init(_ command: ScannerCommand) {
        switch command {
        case .trigger: self.init(.startSession)
        case .stop: self.init(.stopSession)
        case .beepGood: self.init(.beep, [0x00])
        // One long low tone.
        case .beepBad: self.init(.beep, [0x0F])
        case .enable: self.init(.scanEnable)
        case .disable: self.init(.scanDisable)
        case .identify: self.init(.revisionRequest)
        }
    }
}

extension SSIPacket: CustomStringConvertible, CustomReflectable {
    package var description: String { "SSI \(String(opcode.rawValue, radix: 16)), \(data.readableBytes) bytes" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
