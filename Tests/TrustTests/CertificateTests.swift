import Claims
import Foundation
import KioskTestSupport
import Sealing
import Testing
import Trust

struct CertificateTests {
    private static let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))

    /// openssl is not ours.
    private func openssl(_ arguments: [String]) async throws -> (status: Int32, text: String) {
        let end = try await RunningProgram.output(of: "/usr/bin/openssl", arguments)
        return (end.status, end.output + end.errors)
    }

    @Test func `openssl verifies what the authority issues, for its purpose only`() async throws {
        try await withTemporaryFolder { folder in
            let authority = try CertificateAuthority(newAt: Self.now)
            try TrustFile.make(authority.certificate.pem, at: "\(folder)/ca.crt")
            let server = try authority.server(for: ["central.example.org", "192.0.2.7", "::1"], at: Self.now)
            try TrustFile.make(server.certificate, at: "\(folder)/server.crt")
            let key = SigningKey()
            let kiosk = try #require(KioskID("DQ01"))
            let request = try CertificateRequest.pem(for: kiosk, key: key)
            try TrustFile.make(request, at: "\(folder)/kiosk.csr")
            let made = try authority.certificate(for: try CertificateRequest(pem: request), at: Self.now)
            try TrustFile.make(try made.pem(), at: "\(folder)/kiosk.crt")
            #expect(try await openssl(["req", "-in", "\(folder)/kiosk.csr", "-verify", "-noout"]).status == 0)
            for (purpose, file, good) in [
                ("sslserver", "server.crt", true), ("sslclient", "kiosk.crt", true), ("sslclient", "server.crt", false),
                ("sslserver", "kiosk.crt", false),
            ] {
                let end = try await openssl([
                    "verify", "-x509_strict", "-CAfile", "\(folder)/ca.crt", "-purpose", purpose, "\(folder)/\(file)",
                ])
                #expect((end.status == 0) == good, "\(file) as \(purpose): \(end.text)")
            }
            let text = try await openssl(["x509", "-in", "\(folder)/server.crt", "-noout", "-ext", "subjectAltName"])
                .text
            for name in ["DNS:central.example.org", "IP Address:192.0.2.7", "IP Address:0:0:0:0:0:0:0:1"] {
                #expect(text.contains(name))
            }
        }
    }

    @Test func `an authority is read back, and its key must fit`() async throws {
        try await withTemporaryFolder { folder in
            let authority = try CertificateAuthority(newAt: Self.now)
            try TrustFile.make(authority.certificate.pem, at: "\(folder)/ca.crt")
            try TrustFile.make(authority.secretText, at: "\(folder)/ca.key")
            let read = try CertificateAuthority(certificateFile: "\(folder)/ca.crt", keyFile: "\(folder)/ca.key")
            #expect(read.certificate.fingerprint == authority.certificate.fingerprint)
            try TrustFile.make(try CertificateAuthority(newAt: Self.now).secretText, at: "\(folder)/other.key")
            for name in ["other.key", "none.key", "ca.crt"] {
                let error = #expect(throws: KioskError.self) {
                    try CertificateAuthority(certificateFile: "\(folder)/ca.crt", keyFile: "\(folder)/\(name)")
                }
                #expect(error?.code == .trustAuthority)
            }
            let again = #expect(throws: KioskError.self) { try TrustFile.make("x", at: "\(folder)/ca.key") }
            #expect(again?.code == .trustNotWritten)
        }
    }

    @Test func `a token is read as it was printed, with white space around it`() throws {
        let token = EnrolmentToken(for: try #require(KioskID("DQ01")), authority: String(repeating: "b", count: 32))
        #expect(try EnrolmentToken(" \(token.text)\n") == token)
        #expect(!"\(token)".contains(token.secret) && !String(reflecting: token).contains(token.secret))
        for text in ["", "DQ01", "DQ01..", "DQ01.\(token.secret)", "\(token.text).x", "DQ01.zz.\(token.authority)"] {
            let error = #expect(throws: KioskError.self) { try EnrolmentToken(text) }
            #expect(error?.code == .trustTokenMalformed)
        }
    }

    @Test(arguments: [
        ("https://central.example.org", "central.example.org", 443), ("https://192.0.2.7:8443/", "192.0.2.7", 8_443),
        ("https://[::1]:9", "::1", 9), ("HTTPS://Central", "central", 443),
    ])
    func `a central's address is taken apart`(text: String, host: String, port: Int) throws {
        let address = try CentralAddress(text)
        #expect(address.host == host && address.port == port)
    }

    // The last two were found by fuzzing.
    @Test(arguments: [
        "http://127.0.0.1", "https://", "https://a b", "https://a:0x", "central", "https://[::1",
        "https://192.0.2.7\u{0}\u{1}evil", "https://[::1\u{0}x]",
    ])
    func `anything else is no address`(text: String) {
        let error = #expect(throws: KioskError.self) { try CentralAddress(text) }
        #expect([.configPlaintext, .configInvalidValue].contains(error?.code))
    }
}
