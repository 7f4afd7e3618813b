import Claims
import CounterServer
import Dispatch
import Outbox
import WireAPI

/// Photos and papers of this kiosk.
struct Desk: CounterDesk {
    let papers: ClaimPapers
    let photos: PhotoFolder
    let printing: PaperPrinting

    /// Writing to a disk blocks.
    private static let queue = DispatchQueue(label: "photos")

    func keepPhoto(_ bytes: [UInt8]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Self.queue.async { [photos] in
                continuation.resume(with: Result { () throws(KioskError) in try photos.keep(bytes) })
            }
        }
    }

    func hasPhoto(_ name: String) async -> Bool { photos.has(name) }

    func receipt(_ id: ClaimID, language: String) async throws -> PaperView? {
        try await papers.receipt(id, language: language)
    }

    func certificate(_ id: ClaimID, language: String) async throws -> PaperView? {
        try await papers.certificate(id, language: language)
    }

    func print(_ kind: PrintKind, of id: ClaimID, language: String) async throws -> PrintView? {
        let paper: ClaimPaper =
            switch kind {
            case .receipt: .receipt
            case .certificate: .certificate
            }
        return try await printing.print(paper, of: id, language: language, from: papers)
    }
}
