import CharacterEncodings
import Foundation
import Testing

/// The thief's search has teeth: what it must find, it finds.
struct SecretSearchTests {
    private static let name = "𠮷翀䶮"
    private static let number = "99000119630412087X"

    private static func search() throws -> SecretSearch { try SecretSearch(names: [name], numbers: [number]) }

    private static func among(_ bytes: some Sequence<UInt8>, at offset: Int) -> Data {
        var data = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 5) | 0x80 })
        data.replaceSubrange(offset..<offset + Array(bytes).count, with: Array(bytes))
        return data
    }

    @Test func `a name is found in each encoding, at every place, and not in parts`() throws {
        let search = try Self.search()
        let gb18030 = try #require(GB18030Encoder()?.bytes(Self.name))
        let forms: [Data] = [
            Data(Self.name.utf8), try #require(Self.name.data(using: .utf16LittleEndian)),
            try #require(Self.name.data(using: .utf16BigEndian)), Data(gb18030),
        ]
        for form in forms {
            for offset in 700..<740 { #expect(search.finds(in: Self.among(form, at: offset)).count == 1) }
            #expect(search.finds(in: Self.among(form.dropLast(), at: 700)).isEmpty)
        }
    }

    @Test(arguments: 0...10)
    func `any eight characters of a number are found, narrow, wide and grouped`(_ start: Int) throws {
        let search = try Self.search()
        let piece = String(Self.number.dropFirst(start).prefix(8))
        let grouped = [" ", "-"].map { "\(piece.prefix(4))\($0)\(piece.suffix(4))" }
        for text in [piece] + grouped {
            let forms: [Data] = [
                Data(text.utf8), try #require(text.data(using: .utf16LittleEndian)),
                try #require(text.data(using: .utf16BigEndian)),
            ]
            for form in forms {
                for offset in 700..<740 {
                    #expect(!search.finds(in: Self.among(form, at: offset)).isEmpty, "\(text) at \(offset)")
                }
            }
        }
        #expect(search.finds(in: Self.among(piece.dropLast().utf8, at: 700)).isEmpty)
    }

    @Test func `a whole number is found at the ends of a file, and by chance in a digest it is none`() throws {
        let search = try Self.search()
        #expect(!search.finds(in: Data(Self.number.utf8)).isEmpty)
        #expect(!search.finds(in: Self.among(Self.number.utf8, at: 5_000 - 18)).isEmpty)
        let digest = "a3f1c0de\(Self.number.prefix(17))be77a9c1e4d5f6a7"
        #expect(search.finds(in: Data("\"\(digest)\"".utf8)).isEmpty)
        #expect(!search.finds(in: Data("\"000000000000\(Self.number)0000000000\"".utf8)).isEmpty)
    }

    @Test func `visitors have names, numbers and cards of their own`() throws {
        let visitors = (1...200).map { Visitor(index: $0) }
        #expect(Set(visitors.flatMap(\.names)).count == visitors.flatMap(\.names).count)
        #expect(Set(visitors.flatMap(\.numbers)).count == visitors.flatMap(\.numbers).count)
        #expect(visitors.flatMap(\.names).allSatisfy { $0.count >= 3 && $0.utf16.count <= 15 })
        #expect(Set(visitors.map(\.plate)).count == 200)
        #expect(Set(visitors.map(\.bankCard.count)) == [16, 17, 18, 19])
        _ = try SecretSearch(names: visitors.flatMap(\.names), numbers: visitors.flatMap(\.numbers))
    }
}
