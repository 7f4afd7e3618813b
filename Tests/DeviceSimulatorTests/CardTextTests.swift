import Testing

@testable import DeviceSimulator

struct CardTextTests {
    @Test(arguments: PublishedCards.all)
    func `a card's text block is the published one`(_ vector: PublishedCards.Vector) {
        #expect(vector.text.count == 256)
        #expect(vector.card.textBlock == vector.text)
    }

    @Test(arguments: PublishedCards.all)
    func `a whole read reply has the published checksum`(_ vector: PublishedCards.Vector) {
        let reply = SDTFrame.reply(.done, [1, 0, 4, 0] + vector.card.textBlock + SimulatedCard.photo)
        #expect(reply.count == 1295)
        #expect(reply.last == vector.checksum)
    }

    @Test func `a name that is too long is cut and does not run into the next field`() {
        var card = PublishedCards.resident.card
        card.name = String(repeating: "长", count: 40)
        let block = card.textBlock
        #expect(block[28..<30].elementsEqual([0x7F, 0x95]))
        #expect(block[30..<32].elementsEqual([0x31, 0x00]))
        #expect(block.count == 256)
    }

    @Test func `a long Latin name of a foreigner goes on in its second field`() {
        var card = PublishedCards.foreigner.card
        let name = String(repeating: "A", count: 35) + String(repeating: "B", count: 20)
        card.layout = .foreigner(latinName: name, nationality: "SAU", replacements: "01")
        let block = card.textBlock
        #expect(block[120] == UInt8(ascii: "A") && block[122] == UInt8(ascii: "9"))
        #expect(block[220] == UInt8(ascii: "B") && block[240] == UInt8(ascii: "B"))
        #expect(block[242] == UInt8(ascii: "S"))
    }
}
