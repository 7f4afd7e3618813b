import Claims
import Sealing
import Testing

struct SealingKeysTests {
    private let central = SigningKey()
    private let keys = SealingKeys(
        version: 7,
        isRehearsal: false,
        reviewers: OpeningKey().sealingKey,
        payers: OpeningKey().sealingKey
    )

    private func read(_ file: [UInt8], rehearsal: Bool = false) throws(KioskError) -> SealingKeys {
        try SealingKeys(file, signedBy: central.verificationKey, isRehearsal: rehearsal, name: "keys")
    }

    @Test func `a signed file gives back its keys`() throws {
        #expect(try read(try keys.file(signedBy: central)) == keys)
        let folder = try TemporaryFolder()
        let path = try folder.write(String(decoding: try keys.file(signedBy: central), as: UTF8.self))
        let fromFile = try SealingKeys(fileAt: path, signedBy: central.verificationKey, isRehearsal: false)
        #expect(fromFile == keys)
    }

    @Test func `another signer, another mode, another byte are refused`() throws {
        let file = try keys.file(signedBy: central)
        var refused: [[UInt8]] = [try keys.file(signedBy: SigningKey()), [], Array(file.dropLast()), file + [0x0A]]
        for index in file.indices {
            var changed = file
            changed[index] ^= 1
            refused.append(changed)
        }
        for file in refused {
            let error = #expect(throws: KioskError.self) { try read(file) }
            #expect(error?.code == .sealingKeysInvalid)
        }
        let mode = #expect(throws: KioskError.self) { try read(file, rehearsal: true) }
        #expect(mode?.message == "the sealing keys keys: is not of a rehearsal")
    }

    @Test func `a signature of another kind of message does not count`() throws {
        let file = try keys.file(signedBy: central)
        let body = Array(file.prefix { $0 != 0x0A })
        let other = try MessageSignature(of: .manifest, body, by: central)
        #expect(throws: KioskError.self) { try read(body + [0x0A] + Array(other.text.utf8) + [0x0A]) }
    }

    @Test func `the rehearsal's files fit each other, and production refuses them`() throws {
        let folder = "\(packageFolder)/config/rehearsal"
        let central = try VerificationKey(fileAt: "\(folder)/central.pub")
        let file = "\(folder)/sealing-keys"
        let keys = try SealingKeys(fileAt: file, signedBy: central, isRehearsal: true)
        #expect(keys.reviewers == (try OpeningKey(fileAt: "\(folder)/reviewers.key").sealingKey))
        #expect(keys.payers == (try OpeningKey(fileAt: "\(folder)/payers.key").sealingKey))
        #expect(keys.reviewers == (try SealingKey(fileAt: "\(folder)/reviewers.pub")))
        #expect(keys.payers == (try SealingKey(fileAt: "\(folder)/payers.pub")))
        #expect(try SigningKey(fileAt: "\(folder)/central.key").verificationKey == central)
        #expect(throws: KioskError.self) {
            try SealingKeys(fileAt: file, signedBy: central, isRehearsal: false)
        }
    }
}
