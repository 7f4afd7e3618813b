import Claims
import Testing

struct StoredTextTests {
    /// Whether the text's own bytes are inside the value.
    private func isInside(_ text: String) -> Bool {
        withUnsafeBytes(of: text) { value in
            value.starts(with: text.utf8.prefix(8))
        }
    }

    @Test func `a short name, card number and identity number leave a pointer, not a copy`() throws {
        // The control: an ordinary short text is inside its value.
        #expect(isInside(String("测试".reversed())))
        let card = try CardIdentity.checked(
            name: "测试",
            number: try #require(IdentityNumber("990001199001010013")),
            validity: .longTerm,
            kind: .resident
        )
        #expect(!isInside(card.name) && card.name == "测试")
        #expect(!isInside(try PersonName("次仁").text))
        #expect(!isInside(card.number.text))
        #expect(!isInside(try #require(BankCardNumber("629999000006")).digits))
        #expect(!isInside(try #require(IdentityNumber("ABC990190010101")).text))
        #expect("".stored.isEmpty)
    }
}
