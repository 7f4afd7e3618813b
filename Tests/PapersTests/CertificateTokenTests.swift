import Claims
import Papers
import Sealing
import Testing

struct CertificateTokenTests {
    private let key = SigningKey()

    private func day(_ text: String) throws -> CivilDate { try Samples.date(text) }

    private var verifier: CertificateVerifier { CertificateVerifier(keys: [key.verificationKey]) }

    @Test func `a certificate's code is short and says what the paper says`() throws {
        let certificate = try Samples.certificate()
        let token = try certificate.token(signedBy: key)
        #expect(token.utf8.count <= 300, "\(token.utf8.count) characters")
        #expect(token.hasPrefix("EBC1:") && !token.contains("张"))
        guard case .valid(let contents) = verifier.check(token, on: try day("2025-04-01")) else {
            Issue.record("not valid: \(verifier.check(token, on: try day("2025-04-01")))")
            return
        }
        #expect(contents.number.text == "C-DQ01-000123" && contents.claim.text == Samples.claimText)
        #expect(contents.plate?.text == "拉萨A00101" && contents.idTail.text == "0013")
        #expect(contents.receivedOn == certificate.receivedOn && contents.pointID == "dongga")
        #expect(contents.issuedOn == certificate.issuedOn && contents.expiresOn == certificate.expiresOn)
        #expect(!contents.isRehearsal && contents.keyFingerprint == key.verificationKey.fingerprint)
    }

    @Test(arguments: [
        ("2025-03-23", "not-yet-valid"), ("2025-03-24", "valid"), ("2025-12-31", "valid"), ("2026-01-01", "expired"),
    ])
    func `the first and the last day count`(today: String, wanted: String) throws {
        let token = try Samples.certificate().token(signedBy: key)
        #expect(verifier.check(token, on: try day(today)).name == wanted)
    }

    @Test(arguments: ["2025-01-01", "2025-04-01", "2026-04-01"])
    func `a rehearsal's code is a rehearsal on every day`(today: String) throws {
        let token = try Samples.certificate(rehearsal: true).token(signedBy: key)
        #expect(verifier.check(token, on: try day(today)).name == "rehearsal")
    }

    @Test func `what a rehearsal key signs is a rehearsal even without the mark`() throws {
        let token = try Samples.certificate().token(signedBy: key)
        let verifier = CertificateVerifier(keys: [], rehearsalKeys: [key.verificationKey])
        #expect(verifier.check(token, on: try day("2025-04-01")).name == "rehearsal")
        let careless = CertificateVerifier(keys: [key.verificationKey], rehearsalKeys: [key.verificationKey])
        #expect(careless.check(token, on: try day("2025-04-01")).name == "rehearsal")
    }

    @Test func `a code of another key is not believed, and says which key`() throws {
        let other = SigningKey()
        let token = try Samples.certificate().token(signedBy: other)
        #expect(
            verifier.check(token, on: try day("2025-04-01"))
                == .unknownKey(fingerprint: other.verificationKey.fingerprint)
        )
        #expect(CertificateVerifier(keys: []).check(token, on: try day("2025-04-01")).name == "unknown-key")
    }

    @Test func `a plateless bike and the longest contents have a code too`() throws {
        let plateless = try Samples.certificate(plate: nil).token(signedBy: key)
        #expect(verifier.check(plateless, on: try day("2025-04-01")).contents?.plate == nil)
        #expect(verifier.check(plateless, on: try day("2025-04-01")).name == "valid")
        let facts = Samples.facts(plate: String(repeating: "ཀ", count: 32))
            .replacing("C-DQ01-000123", with: String(repeating: "9", count: 32))
            .replacing("\"dongga\"", with: "\"\(String(repeating: "d", count: 40))\"")
        let long = try CertificateFacts.certificate(fromJSON: Array(facts.utf8)).token(signedBy: key)
        #expect(verifier.check(long, on: try day("2025-04-01")).name == "valid")
        #expect(long.utf8.count < CertificateToken.longest / 2)
    }

    @Test func `small letters, spaces and line ends of a scanner change nothing`() throws {
        let token = try Samples.certificate().token(signedBy: key)
        let middle = token.index(token.startIndex, offsetBy: 100)
        let typed = " \(token[..<middle].lowercased())\r\n\t\(token[middle...]) \n"
        #expect(verifier.check(typed, on: try day("2025-04-01")).name == "valid")
    }

    @Test func `every single changed, lost, doubled or swapped character shows`() throws {
        let token = Array(try Samples.certificate().token(signedBy: key).utf8)
        let today = try day("2025-04-01")
        let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:.-%$ é\u{0}".utf8)
        var checked = 0
        for index in token.indices {
            for character in characters where character != token[index] {
                var changed = token
                changed[index] = character
                let result = verifier.check(String(decoding: changed, as: UTF8.self), on: today)
                #expect(result.contents == nil, "\(index) \(character): \(result.name)")
                checked += 1
            }
            var lost = token
            lost.remove(at: index)
            #expect(verifier.check(String(decoding: lost, as: UTF8.self), on: today).contents == nil, "\(index)")
            var doubled = token
            doubled.insert(token[index], at: index)
            #expect(verifier.check(String(decoding: doubled, as: UTF8.self), on: today).contents == nil, "\(index)")
            if index + 1 < token.count, token[index] != token[index + 1] {
                var swapped = token
                swapped.swapAt(index, index + 1)
                #expect(verifier.check(String(decoding: swapped, as: UTF8.self), on: today).contents == nil, "\(index)")
            }
        }
        #expect(checked > 8_000)
    }

    @Test func `any text gets an answer`() throws {
        var random = SeededRandom(seed: 99)
        let today = try day("2025-04-01")
        let token = Array(try Samples.certificate().token(signedBy: key).utf8)
        for round in 0..<6_000 {
            var bytes: [UInt8]
            switch round % 3 {
            case 0:
                let count = Int.random(in: 0...400, using: &random)
                bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            case 1:
                // Right prefix, right alphabet, random contents.
                let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
                bytes = Array("EBC1:".utf8)
                for _ in 0..<Int.random(in: 0...400, using: &random) {
                    bytes.append(digits.randomElement(using: &random) ?? 65)
                }
            default:
                bytes = Array(token.prefix(Int.random(in: 0...token.count, using: &random)))
                if !bytes.isEmpty, Bool.random(using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                // The same in the other case would be valid.
                if String(decoding: bytes, as: UTF8.self).uppercased().utf8.elementsEqual(token) { bytes.removeLast() }
            }
            #expect(verifier.check(String(decoding: bytes, as: UTF8.self), on: today).contents == nil)
        }
    }

    @Test(arguments: [
        ("", CertificateToken.Flaw.empty), (" \n", .empty), ("hello", .prefix), ("EBC", .prefix),
        ("EBC2:AAAA", .version),
        ("EBC1:", .encoding), ("EBC1:A1", .encoding), ("EBC1:AB", .encoding),
        ("EBC1:" + String(repeating: "A", count: 240), .fields), (String(repeating: "E", count: 1_025), .tooLong),
    ])
    func `a flaw is named`(text: String, flaw: CertificateToken.Flaw) throws {
        #expect(verifier.check(text, on: try day("2025-04-01")) == .malformed(flaw))
    }
}
