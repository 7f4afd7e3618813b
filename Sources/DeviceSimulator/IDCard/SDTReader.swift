/// A reader with its SAM and the card on it: requests in, replies out, no clock and no I/O.
///
/// Order as in real modules: find, select, read, all three for each read; a card that was read is not found again
/// until it has been lifted, while reading its appended address (30 03) tells that it still lies there.
struct SDTReader {
    /// A card on the field and how far the host has come with it.
    private enum Field: Equatable {
        case empty
        case placed(SimulatedCard)
        case found(SimulatedCard)
        case selected(SimulatedCard)
        case read(SimulatedCard)
    }

    private var parser = SDTRequestParser()
    private var field: Field = .empty
    private let setup: IDCardReaderSetup
    private var forced: ForcedAnswer?

    init(_ setup: IDCardReaderSetup = IDCardReaderSetup()) { self.setup = setup }

    /// Whether a request has begun whose rest is still to come; if it does not, tell `lineFellSilent`.
    var awaitsRest: Bool { parser.isPartial }

    /// Lays a card on the reader. A card that lies there is taken away first.
    mutating func lay(_ card: SimulatedCard) { field = .placed(card) }

    mutating func lift() { field = .empty }

    /// Power came back: nothing received, and a card on the field is new to the SAM.
    mutating func restart() {
        _ = parser.reset()
        if let card { field = .placed(card) }
    }

    /// Gives every request, or the next `count`, this status and does nothing for it; nil ends that.
    mutating func force(_ status: UInt8?, count: Int?) {
        forced = status.map { ForcedAnswer(status: $0, left: count) }
    }

    mutating func receive(_ bytes: some Sequence<UInt8>) { parser.append(bytes) }

    /// The answer to the next complete request; nil when there is none.
    mutating func nextReply() -> [UInt8]? {
        switch parser.next() {
        case .command(let command, let parameter, let data): forcedReply() ?? answer(command, parameter, data)
        case .wrongChecksum: SDTFrame.reply(.checksum)
        case .wrongLength: SDTFrame.reply(.length)
        case nil: nil
        }
    }

    /// The bytes that a request promised did not come.
    mutating func lineFellSilent() -> [UInt8]? { parser.reset() ? SDTFrame.reply(.length) : nil }

    private mutating func forcedReply() -> [UInt8]? {
        guard let forced else { return nil }
        switch forced.left {
        case nil: break
        case .some(let left) where left > 1: self.forced?.left = left - 1
        case .some: self.forced = nil
        }
        return SDTFrame.reply(forced.status)
    }

    private var card: SimulatedCard? {
        switch field {
        case .empty: nil
        case .placed(let card), .found(let card), .selected(let card), .read(let card): card
        }
    }

    private mutating func answer(_ command: UInt8, _ parameter: UInt8, _ data: [UInt8]) -> [UInt8] {
        switch (command, parameter, data.count) {
        case (0x10, 0xFF, 0): return reset()
        case (0x11, 0xFF, 0), (0x60, 0x00...0x04, 0): return SDTFrame.reply(.done)
        case (0x12, 0xFF, 0): return SDTFrame.reply(.done, setup.samNumber)
        case (0x20, 0x01, 0): return find()
        case (0x20, 0x02, 0): return select()
        case (0x30, 0x01, 0): return read(fingerprints: false)
        case (0x30, 0x10, 0): return read(fingerprints: true)
        case (0x30, 0x03, 0): return appendedAddress()
        case (0x30, 0x05, 0): return managementNumbers()
        case (0x61, 0xFF, 1) where data[0] >= 24: return SDTFrame.reply(.done)
        default: return SDTFrame.reply(.badCommand)
        }
    }

    /// A card that was read stays read; find and select are forgotten.
    private mutating func reset() -> [UInt8] {
        switch field {
        case .found(let card), .selected(let card): field = .placed(card)
        case .empty, .placed, .read: break
        }
        return SDTFrame.reply(.done)
    }

    private mutating func find() -> [UInt8] {
        switch field {
        case .placed(let card), .found(let card), .selected(let card):
            field = .found(card)
            return SDTFrame.reply(.found, [0, 0, 0, 0])
        case .read(let card) where setup.findsAgain:
            field = .found(card)
            return SDTFrame.reply(.found, [0, 0, 0, 0])
        case .empty, .read: return SDTFrame.reply(.findFailed)
        }
    }

    private mutating func select() -> [UInt8] {
        switch field {
        case .found(let card), .selected(let card):
            field = .selected(card)
            return SDTFrame.reply(.done, Array(repeating: 0, count: 8))
        case .empty, .placed, .read: return SDTFrame.reply(.selectFailed)
        }
    }

    private mutating func read(fingerprints: Bool) -> [UInt8] {
        guard case .selected(let card) = field else { return SDTFrame.reply(.readFailed) }
        field = .read(card)
        let head: [UInt8] = [0x01, 0x00, 0x04, 0x00]
        guard fingerprints else { return SDTFrame.reply(.done, head + card.textBlock + SimulatedCard.photo) }
        let size = setup.fingerprints.rawValue
        let length = [UInt8(truncatingIfNeeded: size >> 8), UInt8(truncatingIfNeeded: size)]
        let prints = (0..<size).map { UInt8(truncatingIfNeeded: 11 * $0 + 5) }
        return SDTFrame.reply(.done, head + length + card.textBlock + SimulatedCard.photo + prints)
    }

    /// "Nothing there" too means that the card lies there.
    private func appendedAddress() -> [UInt8] {
        switch field {
        case .selected, .read:
            guard !setup.appendedAddresses.isEmpty else { return SDTFrame.reply(.nothingThere) }
            return SDTFrame.reply(.done, setup.appendedAddresses.flatMap(CardTextBlock.address))
        case .empty, .placed, .found: return SDTFrame.reply(.readFailed)
        }
    }

    /// IIN, SN and DN, 28 bytes; made up.
    private func managementNumbers() -> [UInt8] {
        switch field {
        case .selected, .read: SDTFrame.reply(.done, Array(1...28))
        case .empty, .placed, .found: SDTFrame.reply(.readFailed)
        }
    }
}
