extension Unicode.Scalar {
    /// Whether people can see it: no control, format, private or unassigned character, no separator of lines,
    /// nothing that screens are told to ignore (Unicode's Default_Ignorable_Code_Point), and not U+FFFD, which stands
    /// for a character that was lost.
    var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: !properties.isDefaultIgnorableCodePoint && self != "\u{FFFD}"
        }
    }
}
