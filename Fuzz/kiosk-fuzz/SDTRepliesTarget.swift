import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// What a reply says to each request: two requests never both take card data, and lengths that lie give no card.
    static let sdtReplies = FuzzTarget(name: "sdt-replies", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        let (sw1, sw2, status) = (input.byte(), input.byte(), SDTStatus(rawValue: input.byte()))
        let data = ByteBuffer(bytes: input.all())
        let reply = SDTReply(sw1: sw1, sw2: sw2, status: status, data: data)
        must(reply.description.utf8.count < 40, "a reply's description holds no data")
        must(status.description.utf8.count == 2, "a status is two digits")
        let read = CardReadReply(data)
        if let read {
            must(read.text.count == CardReadReply.textSize, "a read reply has a whole text block")
            let lengths = read.fingerprintSize == nil ? 4 : 6
            let size = lengths + CardReadReply.textSize + CardReadReply.photoSize + (read.fingerprintSize ?? 0)
            must(data.readableBytes == size, "a read reply's lengths agree with its size")
        }
        for request in SDTRequest.allCases where request.answer(in: reply) == .done {
            must(status.meaning == .good, "only a good status is an answer that is done")
            must((request == .readCard) == (read != nil), "card data answers a read and nothing else")
            must(read?.fingerprintSize == nil, "fingerprints are never an answer")
        }
        if let address = AppendedAddress(data) {
            must((0...AppendedAddress.maximumBlocks).contains(address.count), "addresses are counted")
        }
        if let numbers = CardNumbers(data) {
            must(numbers.description.utf8.count < 40, "a description holds no number")
        }
        if let number = SAMNumber(data) {
            must((36...44).contains(number.description.utf8.count), "a number has its form")
        }
    }
}
