/// What kind of ID-card reader is played.
package struct IDCardReaderSetup: Equatable, Sendable {
    /// The number on a published sample device; it belongs to no person.
    static let publishedSAM: [UInt8] = [
        0x05, 0x00, 0x01, 0x00, 0x09, 0xB8, 0x32, 0x01, 0x05, 0xBE, 0x12, 0x00, 0xAD, 0xC5, 0xB1, 0x11,
    ]

    /// Bytes of fingerprints in a reply to 30 10.
    package enum Fingerprints: Int, CaseIterable, Sendable {
        case none = 0
        case one = 512
        case two = 1024
    }

    package var fingerprints = Fingerprints.none
    /// 16 bytes, as in the reply to 12 FF.
    package private(set) var samNumber = publishedSAM
    /// Blocks of 70 bytes in the reply to 30 03, at most 4 of at most 35 UTF-16 units; none for "nothing there".
    package private(set) var appendedAddresses: [String] = []
    /// Some models find a card again that was read and still lies there.
    package var findsAgain = false

    package init() {}

    /// Takes a SAM number as it is printed, `05.01-20101129-0001228293-0296863149`; false when it is none.
    package mutating func setSAM(_ printed: String) -> Bool {
        let parts = printed.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, [5, 8, 10, 10].elementsEqual(parts.map(\.utf8.count)) else { return false }
        let head = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard head.count == 2, head.allSatisfy({ $0.utf8.count == 2 }) else { return false }
        let numbers = (head + parts.dropFirst()).map { text in
            text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt32(text) : nil
        }
        var bytes: [UInt8] = []
        for (number, size) in zip(numbers, [2, 2, 4, 4, 4]) {
            guard let number else { return false }
            bytes += (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
        }
        samNumber = bytes
        return true
    }

    /// Adds an address; false when there are four, or it is empty or too long.
    package mutating func append(address: String) -> Bool {
        guard appendedAddresses.count < 4, (1...35).contains(address.utf16.count) else { return false }
        appendedAddresses.append(address)
        return true
    }
}

/// An answer that the reader gives whatever it would have given.
struct ForcedAnswer: Equatable, Sendable {
    /// SW3.
    var status: UInt8
    /// So many requests yet; nil for all.
    var left: Int?
}
