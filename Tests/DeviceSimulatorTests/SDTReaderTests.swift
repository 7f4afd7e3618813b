import Testing

@testable import DeviceSimulator

struct SDTReaderTests {
    private let card = PublishedCards.resident.card

    private func reply(_ reader: inout SDTReader, _ request: [UInt8]) -> [UInt8]? {
        reader.receive(request)
        return reader.nextReply()
    }

    @Test(arguments: [
        (Published.status, Published.done), (Published.reset, Published.done),
        (Published.samNumber, Published.samNumberReply), (Published.find, Published.findFailed),
        (Published.select, Published.selectFailed), (Published.read, Published.readFailed),
        (Published.appendedAddress, Published.readFailed), (Published.radioFrame80, Published.done),
        (Published.findWithWrongChecksum, Published.wrongChecksum), (Published.vendorWrite, Published.badCommand),
        (bytes("AA AA AA 96 69 00 04 61 FF 10 8A"), Published.badCommand),
        (bytes("AA AA AA 96 69 00 03 20 00 23"), Published.badCommand),
        (bytes("AA AA AA 96 69 0F FF"), Published.wrongLength), (bytes("AA AA AA 96 69 00 02"), Published.wrongLength),
    ])
    func `a reader without a card answers each request as published`(_ request: [UInt8], _ expected: [UInt8]) {
        var reader = SDTReader()
        #expect(reply(&reader, request) == expected)
        #expect(reader.nextReply() == nil)
    }

    @Test func `select needs a find and read needs a select`() {
        var reader = SDTReader()
        reader.lay(card)
        #expect(reply(&reader, Published.select) == Published.selectFailed)
        #expect(reply(&reader, Published.read) == Published.readFailed)
        #expect(reply(&reader, Published.find) == Published.found)
        #expect(reply(&reader, Published.read) == Published.readFailed)
        #expect(reply(&reader, Published.select) == Published.selected)
        #expect(reply(&reader, Published.read)?.count == 1295)
    }

    @Test func `a card that was read is not found again until it is lifted`() {
        var reader = SDTReader()
        reader.lay(card)
        for request in [Published.find, Published.select, Published.read] { _ = reply(&reader, request) }
        #expect(reply(&reader, Published.find) == Published.findFailed)
        #expect(reply(&reader, Published.read) == Published.readFailed)
        #expect(reply(&reader, Published.reset) == Published.done)
        #expect(reply(&reader, Published.find) == Published.findFailed)
        #expect(reply(&reader, Published.appendedAddress) == Published.nothingThere)
        #expect(reply(&reader, Published.managementNumbers) == Published.managementNumbersReply)
        reader.lift()
        #expect(reply(&reader, Published.appendedAddress) == Published.readFailed)
        reader.lay(card)
        #expect(reply(&reader, Published.find) == Published.found)
    }

    @Test func `another card in place of the one that was read is found`() {
        var reader = SDTReader()
        reader.lay(card)
        for request in [Published.find, Published.select, Published.read] { _ = reply(&reader, request) }
        reader.lay(PublishedCards.permit.card)
        #expect(reply(&reader, Published.appendedAddress) == Published.readFailed)
        #expect(reply(&reader, Published.find) == Published.found)
    }

    @Test func `a reset forgets find and select`() {
        var reader = SDTReader()
        reader.lay(card)
        for request in [Published.find, Published.select, Published.reset] { _ = reply(&reader, request) }
        #expect(reply(&reader, Published.read) == Published.readFailed)
        #expect(reply(&reader, Published.find) == Published.found)
    }

    @Test func `a reader whose power came back finds the card that was read`() {
        var reader = SDTReader()
        reader.lay(card)
        for request in [Published.find, Published.select, Published.read] { _ = reply(&reader, request) }
        reader.receive(Published.status.prefix(8))
        reader.restart()
        #expect(reply(&reader, Published.find) == Published.found)
    }

    @Test func `a read with fingerprints carries none of them`() throws {
        var reader = SDTReader()
        reader.lay(PublishedCards.longTerm.card)
        for request in [Published.find, Published.select] { _ = reply(&reader, request) }
        let answer = try #require(reply(&reader, Published.readWithFingerprints))
        #expect(answer.count == 1297)
        #expect(answer[5..<16].elementsEqual(bytes("05 0A 00 00 90 01 00 04 00 00 00")))
        #expect(answer.last == 0x36)
    }

    @Test func `a request in single bytes after noise is answered once`() {
        var reader = SDTReader()
        for byte in bytes("00 AA 96 AA AA") + Published.status.dropLast() {
            reader.receive([byte])
            #expect(reader.nextReply() == nil)
        }
        reader.receive(Published.status.suffix(1))
        #expect(reader.nextReply() == Published.done)
        #expect(!reader.awaitsRest)
    }

