package import NIOCore

/// One record of a Linux input device. Source: `struct input_event`, linux/input.h, on 64-bit machines.
package struct InputEvent: Hashable, Sendable {
    /// Bytes of a record.
    package static let size = 24

    package static let synchronisation: UInt16 = 0
    package static let key: UInt16 = 1
    /// With `synchronisation`: the kernel threw events away.
    package static let dropped: UInt16 = 3

    /// Of whichever clock the device is set to.
    package var microseconds: Int64
    package var type: UInt16
    package var code: UInt16
    /// With `key`: 0 let go, 1 pressed, 2 held.
    package var value: Int32

    package init(microseconds: Int64, type: UInt16, code: UInt16, value: Int32) {
        self.microseconds = microseconds
        self.type = type
        self.code = code
        self.value = value
    }

    /// Takes one record off the front; nil when a whole one has not come.
    package init?(from buffer: inout ByteBuffer) {
        guard buffer.readableBytes >= Self.size,
            let seconds = buffer.readInteger(endianness: .host, as: Int64.self),
            let micros = buffer.readInteger(endianness: .host, as: Int64.self),
            let type = buffer.readInteger(endianness: .host, as: UInt16.self),
            let code = buffer.readInteger(endianness: .host, as: UInt16.self),
            let value = buffer.readInteger(endianness: .host, as: Int32.self)
        else { return nil }
        self.init(microseconds: seconds &* 1_000_000 &+ micros, type: type, code: code, value: value)
    }

    package func write(to buffer: inout ByteBuffer) {
        buffer.writeInteger(microseconds / 1_000_000, endianness: .host)
        buffer.writeInteger(microseconds % 1_000_000, endianness: .host)
        buffer.writeInteger(type, endianness: .host)
        buffer.writeInteger(code, endianness: .host)
        buffer.writeInteger(value, endianness: .host)
    }
}
