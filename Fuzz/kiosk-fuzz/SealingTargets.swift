import Claims
import Sealing

/// What is signed and sealed.
extension FuzzTarget {
    /// The file of sealing keys. The first byte chooses: the bytes as they are; or a first line that is signed here.
    static let sealingKeys = FuzzTarget(name: "sealing-keys", longestInput: 2_048) { bytes in
        var input = FuzzInput(bytes)
        let kind = input.byte()
        let rest = input.all()
        let file = kind & 1 == 1 ? signed(rest) : rest
        do throws(KioskError) {
            let keys = try SealingKeys(
                file,
                signedBy: signer.verificationKey,
                isRehearsal: kind & 2 == 0,
                name: "sealing-keys"
            )
            must(kind & 1 == 1, "what a stranger signed is not taken")
            must(keys.version > 0 && keys.isRehearsal == (kind & 2 == 0), "keys are for their mode")
            guard let written = try? keys.file(signedBy: signer) else { return must(false, "keys can be written") }
            must(written.split(separator: 0x0A).first?.elementsEqual(rest) == true, "keys have one form only")
        } catch {
            mustBeOurs(error, ["sealing.keys-invalid"], longest: 512)
        }
    }

    /// Boxes and photos. The first byte chooses: bytes that came; or a box that is closed here, one of whose bytes is
    /// changed.
    static let sealedBox = FuzzTarget(name: "sealed-box", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        let kind = input.byte()
        guard kind & 1 == 1 else { return checkForeign(input.all()) }
        let (place, change) = (Int(input.byte()) << 8 | Int(input.byte()), input.byte())
        let content = input.all()
        let name = SealedPhoto.name(of: content)
        guard var file = try? SealedPhoto.file(of: content, named: name, to: reviewers.sealingKey) else {
            return must(false, "everything can be sealed")
        }
        file[place % file.count] ^= change
        do throws(KioskError) {
            let opened = try SealedPhoto.open(file, named: name, with: keys)
            must(change == 0 && opened == content, "what was changed does not open")
        } catch {
            must(change != 0, "what was sealed opens")
            mustBeOurs(error, ["sealing."], longest: 512)
        }
    }

    private static func checkForeign(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let fingerprint = reviewers.sealingKey.fingerprint
        for box in [SealedBox(key: fingerprint, base64: text), SealedBox(key: fingerprint, bytes: bytes)] {
            guard let box else { continue }
            must(SealedBox(key: box.key, base64: box.base64) == box, "a box reads the same when written")
            must(box.open(.identity, with: reviewers, context: Sample.claimID) == nil, "a stranger's box does not open")
        }
        if let box = SealedBox(key: fingerprint, base64: text) { must(box.base64 == text, "a box has one form only") }
        do throws(KioskError) {
            _ = try SealedPhoto.open(bytes, named: ChainHash.genesis, with: keys)
            must(false, "a stranger's photo does not open")
        } catch {
            mustBeOurs(error, ["sealing."], longest: 512)
        }
        if let signature = MessageSignature(text) {
            must(MessageSignature(signature.text) == signature, "one signature")
        }
    }

    private static let signer = SigningKey()
    private static let reviewers = OpeningKey()
    private static let keys = OpeningKeys(reviewers: [reviewers], payers: [])

    private static func signed(_ line: [UInt8]) -> [UInt8] {
        guard let signature = try? MessageSignature(of: .sealingKeys, line, by: signer) else { return [] }
        return line + [0x0A] + Array(signature.text.utf8) + [0x0A]
    }
}
