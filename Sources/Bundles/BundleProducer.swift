/// A bundle's bytes, made when they are asked for.
package actor BundleProducer {
    private enum Stage {
        case start
        case entries
        case done
    }

    /// Bytes that are given at once, roughly.
    private static let piece = 128 * 1_024

    private var writer: BundleWriter
    private var stage = Stage.start
    private let entries: @Sendable () async throws -> [BundleEntry]?

    /// `entries` gives the next ones at each call, nil after the last.
    package init(_ writer: BundleWriter, _ entries: @escaping @Sendable () async throws -> [BundleEntry]?) {
        self.writer = writer
        self.entries = entries
    }

    /// Nil after the last byte.
    package func next() async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < Self.piece {
            switch stage {
            case .start:
                bytes += try writer.start()
                stage = .entries
            case .entries:
                guard let some = try await entries() else {
                    bytes += try writer.end()
                    stage = .done
                    continue
                }
                for entry in some { bytes += try writer.line(for: entry) }
            case .done: return bytes.isEmpty ? nil : bytes
            }
        }
        return bytes
    }
}
