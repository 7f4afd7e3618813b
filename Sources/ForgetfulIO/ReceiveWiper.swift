package import NIOCore

/// The first handler of a channel whose bytes may name people: hands on a copy of what arrived, and clears the buffer that
/// it arrived in.
///
/// NIO keeps a channel's receive buffers for the next read for as long as the channel lives. A reader's channel lives for
/// weeks, and its buffer would show the last card for just as long. What is handed on is freed by whoever used it, which
/// wipes it (`CWipe`).
package final class ReceiveWiper: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    package init() {}

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let received = unwrapInboundIn(data)
        let copy = context.channel.allocator.buffer(bytes: received.readableBytesView)
        // Written through, not as a value: a value would be a copy of its own. Besides this handler, which comes first, only
        // NIO's pool knows the buffer, and the pool is about to use it again or to drop it.
        received.withUnsafeReadableBytes { bytes in
            _ = UnsafeMutableRawBufferPointer(mutating: bytes).initializeMemory(as: UInt8.self, repeating: 0)
        }
        context.fireChannelRead(wrapInboundOut(copy))
    }
}

/// Puts a `ReceiveWiper` before all handlers that are there already, where a library lets others add to the end only.
package final class ReceiveWiperInstaller: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = NIOAny

    package init() {}

    package func handlerAdded(context: ChannelHandlerContext) {
        // Fails only on a channel that is closed already, to which nothing will be read.
        try? context.pipeline.syncOperations.addHandler(ReceiveWiper(), position: .first)
    }
}
