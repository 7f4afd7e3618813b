/// What a scanner read. May be a bank card's number: descriptions show its length only.
package struct ScannedText: Equatable, Sendable {
    /// How the bytes became characters.
    package enum Charset: Hashable, Sendable {
        /// No byte of 80 or more.
        case ascii
        /// As the code itself said.
        case eci
        /// As the device's settings say.
        case configured
        case guessedUTF8
        case guessedGB18030
    }

    package let text: String
    /// Nil where the scanner does not say.
    package let symbology: Symbology?
    /// The AIM identifier that was taken off, such as `]Q1`.
    package let identifier: String?
    package let charset: Charset

    package init(
        text: String,
        symbology: Symbology? = nil,
        identifier: String? = nil,
        charset: Charset = .ascii
    ) {
        self.text = text
        self.symbology = symbology
        self.identifier = identifier
        self.charset = charset
    }
}

extension ScannedText: CustomStringConvertible, CustomReflectable {
    package var description: String { "scan of \(text.count) characters" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
