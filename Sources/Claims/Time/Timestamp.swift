/// A point in wall-clock time, for records: milliseconds since 1970-01-01T00:00:00Z.
///
/// Never used to measure how long something took; `ContinuousClock` does that.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// UTC+8 all year (Asia/Shanghai), the only zone the programme's rules know. Minutes.
    package static let programmeOffset = 480

    /// RFC 3339 with seconds and a `Z` or `±hh:mm` offset, milliseconds optional; nil for anything else.
    @specialized(where Text == String)
    package init?<Text: StringProtocol>(_ text: Text) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), let date = CivilDate(text.prefix(10)),
            let hour = Self.number(bytes[11..<13], below: 24), let minute = Self.number(bytes[14..<16], below: 60),
            let second = Self.number(bytes[17..<19], below: 60)
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            fraction = digits.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
            for _ in 0..<max(0, 3 - digits.count) { fraction *= 10 }
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let offset = Self.offset(rest) else { return nil }
        let seconds = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60
        self.init(milliseconds: Int64(seconds) * 1_000 + Int64(fraction))
    }

    /// The day at the given offset from UTC in minutes; outside years 0001–9999 the nearest day in them.
    package func date(offset: Int = programmeOffset) -> CivilDate {
        CivilDate(daysSince1970: Int(local(offset: offset).flooredQuotient(by: 86_400_000)))
    }

    /// Minutes since midnight on the clock of a place at the given offset, 0–1439; begun minutes do not count.
    package func minuteOfDay(offset: Int = programmeOffset) -> Int {
        let local = local(offset: offset)
        return Int((local - local.flooredQuotient(by: 86_400_000) * 86_400_000) / 60_000)
    }

    /// Whole milliseconds of `duration` later; a sum out of range stops at its end.
    package func adding(_ duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let scaled = seconds.multipliedReportingOverflow(by: 1_000)
        let whole = scaled.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        let sum = milliseconds.addingReportingOverflow(whole.partialValue)
        guard scaled.overflow || whole.overflow || sum.overflow else {
            return Timestamp(milliseconds: sum.partialValue)
        }
        return Timestamp(milliseconds: seconds < 0 ? .min : .max)
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// RFC 3339 with milliseconds at the programme's offset, `2025-03-10T10:00:00.000+08:00`.
    package var description: String { text(offset: Self.programmeOffset) }

    /// The same at another offset in minutes; outside years 0001–9999 the nearest millisecond in them.
    package func text(offset: Int) -> String {
        let local = local(offset: offset)
        let inDay = local - local.flooredQuotient(by: 86_400_000) * 86_400_000
        let clock = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1_000 % 60].map { $0.padded(to: 2) }
        let size = abs(offset)
        let zone =
            offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\((size / 60).padded(to: 2)):\((size % 60).padded(to: 2))"
        return "\(date(offset: offset))T\(clock.joined(separator: ":")).\((inDay % 1_000).padded(to: 3))\(zone)"
    }

    /// Milliseconds on the clock of a place at `offset`, within years 0001–9999.
    private func local(offset: Int) -> Int64 {
        let sum = milliseconds.addingReportingOverflow(Int64(offset) * 60_000)
        let local = sum.overflow ? milliseconds : sum.partialValue
        return min(max(local, -62_135_596_800_000), 253_402_300_799_999)
    }

    private static func number(_ digits: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return value < limit ? value : nil
    }

    private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(text)
        if bytes == [UInt8(ascii: "Z")] { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3], below: 24),
            let minutes = number(bytes[4..<6], below: 60)
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, as calendar arithmetic before 1970 needs.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
