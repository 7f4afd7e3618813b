import Foundation
import KioskTestSupport
import Testing

/// One case as a stranger writes it: facts as JSON, and what the answer must hold.
struct DecideCase: Sendable, CustomTestStringConvertible {
    let name: String
    let facts: String
    /// A part of the answer, as JSON: objects may have more keys, lists must have these items in this order.
    let answer: String
    let status: Int32

    init(_ name: String, _ facts: String, _ answer: String, status: Int32 = 0) {
        (self.name, self.facts, self.answer, self.status) = (name, facts, answer, status)
    }

    var testDescription: String { name }

    /// Row 1 of the decision table, with keys replaced, or taken away by `null`.
    static func good(_ changes: String = "{}") -> String {
        let base = """
            {"capturedAt": "2025-03-10T10:00:00+08:00", "point": "dongga",
             "plate": {"kind": "white-red", "registeredOn": "2021-06-01", "ownerIsApplicant": true},
             "parts": {"battery": {"label": 60}, "motor": "present", "frame": "present"}}
            """
        guard var facts = object(base), let other = object(changes) else { return changes }
        for (key, value) in other { facts[key] = value }
        guard let data = try? JSONSerialization.data(withJSONObject: facts) else { return changes }
        return String(decoding: data, as: UTF8.self)
    }

    static func battery(_ battery: String) -> String {
        good(#"{"parts": {"battery": \#(battery), "motor": "present", "frame": "present"}}"#)
    }

    static func plate(_ plate: String, _ more: String = "") -> String { good(#"{"plate": \#(plate)\#(more)}"#) }

    static func object(_ json: String) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any]
    }

    /// Where the answer differs from what is expected; nil when it holds it.
    static func difference(_ expected: Any, _ found: Any?, at path: String = "") -> String? {
        switch expected {
        case let expected as [String: Any]:
            guard let found = found as? [String: Any] else { return "\(path): no object" }
            for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
                if let difference = difference(value, found[key], at: "\(path).\(key)") { return difference }
            }
            return nil
        case let expected as [Any]:
            guard let found = found as? [Any], found.count == expected.count else {
                return "\(path): \(String(describing: found)) instead of \(expected)"
            }
            for (index, value) in expected.enumerated() {
                if let difference = difference(value, found[index], at: "\(path)[\(index)]") { return difference }
            }
            return nil
        case is NSNull: return found == nil ? nil : "\(path): there is one"
        default:
            guard let expected = expected as? NSObject, let found = found as? NSObject, expected == found else {
                return "\(path): \(String(describing: found)) instead of \(expected)"
            }
            return nil
        }
    }

    /// Runs the built program on the facts.
    static func decide(
        _ facts: String,
        programme: String = "doilungdeqen-2025.yaml",
        _ more: [String] = []
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await withTemporaryFolder { folder in
            let file = "\(folder)/facts.json"
            try Data(facts.utf8).write(to: URL(fileURLWithPath: file))
            let config = "\(RunningProgram.repository)/config"
            let path = programme.hasPrefix("/") ? programme : "\(config)/programmes/\(programme)"
            let flags = ["--programme", path, "--calendars", "\(config)/calendars"] + more
            return try await RunningProgram.output(of: "kiosk-central", ["programme", "decide", file] + flags)
        }
    }
}
