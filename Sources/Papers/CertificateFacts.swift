package import Claims

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a certificate's facts from JSON, strictly. `docs/papers.md` describes the fields.
package enum CertificateFacts {
    /// Bytes of a facts file.
    package static let longest = 64 * 1024

    /// Throws `certificate.facts-invalid`, which names every field that is wrong and never its value.
    package static func certificate(fromJSON bytes: [UInt8]) throws(KioskError) -> ScrappingCertificate {
        let document: CertificateDocument
        do {
            document = try JSONDecoder().decode(CertificateDocument.self, from: Data(bytes))
        } catch {
            throw invalid([problem(error)])
        }
        var check = FieldCheck()
        let certificate = document.certificate(&check)
        guard let certificate, check.problems.isEmpty else { throw invalid(check.problems) }
        return certificate
    }

    private static func invalid(_ problems: [String]) -> KioskError {
        KioskError(
            .certificateFactsInvalid,
            "The facts of the certificate are wrong: \(problems.prefix(12).joined(separator: "; ")).",
            remedy: "Correct these fields; docs/papers.md says what each holds."
        )
    }

    /// Place and kind of a fault, without the text that the decoder quotes.
    private static func problem(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "the document" : path.map(\.stringValue).joined(separator: ".")
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context): return "\(place(context.codingPath)) is of another type"
        case .valueNotFound(_, let context): return "\(place(context.codingPath)) is null"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "\(place(context.codingPath)) is not known here"
        default: return "the document is not JSON"
        }
    }
}

/// Collects what is wrong, so that a person corrects everything at once.
struct FieldCheck {
    private(set) var problems: [String] = []

    /// The value, or nil and a problem.
    mutating func need<Value>(_ value: Value?, _ problem: String) -> Value? {
        if value == nil { problems.append(problem) }
        return value
    }

    mutating func need(_ condition: Bool, _ problem: String) {
        if !condition { problems.append(problem) }
    }

    mutating func text(_ text: String, upTo limit: Int, _ field: String) {
        let isEntry =
            (1...limit).contains(text.count) && text.unicodeScalars.count <= limit * 4
            && !text.allSatisfy(\.isWhitespace)
        need(isEntry, "\(field) needs 1–\(limit) characters")
    }
}
