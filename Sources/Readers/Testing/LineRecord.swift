package import NIOCore

/// Bytes as they went over a device's line.
package struct LineRecord: Sendable {
    package enum Direction: Hashable, Sendable {
        case fromDevice
        case toDevice
    }

    package let direction: Direction
    package let bytes: ByteBuffer
    /// Of this machine's uptime.
    package let time: NIODeadline

    init(_ direction: Direction, _ bytes: ByteBuffer) {
        self.direction = direction
        self.bytes = bytes
        time = .now()
    }
}

/// Stands first in a device's pipeline and tells its report of all bytes, for who records them.
final class LineTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let report: DeviceReport

    init(report: DeviceReport) { self.report = report }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        report.noteBytes(.fromDevice, Self.unwrapInboundIn(data))
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        report.noteBytes(.toDevice, Self.unwrapOutboundIn(data))
        context.write(data, promise: promise)
    }
}
