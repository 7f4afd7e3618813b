import Claims
import DaemonSupport
import Glibc
import Papers
import Sealing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The commands about scrapping certificates: issue one, check one, make the page that checks them.
///
/// Each gives the program's exit code and prints its own result; `docs/papers.md` describes all of it.
package enum CertificateReport {
    /// Exit codes of `verify` when there is an answer; what keeps it from one is told by `Failure`, with its own codes.
    private enum Answer: Int32 {
        case valid = 0
        case notValid = 1
        case rehearsal = 2
    }

    /// What a certificate is issued from.
    package struct Request: Sendable {
        private let facts: String
        private let signingKey: String
        private let share: String

        package init(facts: String, signingKey: String, share: String) {
            self.facts = facts
            self.signingKey = signingKey
            self.share = share
        }

        /// Prints the paper, or one JSON object. `out` gets the code as one line, `picture` its QR code as SVG.
        package func issue(languages: [String], out: String?, picture: String?, json: Bool) -> Int32 {
            reported { () throws(KioskError) in
                let bytes = try SmallFile.read(facts, limit: CertificateFacts.longest) {
                    unreadable("the facts", facts, $0, $1)
                }
                let certificate = try CertificateFacts.certificate(fromJSON: bytes)
                let catalogues = try TextCatalogue.load(languages, share: share)
                let token = try certificate.token(signedBy: SigningKey(fileAt: signingKey))
                if let out { try OutputFile.write(token + "\n", to: out) }
                if let picture { try OutputFile.write(try QRCode(token).svg, to: picture) }
                let paper = certificate.paper(in: catalogues, token: token)
                if json {
                    try printJSON(IssuedCertificate(number: certificate.number.text, token: token, paper: paper))
                } else {
                    print(PaperText.text(of: paper, columns: 48), terminator: "")
                }
                return 0
            }
        }
    }

    /// Files of the public keys that are trusted.
    package struct Keys: Sendable {
        fileprivate let files: [String]
        fileprivate let rehearsalFiles: [String]

        package init(files: [String], rehearsalFiles: [String]) {
            self.files = files
            self.rehearsalFiles = rehearsalFiles
        }
    }

    /// `code` is the code itself, or a file that holds it. `day` is today at UTC+8 if it is nil.
    package static func verify(code: String, keys: Keys, on day: String?, json: Bool) -> Int32 {
        reported { () throws(KioskError) in
            let verifier = try CertificateVerifier(keys: read(keys.files), rehearsalKeys: read(keys.rehearsalFiles))
            let day = try date(day)
            let check = verifier.check(try text(code), on: day)
            let checked = CheckedCertificate(check, on: day)
            if json {
                try printJSON(checked)
            } else {
                print(checked.lines.joined(separator: "\n"))
            }
            return answer(check).rawValue
        }
    }

    /// Copies the check page into a folder, with keys and texts.
    package static func page(keys: Keys, share: String, out: String) -> Int32 {
        reported { () throws(KioskError) in
            let catalogues = try TextCatalogue.load(["zh-CN", "bo", "en"], share: share)
            let trusted = try CertificatePage.keysScript(
                keys: read(keys.files),
                rehearsalKeys: read(keys.rehearsalFiles)
            )
            let texts = try CertificatePage.textsScript(catalogues)
            var files = [("keys.js", Array(trusted.utf8)), ("texts.js", Array(texts.utf8))]
            for name in CertificatePage.fixedFiles {
                let path = "\(share)/certificate/\(name)"
                files.append((name, try SmallFile.read(path, limit: 1 << 20) { unreadable("the page", path, $0, $1) }))
            }
            try OutputFile.makeFolder(out)
            for (name, bytes) in files { try OutputFile.write(bytes, to: "\(out)/\(name)") }
            let count = keys.files.count + keys.rehearsalFiles.count
            print("\(out)/index.html: \(count == 0 ? "no public key, it can check nothing" : "\(count) public keys")")
            return 0
        }
    }

    private static func date(_ text: String?) throws(KioskError) -> CivilDate {
        guard let text else { return RecordClock().now.date() }
        guard let date = CivilDate(text) else {
            throw KioskError(
                .requestMalformed,
                "The day to check for is no date.",
                remedy: "Write it as YYYY-MM-DD, or leave it out for today."
            )
        }
        return date
    }

    private static func answer(_ check: CertificateCheck) -> Answer {
        switch check {
        case .valid: .valid
        case .rehearsal: .rehearsal
        case .expired, .notYetValid, .wrongSignature, .unknownKey, .malformed: .notValid
        }
    }

    private static func read(_ paths: [String]) throws(KioskError) -> [VerificationKey] {
        var keys: [VerificationKey] = []
        for path in paths { keys.append(try VerificationKey(fileAt: path)) }
        return keys
    }

    /// A text that begins as a code does is one, even when a file has this name.
    private static func text(_ code: String) throws(KioskError) -> String {
        if code.uppercased().hasPrefix("EBC") && code.contains(":") { return code }
        let bytes = try SmallFile.read(code, limit: 64 * 1024) { unreadable("the code", code, $0, $1) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unreadable(
        _ what: String,
        _ path: String,
        _ why: String,
        _ cause: (any Error)?
    ) -> KioskError {
        KioskError(
            .certificateUnreadable,
            "The file with \(what), \(path.prefix(200)), \(why).",
            remedy: "Check the path and that this user may read it.",
            cause: cause
        )
    }

    private static func printJSON(_ value: some Encodable) throws(KioskError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            print(String(decoding: try encoder.encode(value), as: UTF8.self))
        } catch {
            throw KioskError(.internalFault, "The answer has no JSON form.", remedy: "Report this.", cause: error)
        }
    }

    private static func reported(_ body: () throws(KioskError) -> Int32) -> Int32 {
        do {
            return try body()
        } catch {
            return Failure.report(error, program: "kiosk-central")
        }
    }
}
