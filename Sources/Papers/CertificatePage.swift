package import Claims
package import Sealing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The check page of `share/certificate`, made ready to be handed out: with the trusted keys and the texts in it.
package enum CertificatePage {
    /// Of the page that is copied as it is.
    package static let fixedFiles = ["index.html", "check.js", "check.css"]

    /// `keys.js`: who is trusted. No key is possible; the page then says so.
    package static func keysScript(
        keys: [VerificationKey],
        rehearsalKeys: [VerificationKey]
    ) throws(KioskError) -> String {
        try script("certificateKeys", ["keys": keys.map(\.hex), "rehearsalKeys": rehearsalKeys.map(\.hex)])
    }

    /// `texts.js`: the `certificate.*` texts of each language, from the one catalogue there is.
    package static func textsScript(_ catalogues: [TextCatalogue]) throws(KioskError) -> String {
        let texts = catalogues.map { ($0.language, $0.texts(beginningWith: "certificate.")) }
        return try script("certificateTexts", Dictionary(texts) { first, _ in first })
    }

    /// JSON is JavaScript, but for two line separators that old browsers end a string at.
    private static func script(_ name: String, _ value: some Encodable) throws(KioskError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        do {
            let json = String(decoding: try encoder.encode(value), as: UTF8.self)
                .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
            return "'use strict';\nwindow.\(name) = \(json);\n"
        } catch {
            throw KioskError(
                .internalFault,
                "The script \(name) could not be written.",
                remedy: "Report this.",
                cause: error
            )
        }
    }
}
