package import NIOCore

/// What a scanner read. May be a bank card's number: descriptions show its length only.
package struct ScannedText: Equatable, Sendable {
    package let text: String
    /// The AIM symbology identifier, such as `]Q1`, where the scanner sends one and is set up for it.
    package let symbology: String?

    package init(text: String, symbology: String? = nil) {
        self.text = text
        self.symbology = symbology
    }

    /// ASCII or strict UTF-8; nil for anything else. A wrong character is never replaced.
    package init?(frame: ByteBuffer) {
        guard let text = String(validating: frame.readableBytesView, as: UTF8.self) else { return nil }
        self.init(text: text)
    }
}

extension ScannedText: CustomStringConvertible, CustomReflectable {
    package var description: String { "scan of \(text.count) characters" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
