import Claims
import Yams

/// One value of a settings file with its place and key path.
struct StrictNode {
    let node: Node
    let place: Place

    /// A scalar as written, whatever its kind; nil for a collection.
    var word: String? { node.scalar?.string }

    init(_ node: Node, place: Place) {
        self.node = node
        self.place = place
    }

    /// What stands there, as a scalar of a known kind or as a collection.
    enum Content {
        case text(String)
        case number(String)
        case boolean(Bool)
        case nothing
        case list([StrictNode])
        case mapping([(key: StrictNode, value: StrictNode)])
    }

    var content: Content {
        switch node {
        case .scalar(let scalar): Self.kind(of: scalar)
        case .sequence(let items):
            .list(
                items.enumerated().map { index, item in
                    StrictNode(item, place: place.at(item.mark, keyPath: "\(place.keyPath)[\(index)]"))
                }
            )
        case .mapping(let pairs):
            .mapping(
                pairs.map { key, value in
                    let name = key.scalar.map { Place.shown($0.string) } ?? "?"
                    let path = place.keyPath.isEmpty ? name : "\(place.keyPath).\(name)"
                    let keyPlace = place.at(key.mark, keyPath: path)
                    return (
                        StrictNode(key, place: keyPlace),
                        StrictNode(value, place: keyPlace.at(value.mark, keyPath: path))
                    )
                }
            )
        case .alias: .nothing
        }
    }

    /// What a person reads in "found …". Secret values are named by their kind only.
    func found(secret: Bool = false) -> String {
        switch content {
        case .text(let text): secret ? "a text of \(text.count) characters" : "the text \(Place.quoted(text))"
        case .number(let text):
            secret ? "a number of \(text.count) digits" : "the number \(Place.quoted(text).dropFirst().dropLast())"
        case .boolean(let value): "the truth value \(value)"
        case .nothing: "nothing"
        case .list(let items): items.isEmpty ? "an empty list" : "a list"
        case .mapping: "a mapping"
        }
    }

    /// `config.wrong-type`: something of another kind stands here.
    func wrongType(expected: String, secret: Bool = false, remedy: String? = nil) -> KioskError {
        place.fault(
            .configWrongType,
            "found \(found(secret: secret)), expected \(expected)",
            remedy: remedy ?? "Write \(expected) here."
        )
    }

    /// `config.invalid-value`: the right kind, but not a value that can be used.
    func invalid(expected: String, secret: Bool = false, remedy: String? = nil) -> KioskError {
        place.fault(
            .configInvalidValue,
            "found \(found(secret: secret)), expected \(expected)",
            remedy: remedy ?? "Write \(expected) here."
        )
    }

    /// Plain words are sorted as YAML 1.1 readers do, so that `hotline: 12315` or `kind: no` cannot silently become
    /// a text here and a number or a truth value in another tool.
    private static func kind(of scalar: Node.Scalar) -> Content {
        guard scalar.style == .plain || scalar.style == .any else { return .text(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .nothing
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .boolean(true)
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .boolean(false)
        default: return isNumber(scalar.string) ? .number(scalar.string) : .text(scalar.string)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        let body = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        guard let first = body.utf8.first, (0x30...0x39).contains(first) || first == UInt8(ascii: ".") else {
            return false
        }
        let digits = body.filter { $0 != "_" }
        return Double(digits) != nil || digits.hasPrefix("0o") && Int(digits.dropFirst(2), radix: 8) != nil
            || digits.hasPrefix("0b") && Int(digits.dropFirst(2), radix: 2) != nil
            || [".inf", ".nan"].contains(digits.lowercased())
    }
}
