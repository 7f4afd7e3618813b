import Bundles
import Claims
import Foundation
import Sealing
import Testing
import WireAPI

/// The proof of a wiped kiosk, read again.
struct WipeProofTests {
    private let key = SigningKey()

    private func proof(signed: Bool = true) throws -> WipeProof {
        var proof = WipeProof(
            kioskId: "DQ01",
            at: "2025-05-01T18:00:00.000+08:00",
            first: 1,
            last: 120,
            hash: String(repeating: "0a", count: 32),
            claims: 120,
            paid: 100,
            refused: 12,
            withdrawn: 8
        )
        guard signed else { return proof }
        proof.signature = try MessageSignature(of: .wipe, try CanonicalJSON.encode(proof), by: key).text
        return proof
    }

    private func code(_ bytes: [UInt8], _ keys: [VerificationKey]) -> KioskError.Code? {
        bundleCode { _ = try WipeProofFile(bytes: bytes).signer(among: keys) }
    }

    @Test func `a proof is verified by the kiosk's key, as it was written and as it was shown`() throws {
        let bytes = try CanonicalJSON.encode(try proof())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        for form in [bytes, Array(try encoder.encode(try proof())) + [0x0A]] {
            let file = try WipeProofFile(bytes: form)
            let others = [SigningKey().verificationKey, key.verificationKey]
            #expect(try file.signer(among: others) == key.verificationKey)
            #expect(file.proof.paid == 100)
        }
    }

    @Test func `one changed byte is refused, wherever it is`() throws {
        let bytes = try CanonicalJSON.encode(try proof())
        for index in bytes.indices {
            for flip: UInt8 in [0x01, 0x02, 0x20] {
                var changed = bytes
                changed[index] ^= flip
                let code = code(changed, [key.verificationKey])
                #expect(
                    [.proofUnreadable, .proofUnsigned, .proofWrongSignature].contains(code),
                    "byte \(index): \(String(decoding: changed, as: UTF8.self))"
                )
            }
        }
    }

    @Test func `another key, none, and more than a proof are refused by what they are`() throws {
        let bytes = try CanonicalJSON.encode(try proof())
        #expect(code(bytes, [SigningKey().verificationKey]) == .proofWrongSignature)
        #expect(code(try CanonicalJSON.encode(try proof(signed: false)), [key.verificationKey]) == .proofUnsigned)
        let more = [#"{"note":"all is well","#, #"{"paid":7,"#, #"{"signature":null,"#].map { start in
            Array((start + String(decoding: bytes.dropFirst(), as: UTF8.self)).utf8)
        }
        for bad in more + [[], Array("[]".utf8), Array(bytes.dropLast()), bytes + bytes] {
            #expect(code(bad, [key.verificationKey]) == .proofUnreadable)
        }
        let missing = #expect(throws: KioskError.self) { _ = try WipeProofFile("/nonexistent/proof.json") }
        #expect(missing?.code == .proofUnreadable)
    }
}
