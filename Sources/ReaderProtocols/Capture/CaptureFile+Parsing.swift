package import Claims

extension CaptureFile {
    /// Reads a file strictly: what is not understood is an error that names its line.
    ///
    /// Throws `capture.malformed`.
    package init(parsing bytes: some RandomAccessCollection<UInt8>) throws(KioskError) {
        guard bytes.count <= Self.largestFile else {
            throw Self.malformed(1, "the file is larger than \(Self.largestFile) bytes")
        }
        var headers: [String: String] = [:]
        var chunks: [Chunk] = []
        var total = 0
        var isFirst = true
        var number = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            let line = line.last == 0x0D ? line.dropLast() : line
            guard !line.isEmpty else { continue }
            if isFirst {
                isFirst = false
                guard line.elementsEqual("# kiosk-capture \(Self.version)".utf8) else {
                    throw Self.malformed(number, "the file does not begin with “# kiosk-capture \(Self.version)”")
                }
            } else if line.first == UInt8(ascii: "#") {
                guard chunks.isEmpty else { throw Self.malformed(number, "a header after the first bytes") }
                let (name, value) = try Self.header(Array(line), number)
                guard headers.updateValue(value, forKey: name) == nil else {
                    throw Self.malformed(number, "the header “\(name)” stands twice")
                }
            } else {
                let chunk = try Self.chunk(Array(line), number)
                guard chunk.time >= chunks.last?.time ?? 0 else { throw Self.malformed(number, "time runs backwards") }
                total += chunk.bytes.count
                guard total <= Self.largestRecording else {
                    throw Self.malformed(number, "more than \(Self.largestRecording) bytes in all")
                }
                chunks.append(chunk)
            }
        }
        func value(_ name: String) throws(KioskError) -> String {
            guard let value = headers[name] else { throw Self.malformed(1, "the header “\(name)” is missing") }
            return value
        }
        guard let baud = try Int(value("baud")), (0...4_000_000).contains(baud) else {
            throw Self.malformed(1, "the header “baud” is not a speed")
        }
        try self.init(
            device: value("device"),
            driver: value("driver"),
            baud: baud,
            when: value("when"),
            who: value("who"),
            chunks: chunks
        )
    }

    private static func header(_ line: [UInt8], _ number: Int) throws(KioskError) -> (String, String) {
        let known = ["device", "driver", "baud", "when", "who"]
        guard let text = String(validating: line, as: UTF8.self), let colon = text.firstIndex(of: ":") else {
            throw malformed(number, "a header is “# name: value” in UTF-8")
        }
        let name = String(text[..<colon].dropFirst().drop { $0 == " " })
        let value = String(text[text.index(after: colon)...].drop { $0 == " " })
        guard known.contains(name) else {
            throw malformed(number, "headers are \(known.joined(separator: ", ")), once each")
        }
        guard (1...longestValue).contains(value.unicodeScalars.count),
            value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        else { throw malformed(number, "a header's value has 1 to \(longestValue) printable characters") }
        return (name, value)
    }

    private static func chunk(_ line: [UInt8], _ number: Int) throws(KioskError) -> Chunk {
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard fields.count == 3, let time = microseconds(fields[0]) else {
            throw malformed(number, "a line is “seconds > bytes” or “seconds < bytes”")
        }
        guard fields[1].count == 1, let mark = fields[1].first,
            let direction = Direction(rawValue: Character(Unicode.Scalar(mark)))
        else { throw malformed(number, "between time and bytes stands > or <") }
        var bytes: [UInt8] = []
        for pair in fields[2].split(separator: UInt8(ascii: " ")) {
            guard pair.count == 2, let high = digit(pair[pair.startIndex]), let low = digit(pair[pair.startIndex + 1])
            else { throw malformed(number, "bytes are pairs of hexadecimal digits with a space between") }
            bytes.append(high << 4 | low)
        }
        guard (1...largestChunk).contains(bytes.count) else {
            throw malformed(number, "a line holds 1 to \(largestChunk) bytes")
        }
        return Chunk(time: time, direction: direction, bytes: bytes)
    }

    /// `12.003400`: digits, a point, six digits; at most `longestTime`.
    private static func microseconds(_ field: ArraySlice<UInt8>) -> Int64? {
        let parts = field.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...4).contains(parts[0].count), parts[1].count == 6 else { return nil }
        var value: Int64 = 0
        for byte in parts.joined() {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value <= longestTime ? value : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func malformed(_ line: Int, _ what: String) -> KioskError {
        KioskError(
            .captureMalformed,
            "line \(line) of the capture: \(what)",
            remedy: "record it again with kioskctl devices record; docs/kioskctl.md describes the file"
        )
    }
}
