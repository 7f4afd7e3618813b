import Claims

/// The first line of an extract: which separator it uses and where each column is.
struct ExtractHeading {
    /// `,`, `;` or a tab.
    let separator: UInt8
    /// How many fields each line has.
    let width: Int
    private let places: [ExtractColumn: Int]

    /// Nil for a column that the extract lacks.
    subscript(column: ExtractColumn) -> Int? { places[column] }

    /// The separator that stands most often in the line outside of quotes; a comma when none does.
    static func separator(in start: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var quoted = false
        for byte in start {
            if byte == UInt8(ascii: "\"") { quoted.toggle() }
            if quoted { continue }
            if byte == UInt8(ascii: "\n") { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }

    /// - Parameter names: headings that the caller names; they go before the known ones.
    ///
    /// Throws `registry.extract-columns`.
    init(
        _ row: DelimitedReader.Row,
        separator: UInt8,
        names: [ExtractColumn: String],
        decoder: FieldDecoder,
        encoding: ExtractEncoding
    ) throws(KioskError) {
        if let fault = row.fault { throw Self.wrong("the first line \(fault)") }
        let headings = (0..<row.count).map { decoder.text(row[$0]).map { ExtractColumn.folded($0) } }
        var places: [ExtractColumn: Int] = [:]
        for column in ExtractColumn.allCases {
            let wanted = names[column].map { [ExtractColumn.folded($0)] } ?? column.aliases
            let found = headings.indices.filter { headings[$0].map(wanted.contains) ?? false }
            guard found.count <= 1 else { throw Self.wrong("two columns could be \(column.rawValue)") }
            places[column] = found.first
            if found.isEmpty, column.isRequired || names[column] != nil {
                let expected = wanted.joined(separator: ", ")
                throw Self.wrong(
                    "no column of the first line, read as \(encoding.rawValue), is \(column.rawValue) (\(expected))"
                )
            }
        }
        guard Set(places.values).count == places.count else { throw Self.wrong("one column would serve two purposes") }
        self.separator = separator
        width = row.count
        self.places = places
    }

    private static func wrong(_ what: String) -> KioskError {
        KioskError(
            .registryExtractColumns,
            what,
            remedy: "Name the columns as they stand there, such as --column plate=车牌, or correct the first line."
        )
    }
}
