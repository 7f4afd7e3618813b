import Claims
import Foundation
import Testing
import WireAPI

/// What reads itself is what Foundation's decoder makes of the same bytes, and nothing where that refuses.
struct NodeReadingTests {
    private func agree(on json: [UInt8]) throws -> Bool {
        let decoded = try? JSONDecoder().decode(ClaimDocument.self, from: Data(json))
        return ClaimDocument(reading: try JSONNode(parsing: json)) == decoded
    }

    private func documents() throws -> [ClaimDocument] {
        var samples = try SampleClaims()
        let claims = [
            try samples.document(), try samples.document(2, person: 2, plate: nil), try samples.fullDocument(),
        ]
        return try claims.map { try SampleKeys.document($0) }
    }

    @Test func `claims are read alike`() throws {
        for document in try documents() {
            let node = try JSONNode(parsing: try CanonicalJSON.encode(document))
            #expect(ClaimDocument(reading: node) == document)
            #expect(try node.decoded(ClaimDocument.self) == document)
        }
    }

    @Test func `whatever one member is replaced by, both read or refuse alike`() throws {
        let others = ["null", "true", "17", "-1", "\"x\"", "[]", "[1]", "{}", "{\"a\":\"b\"}", "99999999999999999999"]
        for document in try documents() {
            let json = try CanonicalJSON.encode(document)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
            for (key, value) in object {
                let inner = (value as? [String: Any])?.keys.map { $0 } ?? []
                for other in others {
                    let thing = try JSONSerialization.jsonObject(with: Data(other.utf8), options: .fragmentsAllowed)
                    for name in [nil] + inner {
                        var changed = object
                        if let name, var nested = value as? [String: Any] {
                            nested[name] = thing
                            changed[key] = nested
                        } else {
                            changed[key] = thing
                        }
                        let bytes = Array(try JSONSerialization.data(withJSONObject: changed))
                        #expect(try agree(on: bytes), "\(key).\(name ?? "") = \(other)")
                    }
                }
                var without = object
                without[key] = nil
                #expect(try agree(on: Array(try JSONSerialization.data(withJSONObject: without))), "without \(key)")
            }
        }
    }

    @Test func `what has no canonical form is not decoded`() throws {
        struct Thing: Decodable {
            let number: Double
        }
        let fraction = try JSONNode(parsing: Array(#"{"number":1.5}"#.utf8))
        #expect(throws: KioskError.self) { try fraction.decoded(Thing.self) }
        #expect(fraction.text("number") == nil && fraction.text("text") == nil)
    }
}
