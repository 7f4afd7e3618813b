package import Claims

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The public keys that a kiosk seals to, as the central signed them.
///
/// A file of two lines: canonical JSON with `payers` and `reviewers` (64 hexadecimal digits each), `rehearsal` and
/// `version`; then the `MessageSignature` of the kind `sealing-keys` over the bytes of the first line.
package struct SealingKeys: Equatable, Sendable {
    /// Bytes of the file at most.
    package static let longest = 1_024

    /// From 1; a newer file has a higher one, and a kiosk never goes back behind that of its enrolment.
    package let version: Int64
    /// For made-up people: such keys are known to everybody.
    package let isRehearsal: Bool
    /// For what names people.
    package let reviewers: SealingKey
    /// For bank cards.
    package let payers: SealingKey

    package init(version: Int64, isRehearsal: Bool, reviewers: SealingKey, payers: SealingKey) {
        self.version = version
        self.isRehearsal = isRehearsal
        self.reviewers = reviewers
        self.payers = payers
    }

    /// From the file's bytes. Throws `sealing.keys-invalid` unless it has exactly this form, is signed by `central` and
    /// is for this mode; `name` is how the message calls it.
    package init(
        _ file: [UInt8],
        signedBy central: VerificationKey,
        isRehearsal: Bool,
        name: String
    ) throws(KioskError) {
        func invalid(_ why: String) -> KioskError {
            KioskError(
                .sealingKeysInvalid,
                "the sealing keys \(name): \(why)",
                remedy: "Put the file there that kiosk-central key sign made for this mode; or enrol the kiosk again."
            )
        }
        let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard file.count <= Self.longest, lines.count == 3, lines[2].isEmpty,
            let keys = Self.read(Array(lines[0])),
            let signature = MessageSignature(String(decoding: lines[1], as: UTF8.self))
        else { throw invalid("is no file of sealing keys") }
        guard signature.isValid(for: .sealingKeys, Array(lines[0]), by: central) else {
            throw invalid("is not signed by the central whose key is \(central.fingerprint)")
        }
        guard keys.isRehearsal == isRehearsal else {
            throw invalid(keys.isRehearsal ? "is of a rehearsal, and this is production" : "is not of a rehearsal")
        }
        self = keys
    }

    /// From a file. Throws `key.unreadable` and `sealing.keys-invalid`.
    package init(fileAt path: String, signedBy central: VerificationKey, isRehearsal: Bool) throws(KioskError) {
        let remedy =
            "Put the file there that kiosk-central key sign made, for the daemon's user to read; or enrol the kiosk."
        let bytes = try KeyFile.bytes(at: path, "sealing keys", remedy, limit: Self.longest)
        try self.init(bytes, signedBy: central, isRehearsal: isRehearsal, name: path)
    }

    /// The file's bytes. Throws `internal.fault` if the cryptographic library fails.
    package func file(signedBy key: SigningKey) throws(KioskError) -> [UInt8] {
        let body = Array(canonical.utf8)
        return body + [0x0A] + Array(try MessageSignature(of: .sealingKeys, body, by: key).text.utf8) + [0x0A]
    }

    private var canonical: String {
        #"{"payers":"\#(payers.hex)","rehearsal":\#(isRehearsal),"reviewers":"\#(reviewers.hex)","version":\#(version)}"#
    }

    private struct Content: Decodable {
        let payers: String
        let rehearsal: Bool
        let reviewers: String
        let version: Int64
    }

    /// Nil for anything but the canonical form.
    private static func read(_ body: [UInt8]) -> SealingKeys? {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(body)), content.version > 0,
            let reviewers = SealingKey(hex: content.reviewers), let payers = SealingKey(hex: content.payers)
        else { return nil }
        let keys = SealingKeys(
            version: content.version,
            isRehearsal: content.rehearsal,
            reviewers: reviewers,
            payers: payers
        )
        return Array(keys.canonical.utf8) == body ? keys : nil
    }
}
