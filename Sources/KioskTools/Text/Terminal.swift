import DaemonSupport
import Glibc

/// Where the tool writes to: results to standard output, what happens meanwhile and errors to standard error.
package struct Terminal: Sendable {
    /// Whether colours may be used on standard output.
    package let hasColours: Bool

    package init(hasColours: Bool) { self.hasColours = hasColours }

    /// Colours only on a terminal, and not where NO_COLOR is set (no-color.org) or the terminal is dumb.
    package static var standard: Terminal {
        let isSet = { (name: String) in getenv(name).map { $0.pointee != 0 } ?? false }
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        return Terminal(hasColours: isatty(STDOUT_FILENO) == 1 && !isSet("NO_COLOR") && !isDumb)
    }

    package enum Colour: Int, CaseIterable, Sendable {
        case red = 31
        case green = 32
        case yellow = 33
        case dim = 2
        case bold = 1
    }

    package func coloured(_ text: String, _ colour: Colour) -> String {
        hasColours && !text.isEmpty ? Self.start(colour) + text + Self.end : text
    }

    package func print(_ text: String) { Self.write(visible(text) + "\n", STDOUT_FILENO) }

    package func note(_ text: String) { Self.write(visible(text) + "\n", STDERR_FILENO) }

    /// With no control characters but those of the tool's own colours, whatever the text was made of.
    func visible(_ text: String) -> String {
        let visible = VisibleText.of(text)
        guard hasColours, visible != text else { return visible }
        return (Colour.allCases.map(Self.start) + [Self.end]).reduce(visible) {
            $0.replacing(VisibleText.of($1), with: $1)
        }
    }

    private static func start(_ colour: Colour) -> String { "\u{1B}[\(colour.rawValue)m" }

    private static let end = "\u{1B}[0m"

    /// What a device calls itself, made harmless: no control characters, so that it cannot drive the terminal.
    package static func harmless(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(4_000) {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let isHidden =
                (0x200B...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
            view.append(isControl || isHidden ? "\u{FFFD}" : scalar)
        }
        return String(view)
    }

    private static func write(_ text: String, _ descriptor: CInt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || count < 0 && errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
