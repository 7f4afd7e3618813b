package import Claims

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The words of one language: `share/texts/<language>.json`, flat keys, `{name}` where a value goes.
package struct TextCatalogue: Equatable, Sendable {
    /// `zh-CN`, `bo` or `en`.
    package let language: String
    private let texts: [String: String]

    package init(language: String, texts: [String: String]) {
        self.language = language
        self.texts = texts
    }

    /// Reads one file of at most 1 MiB.
    ///
    /// Throws `texts.unreadable` unless it is a JSON object of texts.
    package static func load(_ language: String, in folder: String) throws(KioskError) -> TextCatalogue {
        let path = "\(folder)/\(language).json"
        let bytes = try SmallFile.read(path, limit: 1 << 20) { why, cause in
            KioskError(.textsUnreadable, "The texts \(path) \(why).", remedy: remedy, cause: cause)
        }
        do {
            let texts = try JSONDecoder().decode([String: String].self, from: Data(bytes))
            return TextCatalogue(language: language, texts: texts)
        } catch {
            throw KioskError(.textsUnreadable, "The texts \(path) are no flat JSON object.", remedy: remedy)
        }
    }

    /// The catalogues of the languages, in their order, from the folder `texts` of a share folder; every key that
    /// papers use is in each.
    ///
    /// Throws `texts.unreadable`, and `texts.incomplete` with the keys that are missing.
    package static func load(_ languages: [String], share: String) throws(KioskError) -> [TextCatalogue] {
        var catalogues: [TextCatalogue] = []
        var problems: [String] = []
        for language in languages {
            let catalogue = try load(language, in: "\(share)/texts")
            problems += catalogue.missingKeys.map { "\(language) \($0)" }
            catalogues.append(catalogue)
        }
        guard problems.isEmpty else {
            throw KioskError(
                .textsIncomplete,
                "Texts are missing below \(share)/texts: \(problems.prefix(20).joined(separator: ", ")).",
                remedy: "Install the share folder of this version of the program."
            )
        }
        return catalogues
    }

    /// Keys that papers use and this language lacks.
    package var missingKeys: [String] { TextKey.allCases.map(\.rawValue).filter { texts[$0] == nil } }

    /// The text with `{name}` filled in, once: a value that looks like a placeholder stays as it is. A value that is
    /// not there shows as a dash, an unknown key as itself.
    package func text(_ key: String, _ values: [String: String] = [:]) -> String {
        guard let text = texts[key] else { return key }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += values[String(rest[rest.index(after: open)..<close])] ?? "–"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// All texts whose key begins so.
    package func texts(beginningWith prefix: String) -> [String: String] {
        texts.filter { $0.key.hasPrefix(prefix) }
    }

    func text(_ key: TextKey, _ values: [String: String] = [:]) -> String { text(key.rawValue, values) }

    private static let remedy = "Install the share folder of this version; --share or shareDirectory names its place."
}
