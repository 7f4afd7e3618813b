import Claims
import Foundation
import Testing
import WireAPI

/// The quick decoder and Foundation's give the same values and the same kinds of error.
struct JSONNodeDecoderTests {
    private func kind(_ error: any Error) -> String {
        let path: ([any CodingKey], (any CodingKey)?) -> String = { keys, last in
            (keys + [last].compactMap { $0 }).map(\.stringValue).joined(separator: ".")
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context): "keyNotFound \(path(context.codingPath, key))"
        // Of a null, Foundation says now the one, now the other.
        case DecodingError.valueNotFound(_, let context), DecodingError.typeMismatch(_, let context):
            "wrong \(path(context.codingPath, nil))"
        // Of a number that is too large, Foundation does not say where.
        case DecodingError.dataCorrupted: "dataCorrupted"
        default: "\(error)"
        }
    }

    private func agree<Value: Decodable & Equatable>(_ type: Value.Type, on json: [UInt8]) throws -> Bool {
        let quick = Result { try JSONNodeDecoder.decode(type, from: try JSONNode(parsing: json)) }
        let slow = Result { try JSONDecoder().decode(type, from: Data(json)) }
        return switch (quick, slow) {
        case (.success(let one), .success(let other)): one == other
        case (.failure(let one), .failure(let other)): kind(one) == kind(other)
        default: false
        }
    }

    /// The same of documents that read themselves: what they do not take is refused by the decoder.
    private func agree(on json: [UInt8]) throws -> Bool {
        let document = ClaimDocument(reading: try JSONNode(parsing: json))
        let decoded = try? JSONDecoder().decode(ClaimDocument.self, from: Data(json))
        return try document == decoded && agree(ClaimDocument.self, on: json)
    }

    private func samples() throws -> [ClaimDocument] {
        var samples = try SampleClaims()
        let claims = [
            try samples.document(), try samples.document(2, person: 2, plate: nil), try samples.fullDocument(),
        ]
        for claim in claims { #expect(try agree(OpenClaim.self, on: CanonicalJSON.encode(claim))) }
        return try claims.map { try SampleKeys.document($0) }
    }

    @Test func `claims are read alike`() throws {
        for document in try samples() {
            let json = try CanonicalJSON.encode(document)
            #expect(try JSONNodeDecoder.decode(ClaimDocument.self, from: try JSONNode(parsing: json)) == document)
            #expect(try agree(on: json))
        }
    }

    @Test func `whatever one member is replaced by, both read or refuse alike`() throws {
        let others = ["null", "true", "17", "-1", "\"x\"", "[]", "[1]", "{}", "{\"a\":\"b\"}", "99999999999999999999"]
        for document in try samples() {
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
                #expect(
                    try agree(on: Array(try JSONSerialization.data(withJSONObject: without))),
                    "without \(key)"
                )
            }
        }
    }

    @Test func `arrays, numbers and dictionaries of all kinds are read alike`() throws {
        struct Things: Codable, Equatable {
            var small: Int8?
            var large: UInt64?
            var fraction: Double?
            var list: [[Int]]?
            var names: [String: [String: Bool?]]?
            var status: ClaimAnswer.Status?
        }
        for text in [
            "{}", #"{"small":127,"large":18446744073709551615,"fraction":1.5}"#, #"{"small":128}"#, #"{"large":-1}"#,
            #"{"fraction":1e999}"#, #"{"fraction":-1e999}"#,
            #"{"list":[[1,2],[],[3]]}"#, #"{"list":[[1,null]]}"#, #"{"list":[1]}"#, #"{"list":{}}"#,
            #"{"names":{"a":{"b":true,"c":null}}}"#, #"{"names":{"a":[]}}"#, #"{"status":"in-review"}"#,
            #"{"status":"else"}"#, #"{"status":1}"#, "[]", "null", "3",
        ] {
            #expect(try agree(Things.self, on: Array(text.utf8)), "\(text)")
        }
    }
}
