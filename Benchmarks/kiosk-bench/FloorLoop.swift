import Glibc

/// The floor of card to screen: the same bytes from the same kind of terminal, taken by poll(2) and read(2), framed by
/// preamble, length and XOR, and answered with one byte into a pipe.
///
/// Runs as a process of its own, as `kioskd` does, so that both pay for the same switches.
enum FloorLoop {
    private static let header = 7
    private static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]

    /// Writes one byte to `output` when it listens and one for each good frame; returns when the terminal hangs up.
    static func serve(terminal path: String, output: CInt) throws {
        let input = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard input >= 0 else { throw BenchFailure.call("open \(path)") }
        try writeAll(output, [1])
        var frame: [UInt8] = []
        frame.reserveCapacity(8_192)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            var wanted = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            guard poll(&wanted, 1, -1) > 0 else { continue }
            let count = read(input, buffer.baseAddress, buffer.count)
            guard count > 0 else { return }
            frame.append(contentsOf: buffer[..<count])
            while let size = completeFrame(&frame) {
                frame.removeFirst(size)
                try writeAll(output, [1])
            }
        }
    }

    /// The size of the frame that `bytes` begins with, once it is complete and its sum is right. Drops noise.
    private static func completeFrame(_ bytes: inout [UInt8]) -> Int? {
        while !bytes.isEmpty, !bytes.prefix(preamble.count).elementsEqual(preamble.prefix(bytes.count)) {
            bytes.removeFirst()
        }
        guard bytes.count >= header else { return nil }
        let size = header + (Int(bytes[5]) << 8 | Int(bytes[6]))
        guard bytes.count >= size else { return nil }
        guard bytes[5..<size].reduce(0, ^) == 0 else {
            bytes.removeAll(keepingCapacity: true)
            return nil
        }
        return size
    }
}
