import Claims
import Sealing
import Trust
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an enrolment sends both ways.
extension FuzzTarget {
    /// PKCS #10. The first byte chooses: PEM, or the bytes inside it.
    static let certificateRequest = FuzzTarget(name: "certificate-request", longestInput: 4_096) { bytes in
        let text = pem(bytes, "CERTIFICATE REQUEST")
        do throws(KioskError) {
            let request = try CertificateRequest(pem: text)
            checkName(request.kiosk)
            must(VerificationKey(hex: request.verificationKey.hex) == request.verificationKey, "its key is one")
        } catch {
            mustBeOurs(error, ["trust.request-invalid"], longest: 256)
        }
    }

    /// Certificates of kiosks and authorities, as an answer holds them.
    static let certificates = FuzzTarget(name: "certificates", longestInput: 4_096) { bytes in
        let text = pem(bytes, "CERTIFICATE")
        if let kiosk = KioskCertificate(pem: text) {
            checkName(kiosk.kiosk)
            must(kiosk.serial.utf8.count <= 2 * bytes.count, "a serial is not longer than its certificate")
            guard let der = try? kiosk.der(), let again = KioskCertificate(der: der) else {
                return must(false, "a kiosk's certificate can be written")
            }
            must(
                again.kiosk == kiosk.kiosk && again.serial == kiosk.serial,
                "a certificate reads the same when written"
            )
            must(again.starts == kiosk.starts && again.ends == kiosk.ends, "a certificate keeps its times")
        }
        if let authority = AuthorityCertificate(pem: text) {
            let again = AuthorityCertificate(pem: authority.pem)
            must(again?.der == authority.der, "an authority's certificate reads the same when written")
            must(authority.fingerprint.utf8.count == 32, "a fingerprint has 32 digits")
        }
    }

    /// The first byte chooses: an answer, a request, a token, an address.
    static let enrolment = FuzzTarget(name: "enrolment", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        let kind = input.byte()
        let body = input.all()
        let text = String(decoding: body, as: UTF8.self)
        switch kind % 4 {
        case 0:
            guard let answer = try? JSONDecoder().decode(EnrolmentAnswer.self, from: Data(body)) else { return }
            _ = KioskCertificate(pem: answer.certificate)
            _ = AuthorityCertificate(pem: answer.authority)
            if let key = VerificationKey(hex: answer.centralKey) { must(key.hex.utf8.count == 130, "a key is one") }
            let box = SealedBox(key: strangerKey.sealingKey.fingerprint, base64: answer.digestKey)
            must(box?.open(.digestKey, with: strangerKey, context: "DQ01") == nil, "a stranger opens nothing")
        case 1:
            guard let request = try? JSONDecoder().decode(EnrolmentRequest.self, from: Data(body)) else { return }
            must(EnrolmentToken.hash(ofSecret: request.secret).utf8.count == 64, "a secret is kept as a hash")
            _ = try? CertificateRequest(pem: request.request)
            if let key = SealingKey(hex: request.box) {
                let box = try? SealedBox(sealing: [0x0F], .digestKey, to: key, context: request.kioskId)
                must(box == nil || box?.key == key.fingerprint, "a box says whose it is")
            }
        case 2:
            do throws(KioskError) {
                let token = try EnrolmentToken(text)
                checkName(token.kiosk)
                must((try? EnrolmentToken(token.text)) == token, "a token reads the same when written")
            } catch {
                mustBeOurs(error, ["trust.token-malformed"], longest: 256)
            }
        default:
            do throws(KioskError) {
                let address = try CentralAddress(text)
                must((0...65_535).contains(address.port) && !address.host.isEmpty, "an address has host and port")
                must((try? CentralAddress(address.url)) == address, "an address reads the same when written")
                mustBeShown(address.url)
            } catch {
                mustBeOurs(error, ["config."], longest: 256)
            }
        }
    }

    private static let strangerKey = OpeningKey()

    private static func pem(_ bytes: UnsafeRawBufferPointer, _ kind: String) -> String {
        var input = FuzzInput(bytes)
        let isInside = input.byte() & 1 == 1
        let rest = input.all()
        guard isInside else { return String(decoding: rest, as: UTF8.self) }
        let text = Data(rest).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(kind)-----\n\(text)\n-----END \(kind)-----\n"
    }

    private static func checkName(_ kiosk: KioskID) {
        must((2...8).contains(kiosk.text.utf8.count), "a kiosk's name has 2 to 8 characters of ASCII")
    }
}
