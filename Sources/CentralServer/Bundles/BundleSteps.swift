import Bundles
import CrashPoints
import WireAPI

/// Takes in a bundle's entries, a portion at each call, and gives their answers; then what became of older claims.
actor BundleSteps {
    /// Claims in one transaction.
    private static let portion = 200
    /// Pages of changes; whoever has more to hear brings the next stick.
    private static let mostPages = 200

    private let file: BundleFile
    private let spool: Spool
    private let receive: @Sendable ([[UInt8]]) async throws -> [BundleEntry]
    private let keep: @Sendable (PhotoPiece) async throws -> PhotoArrival?
    private let changes: @Sendable (_ after: String?) async throws -> ChangePage
    private var after: String?
    private var pages = 0
    private var reader = BundleReader([.claims])
    private var waiting: [BundleEntry] = []
    private var isAtEnd = false

    init(
        file: sending BundleFile,
        spool: Spool,
        receive: @escaping @Sendable ([[UInt8]]) async throws -> [BundleEntry],
        keep: @escaping @Sendable (PhotoPiece) async throws -> PhotoArrival?,
        changes: @escaping @Sendable (_ after: String?) async throws -> ChangePage,
        after: String?
    ) {
        self.file = file
        self.spool = spool
        self.receive = receive
        self.keep = keep
        self.changes = changes
        self.after = after
    }

    /// Nil after the last.
    func next() async throws -> [BundleEntry]? {
        while !isAtEnd, waiting.count < Self.portion { try read() }
        guard !waiting.isEmpty else { return try await nextChanges() }
        let portion = Array(waiting.prefix(Self.portion))
        waiting.removeFirst(portion.count)
        var answers: [BundleEntry] = []
        var documents: [[UInt8]] = []
        var receipts: [String: PhotoArrival] = [:]
        for entry in portion {
            switch entry {
            case .claim(let document): documents.append(document)
            case .photo(let piece):
                // Its claim comes before it in the file, and must be stored before it too.
                answers += try await take(&documents)
                let receipt = try await keep(piece)
                receipts[piece.sha256] = receipt ?? receipts[piece.sha256]
            case .answer, .refusal, .changes, .received, .link: break
            }
        }
        answers += try await take(&documents)
        CrashPoint.bundleTaken.pass()
        return answers + receipts.values.sorted { $0.sha256 < $1.sha256 }.map(BundleEntry.received)
    }

    private func take(_ documents: inout [[UInt8]]) async throws -> [BundleEntry] {
        guard !documents.isEmpty else { return [] }
        defer { documents = [] }
        return try await receive(documents)
    }

    private func nextChanges() async throws -> [BundleEntry]? {
        guard pages < Self.mostPages else { return nil }
        let page = try await changes(after)
        after = page.cursor
        let isFirst = pages == 0
        pages = page.more ? pages + 1 : Self.mostPages
        // The first tells the epoch too, and whether the place is known from which the kiosk has heard.
        return page.changes.isEmpty && !isFirst ? nil : [.changes(page)]
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
