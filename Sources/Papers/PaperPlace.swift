/// A recycling point as a paper names it.
package struct PaperPlace: Equatable, Sendable {
    /// As in the programme file, 1–40 lower-case letters, digits and hyphens.
    package let id: String
    /// For people, by language code.
    package let title: [String: String]

    /// Nil unless `id` has the form above.
    package init?(id: String, title: [String: String]) {
        guard Self.isID(id) else { return nil }
        self.id = id
        self.title = title
    }

    static func isID(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
            }
    }
}

/// The programme as the foot of a paper names it.
package struct PaperProgramme: Equatable, Sendable {
    /// For people, by language code.
    package let title: [String: String]
    package let version: String
    package let hotline: String

    package init(title: [String: String], version: String, hotline: String) {
        self.title = title
        self.version = version
        self.hotline = hotline
    }
}
