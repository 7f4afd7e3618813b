/// What a UART makes of bytes that were sent at another speed than its own, bit by bit (8N1).
enum WrongSpeed {
    /// - Parameters:
    ///   - sender: bits a second on the wire, from 1.
    ///   - receiver: bits a second that the receiver samples with, from 1.
    /// - Returns: what the receiver hands on; bytes whose stop bit is missing are among them, as on Linux without
    ///   INPCK.
    static func heard(_ bytes: [UInt8], sentAt sender: Int, heardAt receiver: Int) -> [UInt8] {
        guard sender != receiver, sender > 0, receiver > 0 else { return bytes }
        let wire = bytes.flatMap { byte -> [Bool] in
            [false] + (0..<8).map { byte & (1 << UInt8($0)) != 0 } + [true]
        }
        // Time in units of which a second has sender × receiver: a bit of the sender lasts `receiver` of them.
        func level(_ time: Int) -> Bool {
            let bit = time / receiver
            return bit < wire.count ? wire[bit] : true
        }
        var heard: [UInt8] = []
        var bit = 0
        while bit < wire.count {
            guard !wire[bit], bit == 0 || wire[bit - 1] else {
                bit += 1
                continue
            }
            let start = bit * receiver
            guard !level(start + sender / 2) else {
                // Too short to be a start bit.
                bit += 1
                continue
            }
            var byte: UInt8 = 0
            for index in 0..<8 where level(start + sender * (index + 1) + sender / 2) { byte |= 1 << index }
            heard.append(byte)
            bit = max(bit + 1, (start + sender * 9 + sender / 2) / receiver)
        }
        return heard
    }
}
