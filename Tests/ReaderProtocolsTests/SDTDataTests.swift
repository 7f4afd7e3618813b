import Claims
import Crypto
import NIOCore
import ReaderProtocols
import Testing

/// Replies that the driver never asks for, or whose data it does not use.
struct SDTDataTests {
    private static let prints = (0..<1_024).map { UInt8(truncatingIfNeeded: 11 * $0 + 5) }

    private func data(_ lengths: [Int], prints: Int) throws -> [UInt8] {
        let head = lengths.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return try head + Vectors.textBlock("prc") + Vectors.photo + Self.prints.prefix(prints)
    }

    @Test(
        arguments: [
            (0, 1_297, 0x36, "99ebc9cbfb4b7a419caa25e290397c3bd856596a50108185cf1a65f776564608"),
            (512, 1_809, 0x36, "b3e24ad7e9bae6864c49c36020912378e611c933dd8b51a17841b2e49e77144e"),
            (1_024, 2_321, 0x3E, "b5dcac9475b35236a247a90625fa2aab779528aea82432a85a3602351a59b450"),
        ] as [(Int, Int, UInt8, String)]
    )
    func `a reply with fingerprints is taken apart, and is still no answer to a read without`(
        size: Int,
        total: Int,
        checksum: UInt8,
        digest: String
    ) throws {
        let frame = try SDTFrame.reply(status: .success, data: data([256, 1_024, size], prints: size))
        #expect(frame.readableBytes == total)
        #expect(frame.readableBytesView.last == checksum)
        #expect(SHA256.hash(data: Array(frame.readableBytesView)).hex == digest)
        let reply = try Vectors.reply(frame)
        let read = try #require(CardReadReply(reply.data))
        #expect(read.fingerprintSize == size)
        #expect(try CardTextBlock.identity(in: read.text).number.text == "11010519491231002X")
        #expect(SDTRequest.readCard.answer(in: reply) == .again)
    }

    @Test func `a reply without fingerprints says so`() throws {
        let read = try #require(try CardReadReply(Vectors.readReply("prc").data))
        #expect(read.fingerprintSize == nil)
    }

    @Test(
        arguments: [
            // Lengths that no source names, though they agree with the frame.
            ([256, 1_024, 256], 256), ([256, 1_024, 1_023], 1_023), ([256, 1_024, 513], 513),
            // Lengths that disagree with the frame.
            ([256, 1_024, 512], 1_024), ([256, 1_024, 1_024], 512), ([256, 1_024, 0], 512), ([256, 1_024], 512),
            // The sum is right, the parts are not.
            ([256, 512, 1_024], 512), ([512, 1_024, 512], 768), ([255, 1_025, 512], 512),
        ]
    )
    func `lengths that are not those of the sources, or not the frame's, are refused`(lengths: [Int], prints: Int)
        throws
    {
        #expect(CardReadReply(ByteBuffer(bytes: try data(lengths, prints: prints))) == nil)
    }

    @Test(arguments: [0, 1, 3, 4, 5, 6, 7, 1_279, 1_283, 1_285])
    func `a reply cut anywhere is refused`(size: Int) throws {
        let whole = try data([256, 1_024, 0], prints: 0)
        #expect(CardReadReply(ByteBuffer(bytes: whole.prefix(size))) == nil)
    }

    @Test func `appended addresses are counted, and never shown`() throws {
        let reply = try Vectors.reply(
            Vectors.buffer(
                """
                AA AA AA 96 69 00 4A 00 00 90 4B 6D D5 8B 02 5E 37 68 2C 67 3A 53 B0 65 40 57 EF 8D 33 00 F7 53 20 00 20
                00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00 20 00
                20 00 20 00 20 00 20 00 20 00 B4
                """
            )
        )
        #expect(AppendedAddress(reply.data)?.count == 1)
        let block = Array(reply.data.readableBytesView)
        let blank = Array(repeating: [0x20, 0x00] as [UInt8], count: 35).flatMap(\.self)
        let zeros = [UInt8](repeating: 0, count: 70)
        #expect(AppendedAddress(ByteBuffer(bytes: block + blank + block + zeros))?.count == 2)
        #expect(AppendedAddress(ByteBuffer(bytes: blank + zeros))?.count == 0)
        #expect(AppendedAddress(ByteBuffer())?.count == 0)
        // A character whose low byte is that of a space.
        #expect(AppendedAddress(ByteBuffer(bytes: [0x20, 0x4E] + blank.dropFirst(2)))?.count == 1)
        #expect(try "\(#require(AppendedAddress(reply.data)))".contains("测") == false)
        for size in [69, 71, 140 - 1, 350] {
            #expect(AppendedAddress(ByteBuffer(repeating: 0x20, count: size)) == nil)
        }
    }

    @Test func `the numbers of a card are split, and never shown`() throws {
        let reply = try Vectors.reply(
            Vectors.buffer(
                """
                AA AA AA 96 69 00 20 00 00 90 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19
                1A 1B 1C AC
                """
            )
        )
        let numbers = try #require(CardNumbers(reply.data))
        #expect(numbers.chip == Array(1...4))
        #expect(numbers.serial == Array(5...12))
        #expect(numbers.card == Array(13...28))
        #expect("\(numbers)" == "card numbers, 28 bytes")
        #expect(String(reflecting: numbers) == "card numbers, 28 bytes")
        #expect(Mirror(reflecting: numbers).children.isEmpty)
        for size in [0, 27, 29] { #expect(CardNumbers(ByteBuffer(repeating: 1, count: size)) == nil) }
    }
}

extension SHA256.Digest {
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
