import Claims
import Devices
import NIOCore
import ReaderProtocols
import Testing

struct CaptureScrubberTests {
    private func card(in bytes: [UInt8]) throws -> ByteBufferView {
        guard case .reply(let reply)? = CaptureFixture.replies(bytes).last else { throw CancellationError() }
        return try #require(CardReadReply(reply.data)).text
    }

    @Test func `a card becomes nobody's card of the same kind, in a frame that is right`() throws {
        let bytes = CaptureFixture.scrubbed(CaptureFixture.read(CaptureFixture.block()))
        let identity = try #require(CaptureFixture.identity(in: try card(in: bytes)))
        #expect(identity.name == "某某某")
        #expect(identity.number.hasPrefix("99000119900101") && identity.number != CaptureFixture.number)
        #expect(identity.validity == "2030-12-31")
        for secret in CaptureFixture.secrets { #expect(!CaptureFixture.holds(bytes, CaptureFixture.units(secret))) }
        #expect(!bytes.contains(0x5A))
    }

    @Test(arguments: [1, 2, 7, 1_295, 4_096])
    func `however the bytes came in, the same comes out`(pieces: Int) {
        let stream = CaptureFixture.frame(.cardFound, [1, 2, 3, 4]) + CaptureFixture.read(CaptureFixture.block())
        #expect(CaptureFixture.scrubbed(stream, pieces: pieces) == CaptureFixture.scrubbed(stream))
    }

    @Test(arguments: [
        ("990001199001010013", UInt16(0x20)), ("810000199408230021", 0x4A), ("990001199001010013", 0x59),
        ("ARE330081010101", 0x49),
    ])
    func `every kind of card stays its kind`(number: String, flag: UInt16) throws {
        let name = flag == 0x49 ? "SAMPLE, PERSON" : "样本甲"
        let block = CaptureFixture.block(name: name, number: number, flag: flag)
        let before = try? CardTextBlock.identity(in: ByteBuffer(bytes: block).readableBytesView)
        let after = try CardTextBlock.identity(in: try card(in: CaptureFixture.scrubbed(CaptureFixture.read(block))))
        #expect(before?.kind == after.kind)
        #expect(before?.number != after.number && before?.name != after.name)
    }

    @Test func `a card that lay there twice is the same card twice, another is another`() throws {
        let first = CaptureFixture.read(CaptureFixture.block())
        let other = CaptureFixture.read(CaptureFixture.block(number: "990001199001010021"))
        let out = CaptureFixture.scrubbed(first + first + other)
        let numbers = CaptureFixture.replies(out).compactMap { output -> String? in
            guard case .reply(let reply) = output, let read = CardReadReply(reply.data) else { return nil }
            return CaptureFixture.identity(in: read.text)?.number
        }
        #expect(numbers.count == 3 && numbers.first == numbers.dropFirst().first && Set(numbers).count == 2)
    }

    @Test func `a number that was wrong stays wrong, long validity stays long`() throws {
        let wrong = CaptureFixture.scrubbed(CaptureFixture.read(CaptureFixture.block(number: "990001199001010014")))
        let text = try card(in: wrong)
        #expect(throws: CardProblem.numberUnreadable) { try CardTextBlock.identity(in: text) }
        let long = CaptureFixture.scrubbed(CaptureFixture.read(CaptureFixture.block(validUntil: "长期")))
        #expect(CaptureFixture.identity(in: try card(in: long))?.validity == "long-term")
    }

    /// A damaged frame holds as much of a card as a good one.
    @Test(arguments: [7, 20, 200, 600, 1_290])
    func `nothing of a card is left in a damaged or cut frame`(place: Int) {
        var damaged = CaptureFixture.read(CaptureFixture.block())
        damaged[place] ^= 0x41
        let lost = Array(damaged.dropFirst(9))
        let cut = Array(CaptureFixture.read(CaptureFixture.block()).prefix(place + 1))
        for stream in [damaged, damaged + CaptureFixture.frame(.success), lost, cut] {
            let out = CaptureFixture.scrubbed(stream)
            #expect(out.count == stream.count)
            for secret in CaptureFixture.secrets {
                for length in [4, 2 * secret.utf16.count] {
                    #expect(!CaptureFixture.holds(out, Array(CaptureFixture.units(secret).prefix(length))))
                }
            }
        }
    }

    @Test func `the module's number stays, a card's own number does not`() {
        let module: [UInt8] = [5, 0, 1, 0, 0x4D, 0x29, 0x33, 1, 0x40, 0xE2, 1, 0, 0xF1, 0xFB, 9, 0]
        let stream = CaptureFixture.frame(.success, module) + CaptureFixture.frame(.success, [9, 8, 7, 6, 5, 4, 3, 2])
        let wanted = CaptureFixture.frame(.success, module) + CaptureFixture.frame(.success, [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(CaptureFixture.scrubbed(stream) == wanted)
    }

    @Test func `an appended address is not kept`() {
        let address = CaptureFixture.units(CaptureFixture.address) + [UInt8](repeating: 0x20, count: 48)
        let out = CaptureFixture.scrubbed(CaptureFixture.frame(.success, address))
        #expect(!CaptureFixture.holds(out, CaptureFixture.units("测试")))
        #expect(CaptureFixture.replies(out).count == 1)
    }

    @Test func `printers and keyboards are not recorded`() {
        #expect(CaptureRecorder(driver: .escpos) == nil && CaptureRecorder(driver: .keyboard) == nil)
        let chunk = CaptureFile.Chunk(time: 0, direction: .toDevice, bytes: [65])
        #expect(CaptureScrubber.scrubbed([chunk], driver: .escpos).isEmpty)
    }

    @Test func `a recording has a bound`() throws {
        var recorder = try #require(CaptureRecorder(driver: .line))
        let piece = [UInt8](repeating: 65, count: 1 << 18)
        for index in 0..<10 { recorder.add(piece, .fromDevice, at: Int64(index)) }
        #expect(recorder.isFull)
        let total = recorder.capture(device: "d", baud: 1, when: "w", who: "x").chunks.map(\.bytes.count).reduce(0, +)
        #expect(total == CaptureFile.largestRecording)
    }
}

struct ScanScrubberTests {
    private func scrubbed(_ text: String, _ driver: DeviceDriver = .line) -> String {
        String(decoding: CaptureFixture.scrubbed(Array(text.utf8), driver: driver, pieces: 5), as: UTF8.self)
    }

    @Test(arguments: [
        ("\u{2}990001199001010013\r\n", "990001199001010013"), ("6299990000000000008\r", "6299990000000000008"),
        ("6299 9900 0000 0000 008\r", "0000 0000 008"), ("ID:99000119900101001X;\r", "99000119900101001X"),
        ("13900001234\r", "13900001234"),
    ])
    func `numbers of people are replaced in scans`(text: String, secret: String) {
        let out = scrubbed("PLATE1\r\(text)PLATE2\r")
        #expect(!out.contains(secret))
        #expect(out.hasPrefix("PLATE1\r") && out.hasSuffix("PLATE2\r") && out.utf8.count == text.utf8.count + 14)
    }

    @Test func `what replaces them is right and belongs to nobody`() {
        let out = scrubbed("x\r990001200102030018\rx6299995555555555123\r")
        let parts = out.split(separator: "\r").map(String.init)
        #expect(parts.count == 3)
        #expect(parts.dropFirst().first.flatMap { try? ResidentID($0) }?.text.hasPrefix("99000119900101") == true)
        let card = parts.last.flatMap { BankCardNumber($0.dropFirst()) }
        #expect(card?.isLuhnValid == true && card?.digits.hasPrefix("629999000") == true)
    }

    @Test func `plates, serials and short numbers stay`() {
        let text = "藏A12345\rLX1234567890\rhttps://example.org/q?n=0123456789\r\u{2}A-1\u{3}"
        #expect(scrubbed(text) == text)
    }

    @Test func `half a number at the edge of a recording is replaced, too`() {
        #expect(!scrubbed("199001010013\rA\r9900011990").contains("99000119"))
        #expect(scrubbed("001013\rA").hasPrefix("000000"))
    }

    /// Packets of the reference: their sums are made anew.
    @Test func `SSI packets keep right sums`() {
        func packet(_ data: [UInt8]) -> [UInt8] {
            let body = [UInt8(4 + data.count), 0xF3, 0, 0] + data
            let sum = 0 &- body.reduce(UInt16(0)) { $0 &+ UInt16($1) }
            return body + [UInt8(sum >> 8), UInt8(sum & 0xFF)]
        }
        let stream = packet([0x1C] + Array("990001199001010013".utf8)) + packet([3] + Array("ABC".utf8))
        let out = CaptureFixture.scrubbed(stream, driver: .ssi)
        let number = Array(out[5..<23])
        #expect(out == packet([0x1C] + number) + packet([3] + Array("ABC".utf8)))
        #expect(String(decoding: number, as: UTF8.self) != "990001199001010013")
        #expect((try? ResidentID(String(decoding: number, as: UTF8.self))) != nil)
    }
}
