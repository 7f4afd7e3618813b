import Claims
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension FuzzTarget {
    /// JSON as it comes over the wire: one canonical form, the same values as Foundation's decoder makes of it, and
    /// whatever was decoded is written to bytes that stay as they are.
    static let claimDocument = FuzzTarget(name: "claim-document", longestInput: 16_384) { bytes in
        let text = Array(bytes)
        let canonical: [UInt8]
        let node: JSONNode
        do throws(KioskError) {
            (canonical, node) = try CanonicalJSON.read(text)
        } catch {
            return mustBeOurs(error, ["request.malformed", "request.too-large"], longest: 256)
        }
        must(canonical.count <= text.count, "the canonical form is not longer than what was written")
        must((try? CanonicalJSON.canonicalise(canonical)) == canonical, "the canonical form stays as it is")
        check(ClaimDocument.self, node, canonical)
        check(OpenClaim.self, node, canonical)
        check(ClaimIdentity.self, node, canonical)
        check(ClaimCorrections.self, node, canonical)
    }

    /// Types whose Swift strings may be equal with other bytes are compared as they are written.
    private static func check<Value: Codable>(_ type: Value.Type, _ node: JSONNode, _ canonical: [UInt8]) {
        guard let value = try? JSONNodeDecoder.decode(type, from: node) else { return }
        guard let written = try? CanonicalJSON.encode(value) else { return must(false, "what was read can be written") }
        must(written.count <= canonical.count + 1_024, "nothing is added when it is written")
        guard let foundations = try? JSONDecoder().decode(type, from: Data(canonical)) else {
            return must(false, "Foundation reads what our decoder reads")
        }
        must((try? CanonicalJSON.encode(foundations)) == written, "both decoders read the same")
        guard let again = try? CanonicalJSON.read(written),
            let value = try? JSONNodeDecoder.decode(type, from: again.value)
        else { return must(false, "what was written can be read") }
        must((try? CanonicalJSON.encode(value)) == written, "what was written stays as it is, byte for byte")
    }
}
