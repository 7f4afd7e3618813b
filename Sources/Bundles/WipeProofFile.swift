package import Claims
package import Sealing
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The proof that `kioskctl programme end` gave, read again, without a network: one JSON object, as it was written or as
/// it was shown on a terminal.
package struct WipeProofFile {
    /// Bytes of the file at most.
    private static let longest = 16 << 10

    package let proof: WipeProof
    /// What was signed: the canonical JSON of all but the signature.
    private let body: [UInt8]

    /// Throws `proof.unreadable`.
    package init(_ path: String) throws {
        var bytes: [UInt8] = []
        try BundleFile.read(path, as: .proof) { piece in
            bytes += piece
            guard bytes.count <= Self.longest else { throw Self.unreadable("it is too long") }
        }
        try self.init(bytes: bytes)
    }

    /// Throws `proof.unreadable`, also for anything more or written otherwise than in a proof: nothing in the file is
    /// beside what is signed.
    package init(bytes: [UInt8]) throws {
        guard let canonical = try? CanonicalJSON.canonicalise(bytes),
            let proof = try? JSONDecoder().decode(WipeProof.self, from: Data(canonical)),
            try CanonicalJSON.encode(proof) == canonical
        else { throw Self.unreadable("it is not what kioskctl programme end writes") }
        guard KioskID(proof.kioskId) != nil, Timestamp(proof.at) != nil, proof.claims == proof.last,
            proof.last >= 0, proof.first == min(proof.last, 1), proof.hash.utf8.count == 64,
            Hexadecimal.bytes(proof.hash) != nil
        else { throw Self.unreadable("what it says is no kiosk's end") }
        self.proof = proof
        var unsigned = proof
        unsigned.signature = nil
        body = try CanonicalJSON.encode(unsigned)
    }

    /// Which of the keys signed it.
    ///
    /// Throws `proof.unsigned` and `proof.wrong-signature`.
    ///
    /// - Parameter keys: one at least.
    package func signer(among keys: [VerificationKey]) throws(KioskError) -> VerificationKey {
        guard let written = proof.signature else {
            throw KioskError(
                .proofUnsigned,
                "the proof of \(proof.kioskId) is not signed",
                remedy: "It proves nothing. Only a rehearsal's kiosk without a certificate gives such a one."
            )
        }
        let known = keys.map(\.fingerprint)
        guard let signature = MessageSignature(written), signature.text == written,
            let key = keys.first(where: { $0.fingerprint == signature.fingerprint })
        else {
            throw wrong(
                "it is not signed by \(known.count == 1 ? "the key" : "one of the keys") \(known.joined(separator: ", "))",
                "Give the key that the kiosk had when it ended: kiosk-central kiosks key --kiosk \(proof.kioskId) --json."
            )
        }
        guard signature.isValid(for: .wipe, body, by: key) else {
            throw wrong("something in it is not as \(key.fingerprint) signed it", "Do not rely on it.")
        }
        return key
    }

    private func wrong(_ why: String, _ remedy: String) -> KioskError {
        KioskError(
            .proofWrongSignature,
            "the proof of \(proof.kioskId) cannot be trusted: \(why)",
            remedy:
                "\(remedy) The kiosk gives its proof again: kioskctl programme end --confirm \(proof.kioskId) --to DIR."
        )
    }

    private static func unreadable(_ why: String) -> KioskError {
        KioskError(
            .proofUnreadable,
            "the file is no proof: \(why)",
            remedy: "Take the file whose name ends in .wiped.json, as it is; the kiosk gives it again."
        )
    }
}
