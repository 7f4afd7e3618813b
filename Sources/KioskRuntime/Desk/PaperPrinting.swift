import Claims
import Devices
import Outbox
import Papers
import Printing
import ReaderProtocols
import Readers
import WireAPI

/// Prints papers on the kiosk's printer. What may have come out once is marked as a copy the next time, also after a
/// power cut in between.
struct PaperPrinting: Sendable {
    let store: ClaimStore
    let readers: ReaderSupervisor
    /// Path of `kiosk-raster`.
    let raster: String
    let now: @Sendable () -> Timestamp

    /// Throws `devices.not-bound` without a printer, what making the paper throws, `printer.gone` and
    /// `printer.queue-full`: then nothing was sent. Nil when the claim is not known.
    func print(
        _ kind: ClaimPaper,
        of id: ClaimID,
        language: String,
        from papers: ClaimPapers
    ) async throws -> PrintView? {
        let settings = try readers.printerSettings
        guard let isCopy = try await store.beginPrint(of: id, kind, at: now()) else { return nil }
        do {
            guard let paper = try await papers.paper(kind, of: id, language, isReprint: isCopy) else {
                try await store.takeBackPrint(of: id, kind)
                return nil
            }
            let (outcome, path, _) = try await print(paper, settings)
            if !outcome.makesNextACopy { try await store.takeBackPrint(of: id, kind) }
            return PrintView(outcome, copy: isCopy, path: path)
        } catch {
            try await store.takeBackPrint(of: id, kind)
            throw error
        }
    }

    /// - Returns: what became of it, the printer's path, and how many bytes it took.
    func print(_ paper: Paper, _ settings: PrinterSettings) async throws(KioskError) -> (PrintOutcome, String, Int) {
        let composer = PaperComposer(settings: settings, drawing: RasterProcess(program: raster))
        let data = try await composer.data(of: paper)
        let (outcome, path) = try await readers.print(data)
        return (outcome, path, data.pieces.map(\.count).reduce(0, +))
    }
}

extension PrintView {
    init(_ outcome: PrintOutcome, copy: Bool, path: String) {
        let word: Outcome =
            switch outcome {
            case .printed: .printed
            case .notPrinted: .notPrinted
            case .unknown: .unknown
            }
        self.init(outcome: word, copy: copy, problem: outcome.problem(path).map { ErrorBody($0).error })
    }
}
