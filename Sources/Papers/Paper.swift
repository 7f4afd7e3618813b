/// A paper as content: what it says, not how a printer or a screen shows it.
package struct Paper: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case receiptRecorded = "receipt-recorded"
        case receiptAccepted = "receipt-accepted"
        case certificate
        /// The end of a day, for the supervisor.
        case daySlip = "day-slip"
        /// For technicians: every script, and a code.
        case test
    }

    package let kind: Kind
    /// One or two language codes; the words of each block stand in this order.
    package let languages: [String]
    package let blocks: [Block]

    package init(kind: Kind, languages: [String], blocks: [Block]) {
        self.kind = kind
        self.languages = languages
        self.blocks = blocks
    }

    /// One thing on the paper, from top to bottom.
    package struct Block: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, CaseIterable, Sendable {
            /// What nobody may overlook: rehearsal, reprint.
            case mark
            case heading
            case field
            case text
            /// A line across.
            case rule
            /// The content of a QR code, in `words`, once.
            case code
        }

        package let kind: Kind
        /// Of a field, in each language. Empty otherwise.
        package let label: [String]
        /// In each language; once when all languages say the same.
        package let words: [String]

        private init(_ kind: Kind, label: [String] = [], words: [String] = []) {
            self.kind = kind
            self.label = Self.once(label)
            self.words = Self.once(words)
        }

        package static func mark(_ words: [String]) -> Block { Block(.mark, words: words) }

        package static func heading(_ words: [String]) -> Block { Block(.heading, words: words) }

        package static func field(_ label: [String], _ words: [String]) -> Block {
            Block(.field, label: label, words: words)
        }

        package static func text(_ words: [String]) -> Block { Block(.text, words: words) }

        package static let rule = Block(.rule)

        package static func code(_ payload: String) -> Block { Block(.code, words: [payload]) }

        private static func once(_ words: [String]) -> [String] {
            let clean = words.map(\.onPaper)
            return clean.dropFirst().allSatisfy { $0 == clean.first } ? Array(clean.prefix(1)) : clean
        }
    }
}

extension String {
    /// Without what could move a printer's head or hide a letter: control, format, private and unassigned characters
    /// become a replacement character, every space a plain one. At most 1000 scalars.
    fileprivate var onPaper: String {
        var clean = ""
        for scalar in unicodeScalars.prefix(1_000) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                clean.unicodeScalars.append("\u{FFFD}")
            case .spaceSeparator: clean.unicodeScalars.append(" ")
            default: clean.unicodeScalars.append(scalar)
            }
        }
        return clean
    }
}
