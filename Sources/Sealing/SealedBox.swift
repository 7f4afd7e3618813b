package import Claims
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bytes that only the holder of one private key can read.
///
/// HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305; the info is
/// `recycling-kiosk <purpose> <fingerprint>`. Each box has a key of its own, so that the same content gives another box
/// every time, and nobody who took the kiosk can tell two people from one.
package struct SealedBox: Equatable, Sendable {
    /// What a box holds. Part of the key, so that a box of one purpose never opens as another.
    package enum Purpose: String, Sendable {
        /// `ClaimIdentity`, for the reviewers.
        case identity
        /// `ClaimPayee`, for the payers.
        case payee
        /// `ClaimCorrections`, for the reviewers.
        case corrections
        /// A photo, for the reviewers.
        case photo
        /// The programme's digest key, for a kiosk that enrols.
        case digestKey = "digest-key"
    }

    /// Bytes that sealing adds: the encapsulated key and the tag.
    package static let overhead = encapsulation + 16
    private static let encapsulation = 32
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    /// `SealingKey.fingerprint` of the key that it is sealed to.
    package let key: String
    /// The encapsulated key, then the ciphertext with its tag.
    package let bytes: [UInt8]

    /// As received. Nil for what is too short to be a box.
    package init?(key: String, bytes: [UInt8]) {
        guard bytes.count >= Self.overhead else { return nil }
        self.key = key
        self.bytes = bytes
    }

    /// As received, in base 64 (RFC 4648 §4, padded); nil for anything else.
    package init?(key: String, base64: String) {
        guard let data = Data(base64Encoded: base64), base64.utf8.count == (data.count + 2) / 3 * 4 else { return nil }
        self.init(key: key, bytes: Array(data))
    }

    /// Seals. Who opens must name the same context: the claim's id, or a photo's hash; it is not secret.
    ///
    /// Throws `internal.fault` if the cryptographic library fails.
    package init(
        sealing content: [UInt8],
        _ purpose: Purpose,
        to key: SealingKey,
        context: String
    ) throws(KioskError) {
        do {
            var sender = try HPKE.Sender(
                recipientKey: key.key,
                ciphersuite: Self.suite,
                info: Self.info(purpose, key.fingerprint)
            )
            let sealed = try sender.seal(content, authenticating: Array(context.utf8))
            self.key = key.fingerprint
            bytes = Array(sender.encapsulatedKey) + Array(sealed)
        } catch {
            throw KioskError(
                .internalFault,
                "Something could not be sealed.",
                remedy: "Report this with the journal of this time.",
                cause: error
            )
        }
    }

    /// The content; nil if this is not the key, purpose or context that it was sealed with, or a bit has changed.
    package func open(_ purpose: Purpose, with key: OpeningKey, context: String) -> [UInt8]? {
        guard
            var recipient = try? HPKE.Recipient(
                privateKey: key.key,
                ciphersuite: Self.suite,
                info: Self.info(purpose, key.sealingKey.fingerprint),
                encapsulatedKey: Data(bytes.prefix(Self.encapsulation))
            ),
            let content = try? recipient.open(
                bytes.dropFirst(Self.encapsulation),
                authenticating: Array(context.utf8)
            )
        else { return nil }
        return Array(content)
    }

    package var base64: String { Data(bytes).base64EncodedString() }

    private static func info(_ purpose: Purpose, _ fingerprint: String) -> Data {
        Data("recycling-kiosk \(purpose.rawValue) \(fingerprint)".utf8)
    }
}
