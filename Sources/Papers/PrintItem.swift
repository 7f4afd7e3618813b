/// One thing for a receipt printer to put on paper.
package enum PrintItem: Equatable, Sendable {
    /// One line in the printer's own font; it fits the paper.
    case text(String, PrintStyle)
    /// A paragraph that has to be drawn, because the printer has no font for it; not broken into lines.
    case image(String, language: String, PrintStyle)
    /// The content of a QR code.
    case code(String)
    case rule
    case cut
}

package enum PrintStyle: Equatable, Sendable {
    case plain
    case heading
    case mark
}
