import NIOCore
import ReaderProtocols
import Testing

struct SDTRequestTests {
    @Test(
        arguments: [
            (SDTRequest.reset, "AA AA AA 96 69 00 03 10 FF EC"),
            (.status, "AA AA AA 96 69 00 03 11 FF ED"),
            (.moduleNumber, "AA AA AA 96 69 00 03 12 FF EE"),
            (.findCard, "AA AA AA 96 69 00 03 20 01 22"),
            (.selectCard, "AA AA AA 96 69 00 03 20 02 21"),
            (.readCard, "AA AA AA 96 69 00 03 30 01 32"),
            (.testPresence, "AA AA AA 96 69 00 03 30 03 30"),
        ]
    )
    func `a request has the published bytes`(request: SDTRequest, hex: String) {
        #expect(request.frame == Vectors.buffer(hex))
    }

    @Test func `data and its length go into a frame`() {
        #expect(
            SDTFrame.request(command: 0x61, parameter: 0xFF, data: [0x50])
                == Vectors.buffer("AA AA AA 96 69 00 04 61 FF 50 CA")
        )
        #expect(
            SDTFrame.request(command: 0xDC, parameter: 0, data: Array("2016_03_18".utf8))
                == Vectors.buffer("AA AA AA 96 69 00 0D DC 00 32 30 31 36 5F 30 33 5F 31 38 DE")
        )
    }

    @Test func `only a find is found and only a select is selected`() {
        let find = Vectors.reply(.cardFound, [1, 2, 3, 4])
        let select = Vectors.reply(.success, [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(SDTRequest.findCard.answer(in: find) == .done)
        #expect(SDTRequest.selectCard.answer(in: select) == .done)
        for request in SDTRequest.allCases where request != .findCard { #expect(request.answer(in: find) == nil) }
        for request in SDTRequest.allCases where request != .selectCard { #expect(request.answer(in: select) == nil) }
    }

    @Test(arguments: Vectors.names)
    func `only a read is answered by a card's data`(name: String) throws {
        let reply = try Vectors.readReply(name)
        #expect(SDTRequest.readCard.answer(in: reply) == .done)
        for request in SDTRequest.allCases where request != .readCard { #expect(request.answer(in: reply) == nil) }
    }

    @Test(
        arguments: [
            (SDTRequest.findCard, SDTStatus.noCard, SDTRequest.Answer?.some(.noCard)),
            (.selectCard, .noCard, nil), (.readCard, .noCard, nil), (.status, .noCard, nil),
            (.testPresence, .noCard, .failed(.noCard)),
            (.findCard, .selectFailed, nil), (.selectCard, .selectFailed, .failed(.selectFailed)),
            (.readCard, .selectFailed, nil),
            (.findCard, .readFailed, nil), (.selectCard, .readFailed, nil),
            (.readCard, .readFailed, .failed(.readFailed)), (.testPresence, .readFailed, .failed(.readFailed)),
            (.testPresence, .empty, .done), (.readCard, .empty, nil),
            (.status, .selfTestFailed, .unusable(.selfTestFailed)),
            (.findCard, .notAuthorised, .unusable(.notAuthorised)),
            (.moduleNumber, .badCommand, .again), (.moduleNumber, .notPermitted, .again),
            (.moduleNumber, .noCard, nil), (.moduleNumber, .success, nil),
            (.readCard, .requestChecksum, .again), (.status, .requestLength, .again),
            (.findCard, SDTStatus(rawValue: 0x51), .again),
        ] as [(SDTRequest, SDTStatus, SDTRequest.Answer?)]
    )
    func `a short reply counts where it belongs`(request: SDTRequest, status: SDTStatus, answer: SDTRequest.Answer?) {
        #expect(request.answer(in: Vectors.reply(status)) == answer)
    }

    @Test func `the appended address means that the card still lies there`() throws {
        let address = Vectors.reply(.success, Array(repeating: 0x20, count: 70))
        #expect(SDTRequest.testPresence.answer(in: address) == .done)
        #expect(SDTRequest.readCard.answer(in: address) == nil)
    }

    @Test func `lengths that contradict the frame ask for the read again`() throws {
        let text = try Vectors.textBlock("prc")
        var data: [UInt8] = [0x01, 0x00, 0x04, 0x00]
        data += text + Vectors.photo
        for (index, value) in [(0, UInt8(0x02)), (1, 0x01), (2, 0x03), (3, 0xFF)] {
            var wrong = data
            wrong[index] = value
            #expect(SDTRequest.readCard.answer(in: Vectors.reply(.success, wrong)) == .again)
        }
        #expect(SDTRequest.readCard.answer(in: Vectors.reply(.success, data.dropLast())) == .again)
    }

    @Test func `a reply never shows what a card says`() throws {
        let reply = try Vectors.readReply("prc2")
        #expect("\(reply)" == "SW3 90, 1284 bytes")
        #expect(String(reflecting: reply) == "SW3 90, 1284 bytes")
        #expect(Mirror(reflecting: reply).children.isEmpty)
    }
}
