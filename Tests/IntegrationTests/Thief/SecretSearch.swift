import CharacterEncodings
import Foundation
import Glibc

/// Looks in bytes for names, whole, and for any eight consecutive characters of numbers, in every encoding that this
/// machine has for them.
struct SecretSearch {
    /// What was found, and where in the bytes.
    struct Find: Equatable, CustomStringConvertible {
        let what: String
        let offset: Int

        var description: String { "\(what) at \(offset)" }
    }

    private struct Name {
        let label: String
        let bytes: [UInt8]
        /// A byte that memory is not full of.
        let anchor: Int

        init(label: String, bytes: [UInt8]) {
            self.label = label
            self.bytes = bytes
            anchor = bytes.lastIndex { $0 >= 0x80 } ?? bytes.lastIndex { $0 != 0 } ?? 0
        }
    }

    private let names: [Name]
    /// By eight characters as a big-endian integer.
    private var pieces: [UInt64: String]

    /// - Parameter program: eight characters that stand in a program's own file are nobody's: it has made-up numbers to
    ///   put into recordings.
    init(names: [String], numbers: [String], butNotIn program: Data = Data()) throws {
        guard let gb18030 = GB18030Encoder() else { throw SearchFailure("no GB18030 here") }
        var encoded: [Name] = []
        for name in Set(names) {
            let forms: [(String, [UInt8]?)] = [
                ("UTF-8", Array(name.utf8)), ("UTF-16LE", name.data(using: .utf16LittleEndian).map { Array($0) }),
                ("UTF-16BE", name.data(using: .utf16BigEndian).map { Array($0) }),
                ("GB18030", gb18030.bytes(name)),
            ]
            for (form, bytes) in forms {
                guard let bytes, !bytes.isEmpty else { throw SearchFailure("“\(name)” has no \(form)") }
                encoded.append(Name(label: "“\(name)” in \(form)", bytes: bytes))
            }
        }
        self.names = encoded
        var pieces: [UInt64: String] = [:]
        for number in numbers {
            let bytes = Array(number.utf8)
            for start in 0...(bytes.count - 8) {
                let key = bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                pieces[key] = "\(number) from character \(start + 1)"
            }
        }
        self.pieces = pieces
        var known: Set<UInt64> = []
        program.withUnsafeBytes { bytes in narrow(bytes) { key, _ in known.insert(key) } }
        for key in known { self.pieces[key] = nil }
    }

    /// At most 100 finds.
    func finds(in data: Data) -> [Find] { data.withUnsafeBytes { finds(in: $0) } }

    func finds(in bytes: UnsafeRawBufferPointer) -> [Find] {
        var finds: [Find] = []
        for name in names { whole(name, bytes, &finds) }
        narrow(bytes) { key, place in
            if finds.count < 100, let what = pieces[key], !Self.isDigest(bytes, place) {
                finds.append(Find(what: what, offset: place))
            }
        }
        wide(bytes, &finds)
        return Array(finds.prefix(100))
    }

    private func whole(_ name: Name, _ bytes: UnsafeRawBufferPointer, _ finds: inout [Find]) {
        guard let start = bytes.baseAddress, bytes.count >= name.bytes.count else { return }
        var place = name.anchor
        let end = bytes.count - (name.bytes.count - name.anchor) + 1
        while place < end, finds.count < 100,
            let hit = memchr(start + place, CInt(name.bytes[name.anchor]), end - place)
        {
            place = UnsafeRawPointer(hit) - start
            let first = place - name.anchor
            if memcmp(start + first, name.bytes, name.bytes.count) == 0 {
                finds.append(Find(what: name.label, offset: first))
            }
            place += 1
        }
    }

    /// Digits in ASCII, UTF-8 and GB18030, alone or with one space or hyphen between them.
    private func narrow(_ bytes: UnsafeRawBufferPointer, _ see: (UInt64, Int) -> Void) {
        // Eight characters cover every eighth byte at least once.
        var index = 0
        while index < bytes.count {
            guard Self.isPart(bytes[index]) else {
                index += 8
                continue
            }
            var from = index
            while from > 0, index - from < 64, Self.isPart(bytes[from - 1]) { from -= 1 }
            var window = Window()
            while from < bytes.count, Self.isPart(bytes[from]) {
                if let key = window.take(bytes[from]) { see(key, from) }
                from += 1
            }
            index = max(from, index) + 8 - (max(from, index) % 8)
        }
    }

    /// The same in UTF-16 of either order: a digit and a zero byte in turn.
    private func wide(_ bytes: UnsafeRawBufferPointer, _ finds: inout [Find]) {
        for phase in 0..<2 {
            var index = phase
            while index + 1 < bytes.count, finds.count < 100 {
                // Eight characters of the big-endian order are seven whose zero follows them.
                guard Self.isPart(bytes[index]), bytes[index + 1] == 0 else {
                    index += 14
                    continue
                }
                var from = index
                while from >= 2, index - from < 128, Self.isPart(bytes[from - 2]), bytes[from - 1] == 0 { from -= 2 }
                var window = Window()
                // The last digit of the big-endian order has no zero after it that is its own.
                while from < bytes.count, Self.isPart(bytes[from]) {
                    if let key = window.take(bytes[from]), let what = pieces[key] {
                        finds.append(Find(what: "\(what) in UTF-16", offset: from))
                    }
                    guard from + 1 < bytes.count, bytes[from + 1] == 0 else { break }
                    from += 2
                }
                index = max(from, index) + 2
            }
        }
    }

    /// The last eight digits that came, with at most one separator between two.
    private struct Window {
        private var key: UInt64 = 0
        private var count = 0
        private var isSeparated = false

        mutating func take(_ byte: UInt8) -> UInt64? {
            if byte == 0x20 || byte == 0x2D {
                if isSeparated { count = 0 }
                isSeparated = true
                return nil
            }
            isSeparated = false
            key = key << 8 | UInt64(byte)
            count += 1
            return count >= 8 ? key : nil
        }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == 0x58 || byte == 0x20 || byte == 0x2D
    }

    /// Whether the byte lies in 32 or more hexadecimal digits with letters among them. Eight digits of a number turn up in
    /// some digest by chance: a million positions, some thousand pieces, 16^8 values.
    private static func isDigest(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        func isHex(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        var (first, last) = (index, index)
        while first > 0, index - first < 64, isHex(bytes[first - 1]) { first -= 1 }
        while last + 1 < bytes.count, last - index < 64, isHex(bytes[last + 1]) { last += 1 }
        guard last - first + 1 >= 32 else { return false }
        return (first...last).contains { (0x61...0x66).contains(bytes[$0]) }
    }
}

struct SearchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
