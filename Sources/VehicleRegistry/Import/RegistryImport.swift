package import Claims
package import Sealing

/// Makes a signed snapshot of an extract from the police registry.
package struct RegistryImport: Sendable {
    /// Nil to find out.
    package var encoding: ExtractEncoding?
    /// Headings of columns that are not the known ones.
    package var columns: [ExtractColumn: String]
    /// The extract's words for plate kinds, and the programme's. A word that is a kind already needs none.
    package var kinds: [String: String]
    /// Leaves bad lines out and says in the snapshot how many, instead of writing nothing.
    package var skipBadLines: Bool

    package init(
        encoding: ExtractEncoding? = nil,
        columns: [ExtractColumn: String] = [:],
        kinds: [String: String] = [:],
        skipBadLines: Bool = false
    ) {
        self.encoding = encoding
        self.columns = columns
        self.kinds = kinds
        self.skipBadLines = skipBadLines
    }

    /// Reads the whole extract, then puts the snapshot in the place of `target` in one step.
    ///
    /// One bad line and nothing is written, unless `skipBadLines`; the report says which. Takes some seconds and about
    /// 100 MB for a million vehicles. Blocks.
    ///
    /// Throws `registry.extract-unreadable`, `registry.extract-columns`, `registry.not-written`; the target is then as
    /// it was.
    package func run(
        _ extract: String,
        into target: String,
        label: SnapshotLabel,
        digestKey: DigestKey,
        signingKey: SigningKey
    ) throws(KioskError) -> ImportReport {
        let remedy = "Check the path; the extract must be a CSV file in UTF-8 or GB18030."
        let file = try ReadOnlyFile(extract, code: .registryExtractUnreadable, remedy: remedy)
        let (encoding, mark) = try ExtractEncoding.detect(file, forced: encoding)
        guard let decoder = FieldDecoder(encoding) else {
            throw KioskError(
                .registryExtractUnreadable,
                "this machine cannot read GB18030",
                remedy: "Install Debian's libc6 with its gconv modules, or save the extract as UTF-8."
            )
        }
        let start = try file.bytes(at: mark, count: DelimitedReader.maximumRowBytes)
        let separator = ExtractHeading.separator(in: start)
        var reader = DelimitedReader(file, separator: separator, offset: mark)
        guard try reader.next() else {
            throw KioskError(.registryExtractUnreadable, "\(extract) is empty", remedy: remedy)
        }
        let heading = try ExtractHeading(
            reader.row,
            separator: separator,
            names: columns,
            decoder: decoder,
            encoding: encoding
        )
        let digests = RegistryDigests(digestKey)
        var rows = ExtractRowReader(
            heading: heading,
            decoder: decoder,
            digests: digests,
            label: label,
            kindNames: kinds
        )
        var report = ImportReport(encoding: encoding, separator: separator)
        var table = try records(&reader, &rows, &report)
        settle(&table, &report)
        guard report.badLines == 0 || skipBadLines else { return report }
        guard table.count > 0 else {
            throw KioskError(
                .registryExtractUnreadable,
                "\(extract) has no vehicle that could be imported",
                remedy: "Check that the extract is whole; an empty registry would refuse every plate."
            )
        }
        let names = rows.names
        let counts = (records: table.count, skipped: report.badLines)
        report.bytes = try SnapshotWriter.write(table.ordered, to: target, signedWith: signingKey) { bodyHash in
            let header = SnapshotHeader(
                version: label.version,
                issuer: label.issuer,
                asOf: label.asOf,
                createdAt: label.createdAt,
                rehearsal: label.rehearsal,
                count: counts.records,
                skippedLines: counts.skipped,
                kinds: names.kinds,
                models: names.models,
                keyCheck: digests.check,
                bodyHash: bodyHash
            )
            report.snapshot = header
            return header
        }
        return report
    }

    private func records(
        _ reader: inout DelimitedReader,
        _ rows: inout ExtractRowReader,
        _ report: inout ImportReport
    ) throws(KioskError) -> RecordTable {
        var table = RecordTable()
        while try reader.next() {
            report.lines += 1
            let (record, problems) = rows.read(reader.row)
            guard let record else {
                report.add(problems)
                continue
            }
            guard table.count < SnapshotFormat.maximumRecords else {
                throw KioskError(
                    .registryExtractUnreadable,
                    "the extract has more than \(SnapshotFormat.maximumRecords) vehicles",
                    remedy: "Ask for an extract of this city's vehicles only."
                )
            }
            table.append(record, line: reader.row.line)
        }
        return table
    }

    private func settle(_ table: inout RecordTable, _ report: inout ImportReport) {
        let (repeated, contradictions) = table.settle()
        report.repeatedLines = repeated
        for contradiction in contradictions {
            let problem = "stands on line \(contradiction.other) too, with other facts"
            report.add([BadLine(line: contradiction.line, column: .plate, problem: problem, plate: nil)])
        }
    }
}
