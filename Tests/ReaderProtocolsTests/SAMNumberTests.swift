import NIOCore
import ReaderProtocols
import Testing

struct SAMNumberTests {
    @Test(
        arguments: [
            // Published with the protocol.
            (
                "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 09 B8 32 01 05 BE 12 00 AD C5 B1 11 63",
                "05.01-20101129-0001228293-0296863149"
            ),
            (
                "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 4D 29 33 01 40 E2 01 00 F1 FB 09 00 76",
                "05.01-20130125-0000123456-0000654321"
            ),
        ]
    )
    func `the number is printed as on the reader`(hex: String, printed: String) throws {
        let reply = try Vectors.reply(Vectors.buffer(hex))
        #expect(SDTRequest.moduleNumber.answer(in: reply) == .done)
        #expect(SAMNumber(reply.data)?.description == printed)
    }

    @Test func `numbers of every size keep their place`() throws {
        let highest = try #require(SAMNumber(ByteBuffer(repeating: 0xFF, count: 16)))
        #expect(highest.description == "65535.65535-4294967295-4294967295-4294967295")
        let lowest = try #require(SAMNumber(ByteBuffer(repeating: 0, count: 16)))
        #expect(lowest.description == "00.00-00000000-0000000000-0000000000")
    }

    @Test(arguments: [0, 15, 17, 28])
    func `data of another size is no number`(size: Int) {
        let data = [UInt8](repeating: 1, count: size)
        #expect(SAMNumber(ByteBuffer(bytes: data)) == nil)
        #expect(SDTRequest.moduleNumber.answer(in: Vectors.reply(.success, data)) == nil)
    }
}
