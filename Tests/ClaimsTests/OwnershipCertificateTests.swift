import Claims
import Testing

struct OwnershipCertificateTests {
    static let day = CivilDate(daysSince1970: 20_140)

    @Test(arguments: [
        ("东嘎社区居委会", "2025-017"), ("A", "1"), (String(repeating: "社", count: 80), String(repeating: "1", count: 80)),
    ])
    func `issuer, number and day make a certificate`(issuer: String, number: String) throws {
        let certificate = try #require(OwnershipCertificate(issuer: issuer, number: number, issuedOn: Self.day))
        #expect(certificate.issuer == issuer)
        #expect(certificate.number == number)
        #expect(certificate.issuedOn == Self.day)
    }

    @Test(arguments: [
        ("", "1"), ("A", ""), (String(repeating: "A", count: 81), "1"), ("A", String(repeating: "1", count: 81)),
    ])
    func `empty or overlong fields are refused`(issuer: String, number: String) {
        #expect(OwnershipCertificate(issuer: issuer, number: number, issuedOn: Self.day) == nil)
    }

    @Test func `Tibetan stacks count as characters, a heap of accents does not pass`() {
        let issuer = String(repeating: "སྒྲུ", count: 40)
        #expect(OwnershipCertificate(issuer: issuer, number: "1", issuedOn: Self.day) != nil)
        let heap = "A" + String(repeating: "\u{301}", count: 1_000)
        #expect(OwnershipCertificate(issuer: heap, number: "1", issuedOn: Self.day) == nil)
    }

    @Test(arguments: [(" ", "1"), ("A", "\u{3000}"), ("A\nB", "1"), ("A", "1\u{0}"), ("A\u{202E}B", "1")])
    func `blank fields and control characters are refused`(issuer: String, number: String) {
        #expect(OwnershipCertificate(issuer: issuer, number: number, issuedOn: Self.day) == nil)
    }

    @Test func `the short form tells the kind of issuer from its name`() {
        let kinds = ["东嘎社区居委会", "桑木村村委会", "东嘎村社区"].map {
            OwnershipCertificate(issuer: $0, number: "1", issuedOn: Self.day)?.issuerKind
        }
        #expect(kinds == [.community, .villageCommittee, .community])
    }

    @Test func `signatory and photo are kept in one form`() throws {
        let certificate = try Self.certificate(signatory: " 测试•样本 ", photo: String(repeating: "Ab", count: 32))
        #expect(certificate.issuerKind == .villageCommittee)
        #expect(certificate.signatory == "测试·样本")
        #expect(certificate.photo == String(repeating: "ab", count: 32))
        #expect(try Self.certificate().signatory == nil)
        #expect(try Self.certificate(issuer: " 桑木村 ", number: "\u{3000}7").issuer == "桑木村")
    }

    @Test func `a refusal names the field`() {
        #expect(throws: OwnershipCertificate.Problem.issuer) { try Self.certificate(issuer: " ") }
        #expect(throws: OwnershipCertificate.Problem.number) { try Self.certificate(number: "") }
        #expect(throws: OwnershipCertificate.Problem.signatory) { try Self.certificate(signatory: "") }
        for photo in ["", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 65)] {
            #expect(throws: OwnershipCertificate.Problem.photo) { try Self.certificate(photo: photo) }
        }
    }

    private static func certificate(
        issuer: String = "桑木村村委会",
        number: String = "7",
        signatory: String? = nil,
        photo: String? = nil
    ) throws(OwnershipCertificate.Problem) -> OwnershipCertificate {
        try OwnershipCertificate(
            issuerKind: .villageCommittee,
            issuer: issuer,
            number: number,
            issuedOn: day,
            signatory: signatory,
            photo: photo
        )
    }
}
