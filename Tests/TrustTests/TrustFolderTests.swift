import Claims
import Foundation
import KioskTestSupport
import Sealing
import Testing
import Trust

struct TrustFolderTests {
    private static let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    private let kiosk = KioskID("DQ01")

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func enrol(
        _ folder: TrustFolder,
        _ token: EnrolmentToken,
        _ authority: CertificateAuthority
    ) throws -> KioskCertificate {
        let draft = try TrustDraft(of: folder, token: token)
        let request = try CertificateRequest(pem: try CertificateRequest.pem(for: token.kiosk, key: draft.key))
        return try draft.finish(
            certificate: try authority.certificate(for: request, at: Self.now).pem(),
            authority: authority.certificate,
            centralKey: SigningKey().verificationKey,
            sealingKeys: "keys\n"
        )
    }

    @Test func `an enrolment is written whole, for the daemon's user only, and read back`() async throws {
        let id = try #require(kiosk)
        try await withTemporaryFolder { state in
            let folder = TrustFolder(stateDirectory: state)
            let missing = #expect(throws: KioskError.self) { try folder.load() }
            #expect(missing?.code == .trustMissing && missing?.remedy.contains("kioskctl enrol") == true)
            let authority = try CertificateAuthority(newAt: Self.now)
            let made = try enrol(
                folder,
                EnrolmentToken(for: id, authority: authority.certificate.fingerprint),
                authority
            )
            let read = try folder.load()
            #expect(read.certificate.serial == made.serial && read.key.verificationKey == made.verificationKey)
            #expect(try String(contentsOfFile: folder.sealingKeysFile, encoding: .utf8) == "keys\n")
            #expect(try SigningKey(fileAt: folder.keyFile).verificationKey == made.verificationKey)
            #expect(try Self.mode("\(state)/trust.a") == 0o700)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == ["kiosk.key", "kiosk.crt", "authority.crt", "central.pub", "sealing-keys", "token"])
            for name in names { #expect(try Self.mode("\(folder.path)/\(name)") == 0o600) }
            #expect(Set(try FileManager.default.contentsOfDirectory(atPath: state)) == ["trust", "trust.a"])
            let live = try KioskTrust(folder, kiosk: id)
            #expect(live.certificate.kiosk == id)
            let other = #expect(throws: KioskError.self) {
                try KioskTrust(folder, kiosk: try #require(KioskID("DQ02")))
            }
            #expect(other?.code == .trustWrongKiosk)
        }
    }

    @Test func `the same token finds its key again, another one makes a new key`() async throws {
        let id = try #require(kiosk)
        try await withTemporaryFolder { state in
            let folder = TrustFolder(stateDirectory: state)
            let fingerprint = String(repeating: "a", count: 32)
            let token = EnrolmentToken(for: id, authority: fingerprint)
            let first = try TrustDraft(of: folder, token: token).key.verificationKey
            #expect(try TrustDraft(of: folder, token: token).key.verificationKey == first)
            let other = EnrolmentToken(for: id, authority: fingerprint)
            #expect(try TrustDraft(of: folder, token: other).key.verificationKey != first)
            #expect(!folder.isThere)
            let authority = try CertificateAuthority(newAt: Self.now)
            let made = try enrol(folder, token, authority)
            #expect(try TrustDraft(of: folder, token: token).key.verificationKey == made.verificationKey)
            #expect(try folder.load().certificate.serial == made.serial)
        }
    }

    @Test func `a draft that does not fit leaves the enrolment before it, a good one takes its place`() async throws {
        let id = try #require(kiosk)
        try await withTemporaryFolder { state in
            let folder = TrustFolder(stateDirectory: state)
            let authority = try CertificateAuthority(newAt: Self.now)
            let token = EnrolmentToken(for: id, authority: authority.certificate.fingerprint)
            let first = try enrol(folder, token, authority)
            let draft = try TrustDraft(of: folder, token: EnrolmentToken(for: id, authority: token.authority))
            // Of another key.
            let error = #expect(throws: KioskError.self) {
                try draft.finish(
                    certificate: try first.pem(),
                    authority: authority.certificate,
                    centralKey: SigningKey().verificationKey,
                    sealingKeys: nil
                )
            }
            #expect(error?.code == .trustUnreadable)
            #expect(try folder.load().certificate.serial == first.serial)
            let second = try enrol(folder, EnrolmentToken(for: id, authority: token.authority), authority)
            #expect(try folder.load().certificate.serial == second.serial)
            #expect(try FileManager.default.contentsOfDirectory(atPath: state).count == 2)
        }
    }

    @Test(arguments: ["kiosk.key", "kiosk.crt", "authority.crt", "central.pub"])
    func `a file that is lost or is another's is found`(name: String) async throws {
        let id = try #require(kiosk)
        try await withTemporaryFolder { state in
            let folder = TrustFolder(stateDirectory: state)
            let authority = try CertificateAuthority(newAt: Self.now)
            let token = EnrolmentToken(for: id, authority: authority.certificate.fingerprint)
            _ = try enrol(folder, token, authority)
            let path = "\(folder.path)/\(name)"
            let other: String =
                switch name {
                case "kiosk.key": SigningKey().secretText
                case "authority.crt": try CertificateAuthority(newAt: Self.now).certificate.pem
                default: "nothing"
                }
            try Data(other.utf8).write(to: URL(filePath: path))
            let wrong = #expect(throws: KioskError.self) { try folder.load() }
            #expect(wrong?.code == .trustUnreadable)
            try FileManager.default.removeItem(atPath: path)
            let lost = #expect(throws: KioskError.self) { try folder.load() }
            #expect(lost?.code == .trustUnreadable)
        }
    }

    @Test func `a renewed certificate is kept if it is for the kiosk's key`() async throws {
        let id = try #require(kiosk)
        try await withTemporaryFolder { state in
            let folder = TrustFolder(stateDirectory: state)
            let authority = try CertificateAuthority(newAt: Self.now)
            _ = try enrol(folder, EnrolmentToken(for: id, authority: authority.certificate.fingerprint), authority)
            let trust = try KioskTrust(folder, kiosk: id)
            let request = try CertificateRequest(pem: try CertificateRequest.pem(for: id, key: trust.key))
            let renewed = try authority.certificate(for: request, at: Self.now)
            try trust.take(try renewed.pem())
            #expect(trust.certificate.serial == renewed.serial)
            #expect(try folder.load().certificate.serial == renewed.serial)
            let foreign = try CertificateAuthority(newAt: Self.now).certificate(for: request, at: Self.now)
            #expect(throws: KioskError.self) { try trust.take(try foreign.pem()) }
            #expect(trust.certificate.serial == renewed.serial)
        }
    }
}
