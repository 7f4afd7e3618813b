package import NIOCore

extension ByteBuffer {
    /// Gives back what was read: `discardReadBytes` would leave it behind the bytes that remain, and keep an empty buffer's
    /// memory for the next ones.
    package mutating func forgetReadBytes() {
        guard readerIndex > 0 else { return }
        self = readableBytes == 0 ? ByteBuffer() : ByteBuffer(bytes: readableBytesView)
    }
}
