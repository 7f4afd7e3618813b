import Claims
import DaemonSupport
import Glibc
import Sealing
import VehicleRegistry

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `kiosk-central registry` does and prints: tables or JSON on stdout, bad lines and errors on stderr.
package enum RegistryReport {
    /// The words of `registry import` as they were typed.
    package struct Request: Sendable {
        package var extract = ""
        package var out = ""
        package var asOf = ""
        package var version = ""
        package var issuer = ""
        package var digestKey = ""
        package var signingKey = ""
        package var rehearsal = false
        package var encoding: String?
        package var columns: [String] = []
        package var kinds: [String] = []
        package var skipBadLines = false
        package var json = false

        package init() {}
    }

    /// The exit code: 0 when the snapshot was written.
    package static func importExtract(_ request: Request) -> Int32 {
        Failure.reported { () throws(KioskError) in
            guard let asOf = CivilDate(request.asOf) else { throw wrong("--as-of", "a day such as 2025-02-01") }
            let label = SnapshotLabel(
                version: request.version,
                issuer: request.issuer,
                asOf: asOf,
                createdAt: RecordClock().now,
                rehearsal: request.rehearsal
            )
            guard let label else { throw wrong("--version or --issuer", "at most 40 and 80 printable characters") }
            let result = try work(request).run(
                request.extract,
                into: request.out,
                label: label,
                digestKey: DigestKey(fileAt: request.digestKey),
                signingKey: SigningKey(fileAt: request.signingKey)
            )
            if request.json { print(text(ImportView(result, out: request.out))) }
            for problem in result.problems.prefix(request.json ? 0 : ImportReport.listed) { tell(line(problem)) }
            if result.snapshot == nil {
                throw KioskError(
                    .registryBadLines,
                    "\(result.badLines) of \(result.lines) lines of \(request.extract) cannot be right, "
                        + "nothing was written",
                    remedy: "Have the lines corrected, or leave them out with --skip-bad-lines."
                )
            }
            if !request.json { print(summary(result, out: request.out)) }
        }
    }

    /// Checks the file and prints its header. The exit code: 0 when signature and content hold.
    package static func show(_ path: String, publicKey: String, json: Bool) -> Int32 {
        Failure.reported { () throws(KioskError) in
            let key = try VerificationKey(fileAt: publicKey)
            let header = try RegistrySnapshot.inspect(path, key: key)
            let view = SnapshotView(header, today: RecordClock().now.date(), key: key)
            print(json ? text(view) : view.table)
        }
    }
}

extension RegistryReport {
    private static func work(_ request: Request) throws(KioskError) -> RegistryImport {
        var work = RegistryImport(skipBadLines: request.skipBadLines)
        if let name = request.encoding {
            guard let encoding = ExtractEncoding(rawValue: name) else { throw wrong("--encoding", "utf-8 or gb18030") }
            work.encoding = encoding
        }
        for option in request.columns {
            let known = ExtractColumn.allCases.map(\.rawValue).joined(separator: ", ")
            guard let (name, heading) = pair(option), let column = ExtractColumn(rawValue: name),
                work.columns.updateValue(heading, forKey: column) == nil
            else { throw wrong("--column \(option)", "COLUMN=HEADING, each COLUMN once, one of \(known)") }
        }
        for option in request.kinds {
            guard let (words, kind) = pair(option), PlateKindName.isValid(kind),
                work.kinds.updateValue(kind, forKey: words) == nil
            else { throw wrong("--kind \(option)", "TEXT=KIND, each TEXT once, KIND as the programme names it") }
        }
        return work
    }

    private static func pair(_ option: String) -> (String, String)? {
        guard let equals = option.lastIndex(of: "=") else { return nil }
        let (left, right) = (option[..<equals], option[option.index(after: equals)...])
        return left.isEmpty || right.isEmpty ? nil : (String(left), String(right))
    }

    private static func wrong(_ option: String, _ expected: String) -> KioskError {
        KioskError(.configInvalidValue, "\(option) is not what was expected", remedy: "Write \(expected).")
    }

    private static func line(_ problem: BadLine) -> String {
        let place = problem.column.map { ", column \($0.rawValue)" } ?? ""
        let plate = problem.plate.map { " (plate \($0))" } ?? ""
        return "line \(problem.line)\(place): \(problem.problem)\(plate)"
    }

    private static func summary(_ result: ImportReport, out: String) -> String {
        """
        \(out): \(result.snapshot?.count ?? 0) vehicles, \(result.bytes) bytes
        lines read        \(result.lines), as \(result.encoding.rawValue)
        repeated lines    \(result.repeatedLines)
        skipped lines     \(result.badLines)
        plate kinds       \(result.snapshot?.kinds.sorted().joined(separator: ", ") ?? "")
        """
    }

    private static func tell(_ line: String) {
        let bytes = Array((VisibleText.of(line) + "\n").utf8)
        while write(STDERR_FILENO, bytes, bytes.count) < 0, errno == EINTR {}
    }

    private static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// `registry import --json`, see docs/registry.md.
private struct ImportView: Encodable {
    struct Problem: Encodable {
        let line: Int
        let column: String?
        let problem: String
        let plate: String?
    }

    let written: Bool
    let out: String
    let encoding: String
    let lines, records, repeatedLines, badLines, bytes: Int
    let problems: [Problem]

    init(_ report: ImportReport, out: String) {
        written = report.snapshot != nil
        self.out = out
        encoding = report.encoding.rawValue
        lines = report.lines
        records = report.snapshot?.count ?? 0
        repeatedLines = report.repeatedLines
        badLines = report.badLines
        bytes = report.bytes
        problems = report.problems.map {
            Problem(line: $0.line, column: $0.column?.rawValue, problem: $0.problem, plate: $0.plate)
        }
    }
}

/// `registry show`, see docs/registry.md.
private struct SnapshotView: Encodable {
    let version, issuer, asOf, createdAt: String
    let ageDays: Int
    let rehearsal: Bool
    let count, skippedLines, models: Int
    let kinds: [String]
    /// Only a file whose signature holds is shown at all.
    let signature: String
    let key: String

    init(_ header: SnapshotHeader, today: CivilDate, key: VerificationKey) {
        version = header.version
        issuer = header.issuer
        asOf = header.asOf.description
        createdAt = header.createdAt.description
        ageDays = header.ageInDays(on: today)
        rehearsal = header.rehearsal
        count = header.count
        skippedLines = header.skippedLines
        kinds = header.kinds.sorted()
        models = header.models.count
        signature = "valid"
        self.key = key.fingerprint
    }

    var table: String {
        """
        version           \(version)
        issuer            \(issuer)
        as of             \(asOf), \(ageDays) days ago
        created           \(createdAt)
        mode              \(rehearsal ? "rehearsal" : "production")
        vehicles          \(count)
        skipped lines     \(skippedLines)
        plate kinds       \(kinds.joined(separator: ", "))
        models            \(models)
        signature         \(signature), by key \(key)
        """
    }
}
