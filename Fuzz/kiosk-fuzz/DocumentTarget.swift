import Claims
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension FuzzTarget {
    /// JSON as it comes over the wire: one canonical form, types that read themselves as Foundation's decoder reads them,
    /// and whatever was decoded is written to bytes that stay as they are.
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
        same(ClaimDocument(reading: node), node, canonical)
        check(OpenClaim.self, node, canonical)
        check(ClaimIdentity.self, node, canonical)
        same(ClaimIdentity(reading: node), node, canonical)
        check(ClaimCorrections.self, node, canonical)
    }

    /// What a type read itself is what Foundation's decoder makes of it, nothing where that refuses.
    private static func same<Value: Codable>(_ value: Value?, _ node: JSONNode, _ canonical: [UInt8]) {
        let decoded = try? node.decoded(Value.self)
        must(value == nil || decoded != nil, "what a type reads itself the decoder reads")
        // Of other letters Foundation takes names for the same that have other bytes.
        guard canonical.allSatisfy({ $0 < 0x80 }) else { return }
        must((value == nil) == (decoded == nil), "a type reads itself where the decoder reads it")
        guard let value, let decoded else { return }
        must((try? CanonicalJSON.encode(value)) == (try? CanonicalJSON.encode(decoded)), "both read the same")
    }

    /// Types whose Swift strings may be equal with other bytes are compared as they are written.
    private static func check<Value: Codable>(_ type: Value.Type, _ node: JSONNode, _ canonical: [UInt8]) {
        guard let value = try? node.decoded(type) else { return }
        guard let written = try? CanonicalJSON.encode(value) else { return must(false, "what was read can be written") }
        must(written.count <= canonical.count + 1_024, "nothing is added when it is written")
        let foundation = try? CanonicalJSON.canonicalise(Array(try JSONEncoder().encode(value)))
        must(foundation == written, "Foundation writes what we write")
        guard let again = try? CanonicalJSON.read(written), let value = try? again.value.decoded(type) else {
            return must(false, "what was written can be read")
        }
        must((try? CanonicalJSON.encode(value)) == written, "what was written stays as it is, byte for byte")
    }
}
