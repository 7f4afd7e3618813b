import Claims
import Outbox
import Papers
import Readers
import WireAPI

/// What the end-of-day slip is printed with.
struct QueuePaper: Sendable {
    let place: PaperPlace
    let programme: PaperProgramme
    /// By language.
    let catalogues: [String: TextCatalogue]
    let printing: PaperPrinting

    /// Nil when the point's id cannot stand on a paper.
    init?(_ files: KioskFiles, _ printing: PaperPrinting) {
        guard let place = PaperPlace(id: files.point.id, title: files.point.title) else { return nil }
        self.place = place
        programme = PaperProgramme(
            title: files.programme.title,
            version: files.programme.version,
            hotline: files.programme.hotline
        )
        catalogues = files.catalogues
        self.printing = printing
    }

    /// Throws `devices.not-bound` and the `printer.*` codes.
    func print(_ day: DayPaper, language: String) async throws -> PrintView {
        let settings = try printing.readers.printerSettings
        let languages = language == "zh-CN" ? ["zh-CN", "bo"] : [language, "zh-CN"]
        let paper = day.paper(in: languages.compactMap { catalogues[$0] })
        let (outcome, path, _) = try await printing.print(paper, settings)
        return PrintView(outcome, copy: false, path: path)
    }
}
