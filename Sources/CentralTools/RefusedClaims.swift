package import Bundles
import Claims
import DaemonSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The claims of a kiosk's file that the central refused: all are counted, the first are named.
package struct RefusedClaims {
    package struct Refused: Encodable, Equatable {
        /// Empty where the claim's line has none that can be read.
        package let claimId: String
        /// Nil when the file does not tell it.
        package fileprivate(set) var claimNumber: String?
        package let code: String
        package let message: String
        package let remedy: String
    }

    private struct Claim: Decodable {
        let claimId: String
        let claimNumber: String
    }

    package static let named = 20

    package private(set) var count = 0
    package private(set) var first: [Refused] = []

    package init() {}

    package mutating func take(_ refusal: ClaimRefusal) {
        count += 1
        guard first.count < Self.named else { return }
        first.append(
            Refused(
                claimId: refusal.claimId,
                claimNumber: nil,
                code: refusal.error.code,
                message: refusal.error.message,
                remedy: refusal.error.remedy
            )
        )
    }

    /// A refusal has the claim's id only; people have its number, which stands in the file. One that cannot be read once
    /// more changes nothing of what was told.
    package mutating func number(from path: String) {
        guard !first.isEmpty, let file = try? BundleFile(path) else { return }
        var places = Dictionary(first.enumerated().map { ($0.element.claimId, $0.offset) }) { before, _ in before }
        var reader = BundleReader([.claims])
        while !places.isEmpty, let piece = try? file.next() {
            let isRead: Void? = try? reader.take(piece) { entry, _ in
                guard case .claim(let document) = entry,
                    let claim = try? JSONDecoder().decode(Claim.self, from: Data(document)),
                    ClaimNumber(claim.claimNumber) != nil, let place = places.removeValue(forKey: claim.claimId)
                else { return }
                first[place].claimNumber = claim.claimNumber
            }
            guard isRead != nil else { return }
        }
    }

    /// Two lines each, from a line feed on; empty when none was refused.
    package var words: String {
        let lines = first.map { refused in
            let name = refused.claimNumber ?? (refused.claimId.isEmpty ? "a claim without an id" : refused.claimId)
            return "\n  \(Self.line(name)): \(Self.line(refused.message)) [\(Self.line(refused.code))]"
                + "\n    → \(Self.line(refused.remedy))"
        }
        let rest = count - first.count
        return lines.joined() + (rest > 0 ? "\n  … and \(rest) more" : "")
    }

    private static func line(_ text: String) -> String {
        String(VisibleText.of(text).map { $0.isNewline ? " " : $0 })
    }
}
