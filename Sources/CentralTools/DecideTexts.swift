import Claims
import Papers

/// Reasons and warnings in the words that the counter shows.
struct DecideTexts {
    struct Words: Encodable {
        let title: String
        let text: String
        let next: String
    }

    let catalogues: [TextCatalogue]

    /// - Parameter share: the folder that holds `texts`. Throws `texts.unreadable`.
    init(share: String) throws(KioskError) {
        var catalogues: [TextCatalogue] = []
        for language in ["zh-CN", "bo", "en"] {
            catalogues.append(try TextCatalogue.load(language, in: "\(share)/texts"))
        }
        self.catalogues = catalogues
    }

    func words(for key: String, _ values: [String: String]) -> [String: Words] {
        var words: [String: Words] = [:]
        for catalogue in catalogues {
            var values = values
            if let part = values["part"] { values["part"] = catalogue.text("part.\(part)") }
            words[catalogue.language] = Words(
                title: catalogue.text("\(key).title", values),
                text: catalogue.text("\(key).text", values),
                next: catalogue.text("\(key).next", values)
            )
        }
        return words
    }
}
