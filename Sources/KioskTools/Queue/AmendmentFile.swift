import Bundles
import Claims
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An amendment from a file. Strict: a field under a wrong name would else be left out without a word.
enum AmendmentFile {
    /// Bytes: the longest entry has some thousand.
    private static let largest = 64 * 1_024

    /// Throws `amendment.unreadable`.
    static func read(_ path: String) throws -> AmendmentEntry {
        var bytes: [UInt8] = []
        try BundleFile.read(path, as: .amendment) { piece in
            bytes += piece
            guard bytes.count <= largest else { throw unreadable(path, "it is longer than \(largest) bytes") }
        }
        return try entry(Data(bytes), path)
    }

    private static func entry(_ data: Data, _ path: String) throws -> AmendmentEntry {
        let decoder = JSONDecoder()
        do {
            let entry = try decoder.decode(AmendmentEntry.self, from: data)
            let known = try decoder.decode(FieldNames.self, from: JSONEncoder().encode(entry)).names
            let unknown = try decoder.decode(FieldNames.self, from: data).names.subtracting(known).sorted()
            guard unknown.isEmpty else {
                throw unreadable(path, "there is no field \(unknown.map(Terminal.harmless).joined(separator: ", "))")
            }
            return entry
        } catch DecodingError.keyNotFound(let key, let context) {
            throw unreadable(path, "the field \(name(context.codingPath + [key])) is missing")
        } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
            throw unreadable(path, "the field \(name(context.codingPath)) is of another type")
        } catch is DecodingError {
            throw unreadable(path, "it is no JSON object")
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        Terminal.harmless(path.map(\.stringValue).joined(separator: "."))
    }

    private static func unreadable(_ path: String, _ why: String) -> KioskError {
        KioskError(
            .amendmentUnreadable,
            "\(path) is no amendment: \(why)",
            remedy: "See docs/kioskctl.md for its fields. Nothing was recorded."
        )
    }
}

/// The names of all fields that have a value, such as `bankCard.number`.
private struct FieldNames: Decodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    let names: Set<String>

    init(from decoder: any Decoder) throws {
        var names: Set<String> = []
        if let object = try? decoder.container(keyedBy: Name.self) {
            for key in object.allKeys where try !object.decodeNil(forKey: key) {
                names.insert(key.stringValue)
                let inner = try object.decode(FieldNames.self, forKey: key).names
                names.formUnion(inner.map { "\(key.stringValue).\($0)" })
            }
        }
        self.names = names
    }
}
