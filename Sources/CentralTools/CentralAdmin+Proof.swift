import Bundles
import Claims
import ControlSocket
import Sealing
import WireAPI

/// A kiosk's last word.
extension CentralAdmin {
    /// Verifies the proof of a kiosk that was wiped: with a key by itself, else by the keys that the central knows and
    /// compared with the register. Gives 1 when the register differs.
    package func verifyProof(_ path: String, publicKey: String?) async -> Int32 {
        var isRight = true
        let code = await report {
            let file = try WipeProofFile(path)
            let found: ProofReport
            if let publicKey {
                let key = try file.signer(among: [try VerificationKey(fileAt: publicKey)])
                found = ProofReport(file.proof, signedBy: key.fingerprint, nil)
            } else {
                found = try await compared(file)
            }
            isRight = found.isRight
            try show(found) { found.words }
        }
        return code == 0 && !isRight ? 1 : code
    }

    private func compared(_ file: WipeProofFile) async throws -> ProofReport {
        let kiosk = Self.plain(file.proof.kioskId)
        let known = try await client.get("/v1/kiosks/\(kiosk)/keys", as: KioskKeys.self).keys
        let signer = try file.signer(among: known.compactMap { VerificationKey(hex: $0.publicKey) })
        let account = try await client.get(
            "/v1/kiosks/\(kiosk)/account?upTo=\(file.proof.last)",
            as: KioskAccount.self
        )
        let ended = known.first { $0.publicKey == signer.hex }?.revokedAt
        return ProofReport(file.proof, signedBy: signer.fingerprint, until: ended, account)
    }
}
