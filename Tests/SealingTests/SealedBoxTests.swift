import Claims
import Sealing
import Testing

struct SealedBoxTests {
    private static let content = Array("测试 990001199001010013".utf8)
    private static let key = OpeningKey()

    private func box(_ purpose: SealedBox.Purpose = .identity) throws -> SealedBox {
        try SealedBox(sealing: Self.content, purpose, to: Self.key.sealingKey, context: "a claim")
    }

    @Test func `what was sealed opens with its key, purpose and context, and with nothing else`() throws {
        let box = try box()
        #expect(box.open(.identity, with: Self.key, context: "a claim") == Self.content)
        #expect(box.open(.identity, with: OpeningKey(), context: "a claim") == nil)
        #expect(box.open(.payee, with: Self.key, context: "a claim") == nil)
        #expect(box.open(.identity, with: Self.key, context: "another claim") == nil)
    }

    @Test func `each box is another one, though the content is the same`() throws {
        let (first, second) = (try box(), try box())
        #expect(first.bytes != second.bytes)
        #expect(first.bytes.prefix(32) != second.bytes.prefix(32), "the key inside is another one")
        #expect(first.bytes.count == Self.content.count + SealedBox.overhead)
    }

    @Test func `a box with any byte changed, left out or added does not open`() throws {
        let bytes = try box().bytes
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(open(changed) == nil, "byte \(index)")
        }
        #expect(open(Array(bytes.dropLast())) == nil)
        #expect(open(bytes + [0]) == nil)
        #expect(SealedBox(key: "k", bytes: Array(bytes.prefix(SealedBox.overhead - 1))) == nil)
        #expect(open(Array(repeating: 0, count: 200)) == nil)
    }

    private func open(_ bytes: [UInt8]) -> [UInt8]? {
        SealedBox(key: "k", bytes: bytes)?.open(.identity, with: Self.key, context: "a claim")
    }

    @Test func `a box reads back from base 64, and other texts are none`() throws {
        let box = try box()
        #expect(SealedBox(key: box.key, base64: box.base64) == box)
        for text in ["", "AAAA", "not base 64", box.base64 + "=", String(box.base64.dropLast())] {
            #expect(SealedBox(key: box.key, base64: text) == nil, "\(text)")
        }
    }

    @Test func `a key's text is its file's, and an opening key prints nothing of itself`() throws {
        let folder = try TemporaryFolder()
        #expect(SealingKey(hex: Self.key.sealingKey.hex) == Self.key.sealingKey)
        #expect(try SealingKey(fileAt: folder.write(Self.key.sealingKey.hex)) == Self.key.sealingKey)
        #expect(Self.key.sealingKey.fingerprint.count == 16)
        #expect("\(Self.key)" == "OpeningKey(hidden)")
        var dumped = ""
        dump(Self.key, to: &dumped)
        #expect(!dumped.contains(Self.key.secretText))
        for text in ["", "00", String(repeating: "0", count: 63), String(repeating: "g", count: 64)] {
            #expect(SealingKey(hex: text) == nil)
            #expect(throws: KioskError.self) { try OpeningKey(fileAt: try folder.write(text)) }
        }
    }

    @Test func `neither half of a pair passes for the other`() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write(Self.key.secretText)
        #expect(try OpeningKey(fileAt: secret).sealingKey == Self.key.sealingKey)
        let error = #expect(throws: KioskError.self) { try SealingKey(fileAt: secret) }
        #expect(error?.message.hasSuffix("is a secret key, and this place is for a public one") == true)
        let open = try folder.write(Self.key.sealingKey.hex)
        #expect(throws: KioskError.self) { try OpeningKey(fileAt: open) }
    }

    @Test func `keys for kiosks are those that the central works with`() throws {
        let (payers, other) = (OpeningKey().sealingKey, OpeningKey().sealingKey)
        func check(_ reviewers: SealingKey, _ payersKey: SealingKey, at central: OpeningKeys) throws {
            let keys = SealingKeys(version: 1, isRehearsal: true, reviewers: reviewers, payers: payersKey)
            try central.check(keys, name: "keys")
        }
        let central = OpeningKeys(reviewers: [Self.key], payers: [payers])
        try check(Self.key.sealingKey, payers, at: central)
        let both = OpeningKeys(reviewers: [Self.key], payers: [Self.key.sealingKey])
        for (reviewers, payers, central) in [
            (other, payers, central), (Self.key.sealingKey, other, central),
            (Self.key.sealingKey, Self.key.sealingKey, both),
        ] {
            let error = #expect(throws: KioskError.self) { try check(reviewers, payers, at: central) }
            #expect(error?.code == .sealingKeysInvalid)
        }
    }

    @Test func `a central opens with the key that the box names, and in the first context that fits`() throws {
        let (old, payers) = (OpeningKey(), OpeningKey().sealingKey)
        let keys = OpeningKeys(reviewers: [Self.key, old], payers: [payers])
        let box = try SealedBox(sealing: Self.content, .identity, to: old.sealingKey, context: "original")
        #expect(try keys.open(box, .identity, contexts: ["claim", "original"]) == Self.content)
        let closed = #expect(throws: KioskError.self) { try keys.open(box, .identity, contexts: ["claim"]) }
        #expect(closed?.code == .sealingNotOpened)
        let strange = try SealedBox(sealing: Self.content, .identity, to: OpeningKey().sealingKey, context: "claim")
        let unknown = #expect(throws: KioskError.self) { try keys.open(strange, .identity, contexts: ["claim"]) }
        #expect(unknown?.code == .sealingKeyUnknown)
        try keys.checkPayee(try SealedBox(sealing: Self.content, .payee, to: payers, context: "claim"))
        #expect(throws: KioskError.self) { try keys.checkPayee(box) }
    }
}
