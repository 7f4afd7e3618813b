import Bundles
import CrashPoints

/// Takes in a bundle's entries, a portion at each call, and gives their answers.
actor BundleSteps {
    /// Claims in one transaction.
    private static let portion = 200

    private let file: BundleFile
    private let spool: Spool
    private let receive: @Sendable ([[UInt8]]) async throws -> [BundleEntry]
    private let keep: @Sendable (PhotoPiece) async throws -> PhotoArrival?
    private var reader = BundleReader([.claims])
    private var waiting: [BundleEntry] = []
    private var isAtEnd = false

    init(
        file: sending BundleFile,
        spool: Spool,
        receive: @escaping @Sendable ([[UInt8]]) async throws -> [BundleEntry],
        keep: @escaping @Sendable (PhotoPiece) async throws -> PhotoArrival?
    ) {
        self.file = file
        self.spool = spool
        self.receive = receive
        self.keep = keep
    }

    /// Nil after the last.
    func next() async throws -> [BundleEntry]? {
        while !isAtEnd, waiting.count < Self.portion { try read() }
        guard !waiting.isEmpty else { return nil }
        let portion = Array(waiting.prefix(Self.portion))
        waiting.removeFirst(portion.count)
        let documents: [[UInt8]] = portion.compactMap { entry in
            if case .claim(let document) = entry { document } else { nil }
        }
        let answers = documents.isEmpty ? [] : try await receive(documents)
        // A photo is taken only if its claim is here, which may have come in this portion.
        var receipts: [String: PhotoArrival] = [:]
        for case .photo(let piece) in portion {
            let receipt = try await keep(piece)
            receipts[piece.sha256] = receipt ?? receipts[piece.sha256]
        }
        CrashPoint.bundleTaken.pass()
        return answers + receipts.values.sorted { $0.sha256 < $1.sha256 }.map(BundleEntry.received)
    }

    private func read() throws {
        guard let piece = try file.next() else {
            isAtEnd = true
            _ = try reader.finish()
            return
        }
        try reader.take(piece) { entry, _ in
            if let entry { waiting.append(entry) }
        }
    }
}
