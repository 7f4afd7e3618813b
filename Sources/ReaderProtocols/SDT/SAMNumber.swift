package import NIOCore

/// The number of a reader's security module: of a device, not of a person.
///
/// Five little-endian numbers in the 16 bytes of a reply to 12 FF. What each of them means is not public.
package struct SAMNumber: Hashable, Sendable, CustomStringConvertible {
    package static let size = 16

    private let first: UInt16
    private let second: UInt16
    /// Reads like a date, YYYYMMDD.
    private let third: UInt32
    private let fourth: UInt32
    private let fifth: UInt32

    /// Nil unless the data has exactly 16 bytes.
    package init?(_ data: ByteBuffer) {
        var data = data
        guard data.readableBytes == Self.size,
            let parts = data.readMultipleIntegers(
                endianness: .little,
                as: (UInt16, UInt16, UInt32, UInt32, UInt32).self
            )
        else { return nil }
        (first, second, third, fourth, fifth) = parts
    }

    /// As readers and their papers print it: `05.01-20101129-0001228293-0296863149`.
    package var description: String {
        let groups = [Self.digits(third, 8), Self.digits(fourth, 10), Self.digits(fifth, 10)]
        return Self.digits(first, 2) + "." + Self.digits(second, 2) + "-" + groups.joined(separator: "-")
    }

    private static func digits(_ number: some UnsignedInteger, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
