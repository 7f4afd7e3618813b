import Claims
import Sealing
package import WireAPI

/// What the verification of a kiosk's last word found, `kiosk-central proof verify`.
package struct ProofReport: Encodable, Equatable, Sendable {
    /// What proof and register say of one thing.
    package struct Difference: Encodable, Equatable, Sendable {
        package let what: String
        package let proof: String
        package let register: String
    }

    private let proof: WipeProof
    /// `VerificationKey.fingerprint` of who signed it.
    private let signer: String
    /// Since when the key counts no more; nil while it does, and where nobody was asked.
    private let signerEnded: String?
    /// Nil when the register was not asked.
    package let differences: [Difference]?

    package init(_ proof: WipeProof, signedBy key: String, until ended: String? = nil, _ account: KioskAccount?) {
        self.proof = proof
        signer = key
        signerEnded = ended
        differences = account.map { Self.differences(proof, $0) }
    }

    package var isRight: Bool { differences?.isEmpty ?? true }

    package static func differences(_ proof: WipeProof, _ account: KioskAccount) -> [Difference] {
        var found: [Difference] = []
        func note(_ what: String, _ left: String, _ right: String) {
            found.append(Difference(what: what, proof: left, register: right))
        }
        func compare(_ what: String, _ left: Int64, _ right: Int64) {
            if left != right { note(what, "\(left)", "\(right)") }
        }
        if !account.missing.isEmpty {
            let more = account.missing.count >= KioskAccount.listed ? " …" : ""
            note(
                "numbers",
                "\(proof.first) to \(proof.last)",
                "not here: \(account.missing.map { "\($0)" }.joined(separator: ", "))\(more)"
            )
        }
        if account.highest > proof.last { compare("highest number", proof.last, account.highest) }
        if !account.broken.isEmpty {
            note("chain", "whole", "does not fit at: \(account.broken.map { "\($0)" }.joined(separator: ", "))")
        }
        if let hash = account.hash, hash != proof.hash { note("hash of number \(proof.last)", proof.hash, hash) }
        compare("paid", proof.paid, account.paid)
        compare("refused", proof.refused, account.refused)
        compare("withdrawn", proof.withdrawn, account.withdrawn)
        return found
    }

    /// For people.
    package var words: String {
        var lines = [
            "\(proof.kioskId): wiped at \(proof.at); claims \(proof.first) to \(proof.last), the last with the hash "
                + proof.hash,
            "  paid \(proof.paid), refused \(proof.refused), withdrawn \(proof.withdrawn)",
            "  signed by the kiosk's key \(signer)" + (signerEnded.map { ", which counted until \($0)" } ?? ""),
        ]
        guard let differences else { return (lines + ["  the register was not asked"]).joined(separator: "\n") }
        lines += differences.map { "  differs: \($0.what): the proof says \($0.proof), the register \($0.register)" }
        if differences.isEmpty { lines.append("  the register has the same") }
        return lines.joined(separator: "\n")
    }
}
