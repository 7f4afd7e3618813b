import Claims
import Papers

/// What a printer prints when a technician tests it: its name in every language, the time, a code.
enum TestPage {
    static func paper(_ catalogues: [TextCatalogue], at time: Timestamp) -> Paper {
        let names = catalogues.compactMap { $0.text("device.printer") }
        return Paper(
            kind: .test,
            languages: catalogues.map(\.language),
            blocks: [.heading(names), .rule, .text([time.description]), .rule, .code("kiosk \(time)")]
        )
    }
}
