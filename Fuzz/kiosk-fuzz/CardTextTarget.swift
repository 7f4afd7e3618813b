import Claims
import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// The text block of a card: an identity that holds its own rules, or a problem.
    static let cardText = FuzzTarget(name: "card-text", longestInput: 256) { bytes in
        let block = ByteBuffer(bytes: bytes)
        do throws(CardProblem) {
            let identity = try CardTextBlock.identity(in: block.readableBytesView)
            must(identity.number.fits(identity.kind), "a number is one that its kind of card carries")
            must(!identity.name.isEmpty, "a name is not empty")
            // Composing may lengthen: some characters stand for two.
            must(identity.name.unicodeScalars.count <= PersonName.longest, "a name is no longer than a name may be")
            must(!identity.name.unicodeScalars.contains("\u{FFFD}"), "no character is replaced")
            must((try? PersonName(identity.name))?.text == identity.name, "a name that was read is a name")
        } catch {
            // A problem names the field; nothing of the card is in it.
            must(error.rawValue.hasPrefix("card."), "anything else is a problem")
        }
    }
}
