package import NIOCore
import NIOPosix

/// Devices that are known by a fixed path: a true serial port, a link that udev keeps, a pseudo-terminal.
///
/// Watches the directory that holds each path, or the nearest one above that exists. Only while a device is missing it
/// also looks every five seconds.
package struct FixedPathSource: DeviceSource {
    static let lookInterval = TimeAmount.seconds(5)

    private let bindings: [ReaderBinding]
    private let group: any EventLoopGroup

    package init(bindings: [ReaderBinding], group: any EventLoopGroup) {
        self.bindings = bindings
        self.group = group
    }

    package func watch(_ report: @escaping @Sendable (DeviceChange) -> Void) async {
        // One pending look is enough, however much has changed.
        let (looks, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let names = Set(bindings.flatMap { $0.path.split(separator: "/").map(String.init) })
        let watch = await DirectoryWatch.make(on: group) { changed in
            // Other entries of the same directory are none of our business.
            if changed.map({ !names.isDisjoint(with: $0) }) ?? true { continuation.yield() }
        }
        var present: [ReaderBinding: NodeIdentity] = [:]
        var timer: Scheduled<Void>?
        continuation.yield()
        for await _ in looks {
            timer?.cancel()
            timer = nil
            let isWatched = bindings.allSatisfy { Self.watchParent(of: $0.path, watch) }
            for binding in bindings {
                let device = NodeIdentity(path: binding.path)
                if let known = present[binding], known != device { report(.disappeared(binding)) }
                report(device == nil ? .disappeared(binding) : .appeared(binding))
                present[binding] = device
            }
            guard present.count < bindings.count || !isWatched else { continue }
            timer = group.any().scheduleTask(in: Self.lookInterval) { _ = continuation.yield() }
        }
        timer?.cancel()
        await watch?.close()
    }

    /// Watches the directory of a path; if it does not exist, the nearest one above it as well as can be.
    private static func watchParent(of path: String, _ watch: DirectoryWatch?) -> Bool {
        guard let watch else { return false }
        var components = path.split(separator: "/").dropLast()
        if watch.add("/" + components.joined(separator: "/")) { return true }
        while !components.isEmpty {
            components = components.dropLast()
            if watch.add("/" + components.joined(separator: "/")) { return false }
        }
        return false
    }
}
