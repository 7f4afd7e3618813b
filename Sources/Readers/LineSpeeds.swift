import NIOCore

/// What the ID-card driver needs to look for the speed of its reader.
struct LineSpeeds: Sendable {
    let configured: Int
    let found: FoundSpeed
    /// Changes the speed of the open line. Fails when the line does not take it.
    let set: @Sendable (_ baud: Int, _ eventLoop: any EventLoop) -> EventLoopFuture<Void>
}
