import Sealing
import Testing

struct ContentHashTests {
    // FIPS 180-4 example values.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `a content hash is SHA-256 in lower-case hex`(text: String, expected: String) {
        #expect(ContentHash.sha256(of: Array(text.utf8)) == expected)
        #expect(ChainHash.claim(Array(text.utf8)) == expected)
    }

    @Test func `the chain begins with 64 zeros`() {
        #expect(ChainHash.genesis.count == 64 && ChainHash.genesis.allSatisfy { $0 == "0" })
    }
}