    @Test func `two requests at once are answered one after the other`() {
        var reader = SDTReader()
        reader.receive(Published.status + Published.find)
        #expect(reader.nextReply() == Published.done)
        #expect(reader.nextReply() == Published.findFailed)
        #expect(reader.nextReply() == nil)
    }

    @Test func `half a request is given up when the line falls silent, noise without a word`() {
        var reader = SDTReader()
        reader.receive(Published.status.prefix(8))
        #expect(reader.nextReply() == nil)
        #expect(reader.awaitsRest)
        #expect(reader.lineFellSilent() == Published.wrongLength)
        reader.receive([0x00, 0xAA, 0xAA])
        #expect(reader.nextReply() == nil)
        #expect(!reader.awaitsRest)
        #expect(reader.lineFellSilent() == nil)
        #expect(reply(&reader, Published.status) == Published.done)
    }

    @Test func `input without end is bounded and the reader answers afterwards`() {
        var reader = SDTReader()
        for _ in 0..<1_000 {
            reader.receive(Array(repeating: 0xAA, count: 500))
            #expect(reader.nextReply() == nil)
        }
        _ = reader.lineFellSilent()
        #expect(reply(&reader, Published.status) == Published.done)
    }

    @Test(arguments: [
        (IDCardReaderSetup.Fingerprints.none, 1297, "05 0A 00 00 90 01 00 04 00 00 00", 0x36 as UInt8),
        (.one, 1809, "07 0A 00 00 90 01 00 04 00 02 00", 0x36), (.two, 2321, "09 0A 00 00 90 01 00 04 00 04 00", 0x3E),
    ])
    func `fingerprints come in the three published sizes`(
        _ size: IDCardReaderSetup.Fingerprints,
        _ total: Int,
        _ head: String,
        _ checksum: UInt8
    ) throws {
        var setup = IDCardReaderSetup()
        setup.fingerprints = size
        var reader = SDTReader(setup)
        reader.lay(PublishedCards.longTerm.card)
        for request in [Published.find, Published.select] { _ = reply(&reader, request) }
        let answer = try #require(reply(&reader, Published.readWithFingerprints))
        #expect(answer.count == total)
        #expect(answer[5..<16].elementsEqual(bytes(head)))
        #expect(answer.last == checksum)
    }

    @Test func `an appended address is the published block`() throws {
        var setup = IDCardReaderSetup()
        let isTaken = setup.append(address: "测试市样本区新址路3号")
        #expect(isTaken)
        let isLongTaken = setup.append(address: String(repeating: "长", count: 36))
        #expect(!isLongTaken)
        var reader = SDTReader(setup)
        reader.lay(card)
        for request in [Published.find, Published.select, Published.read] { _ = reply(&reader, request) }
        let answer = try #require(reply(&reader, Published.appendedAddress))
        #expect(answer.prefix(10).elementsEqual(bytes("AA AA AA 96 69 00 4A 00 00 90")))
        #expect(
            answer[10..<32].elementsEqual(bytes("4B 6D D5 8B 02 5E 37 68 2C 67 3A 53 B0 65 40 57 EF 8D 33 00 F7 53"))
        )
        #expect(answer.count == 81 && answer.last == 0xB4)
    }

    @Test func `a SAM number is sent as it is printed, and what is none is refused`() throws {
        var setup = IDCardReaderSetup()
        let isTaken = setup.setSAM("05.01-20130125-0000123456-0000654321")
        #expect(isTaken)
        var reader = SDTReader(setup)
        #expect(
            reply(&reader, Published.samNumber)
                == bytes("AA AA AA 96 69 00 14 00 00 90 05 00 01 00 4D 29 33 01 40 E2 01 00 F1 FB 09 00 76")
        )
        for wrong in [
            "", "05.01-20130125-0000123456", "05.01-2013012x-0000123456-0000654321",
            "05.01-20130125-9999999999-0000654321", "0501-20130125-0000123456-0000654321",
        ] {
            let isTaken = setup.setSAM(wrong)
            #expect(!isTaken)
        }
    }

    @Test func `a forced status answers everything, or so many times`() {
        var reader = SDTReader()
        reader.lay(card)
        reader.force(0x60, count: nil)
        for request in [Published.status, Published.find, Published.read] {
            #expect(reply(&reader, request) == bytes("AA AA AA 96 69 00 04 00 00 60 64"))
        }
        reader.force(0x66, count: 2)
        for request in [Published.status, Published.find] {
            #expect(reply(&reader, request) == bytes("AA AA AA 96 69 00 04 00 00 66 62"))
        }
        #expect(reply(&reader, Published.find) == Published.found)
    }

    @Test func `a model that finds a read card again does so`() {
        var setup = IDCardReaderSetup()
        setup.findsAgain = true
        var reader = SDTReader(setup)
        reader.lay(card)
        for request in [Published.find, Published.select, Published.read] { _ = reply(&reader, request) }
        #expect(reply(&reader, Published.find) == Published.found)
    }
}
