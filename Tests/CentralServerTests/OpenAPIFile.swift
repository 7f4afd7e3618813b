import Foundation
import Testing
import WireAPI
import Yams

@testable import CentralServer

/// One of the descriptions in `docs/openapi`, for tests that compare it with what is served.
struct OpenAPIFile {
    let document: [String: Any]

    init(_ name: String) throws {
        // Tests/CentralServerTests/ is two below the package's folder.
        let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "docs/openapi/\(name).yaml"), encoding: .utf8)
        document = try #require(try Yams.load(yaml: text) as? [String: Any])
    }

    var routes: [CentralAPI.Route] {
        get throws {
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            let methods: Set<String> = ["get", "put", "post", "delete", "patch", "head", "options"]
            return paths.flatMap { path, operations in
                operations.keys.filter { methods.contains($0) }.map {
                    CentralAPI.Route(method: $0.uppercased(), path: path)
                }
            }
        }
    }

    func schema(_ name: String) throws -> [String: Any] {
        let components = try #require(document["components"] as? [String: Any])
        return try #require((components["schemas"] as? [String: Any])?[name] as? [String: Any], "\(name)")
    }

    /// The value has the fields of the schema, and no other.
    func expect(_ name: String, fits value: some Encodable) throws {
        let properties = try #require(try schema(name)["properties"] as? [String: Any])
        #expect(Set(try Self.object(value).keys) == Set(properties.keys), "\(name)")
    }

    /// The value has the fields that the schema requires.
    func require(_ name: String, of value: some Encodable) throws {
        let required = try #require(try schema(name)["required"] as? [String])
        #expect(Set(required).isSubset(of: try Self.object(value).keys), "\(name)")
    }

    /// Every reference leads somewhere. Gives how many there are.
    func checkReferences() throws -> Int {
        let references = Self.references(in: document)
        for reference in references {
            var node: Any? = document
            for step in reference.dropFirst(2).split(separator: "/") {
                node = (node as? [String: Any])?[String(step)]
            }
            #expect(node != nil, "\(reference)")
        }
        return references.count
    }

    private static func object(_ value: some Encodable) throws -> [String: Any] {
        let json = Data(try CanonicalJSON.encode(value))
        return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }

    private static func references(in value: Any) -> [String] {
        if let members = value as? [String: Any] {
            return members.flatMap { key, value in
                if key == "$ref", let text = value as? String { return [text] }
                return references(in: value)
            }
        }
        return (value as? [Any])?.flatMap { references(in: $0) } ?? []
    }
}
