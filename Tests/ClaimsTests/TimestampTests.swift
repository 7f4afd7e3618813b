import Claims
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T08:00:00+08:00", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1970-01-01T00:00:00.5Z", 500),
        ("1970-01-01T00:00:00.25Z", 250),
        ("1970-01-01T00:00:00.123456789Z", 123),
        ("1970-01-01T00:00:00.999999Z", 999),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1969-12-31T18:30:00-05:30", 0),
        ("1970-01-01T05:45:00+05:45", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("2025-03-10T10:00:00.000+08:00", 1_741_572_000_000),
        ("2025-03-10T02:00:00Z", 1_741_572_000_000),
        ("2024-02-29T23:59:59Z", 1_709_251_199_000),
    ])
    func `RFC 3339 forms are read`(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "Z", "2025-03-10", "2025-03-10T10:00:00", "2025-03-10 10:00:00Z", "2025-03-10T10:00Z",
        "2025-03-10T10:00:00.Z", "2025-03-10T10:00:00.1234567890Z", "2025-03-10T10:00:00,5Z",
        "2025-03-10T24:00:00Z", "2025-03-10T10:60:00Z", "2025-03-10T10:00:60Z", "2025-02-29T10:00:00Z",
        "2025-03-10T10:00:00+0800", "2025-03-10T10:00:00+08", "2025-03-10T10:00:00+24:00",
        "2025-03-10T10:00:00+08:60", "2025-03-10T10:00:00*08:00", "2025-03-10T10:00:00ZZ", "2025-03-10T10:00:00Z ",
        " 2025-03-10T10:00:00Z", "20250310T10:00:00.00Z", "2025-03-10T-1:00:00Z", "2025-03-10T１0:00:00Z",
        "0000-01-01T00:00:00Z", "2025-03-10T10:00:00.000+08:00\0", "2025-03-10T10:00:00\u{301}Z",
        "2025-03-10T\u{301}10:00:00Z", "2025-03-1\u{301}T10:00:00Z", "长期长期长期长期长期",
    ])
    func `garbage is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `no cut or single-byte change of a good text traps`() {
        let good = Array("2025-03-10T10:00:00.000+08:00".utf8)
        var read = 0
        for length in 0...good.count where Timestamp(String(decoding: good.prefix(length), as: UTF8.self)) != nil {
            read += 1
        }
        #expect(read == 1, "only the whole text is a time")
        for index in good.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = good
                changed[index] = byte
                let text = String(decoding: changed, as: UTF8.self)
                guard let time = Timestamp(text) else { continue }
                #expect(Timestamp(time.description) == time)
            }
        }
    }

    @Test(arguments: [
        ("2025-04-30T15:59:59.999Z", "2025-04-30"),
        ("2025-04-30T16:00:00Z", "2025-05-01"),
        ("2025-02-08T15:59:59.999Z", "2025-02-08"),
        ("2025-02-08T16:00:00Z", "2025-02-09"),
        ("1969-12-31T15:59:59.999Z", "1969-12-31"),
        ("1969-12-31T16:00:00Z", "1970-01-01"),
        ("2024-02-28T16:00:00Z", "2024-02-29"),
    ])
    func `the day changes at midnight of UTC+8`(text: String, day: String) throws {
        let time = try #require(Timestamp(text))
        #expect(time.date().description == day)
        #expect(time.date(offset: 0).description == String(text.prefix(10)))
    }

    @Test(arguments: [
        (0, "1970-01-01T08:00:00.000+08:00"),
        (-1, "1970-01-01T07:59:59.999+08:00"),
        (1_741_572_000_007, "2025-03-10T10:00:00.007+08:00"),
        (-62_135_596_800_000, "0001-01-01T08:00:00.000+08:00"),
        (-62_135_625_600_000, "0001-01-01T00:00:00.000+08:00"),
        (253_402_271_999_999, "9999-12-31T23:59:59.999+08:00"),
    ])
    func `times are written at UTC+8 with milliseconds`(milliseconds: Int64, text: String) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(time.description == text)
        #expect(Timestamp(text) == time)
    }

    @Test func `other offsets are written with their sign`() {
        let time = Timestamp(milliseconds: 0)
        #expect(time.text(offset: 0) == "1970-01-01T00:00:00.000Z")
        #expect(time.text(offset: -330) == "1969-12-31T18:30:00.000-05:30")
        #expect(time.text(offset: 345) == "1970-01-01T05:45:00.000+05:45")
    }

    @Test(arguments: [-12 * 60, -330, 0, 345, 480, 14 * 60])
    func `times read back from what they write, before and after 1970`(offset: Int) {
        var random = TestRandom(seed: 20_250_209)
        for _ in 0..<2_000 {
            let time = Timestamp(
                milliseconds: Int64.random(in: -62_000_000_000_000...253_000_000_000_000, using: &random)
            )
            #expect(Timestamp(time.text(offset: offset)) == time)
        }
    }

    @Test func `durations are added to the millisecond, both ways`() {
        let time = Timestamp(milliseconds: 1_000)
        #expect(time.adding(.milliseconds(1)).milliseconds == 1_001)
        #expect(time.adding(.seconds(-2)).milliseconds == -1_000)
        #expect(time.adding(.milliseconds(-1_500)).milliseconds == -500)
        #expect(time < time.adding(.milliseconds(1)))
    }

    @Test func `sums beyond the range stop at its end`() {
        let time = Timestamp(milliseconds: 0)
        #expect(time.adding(.seconds(Int64.max)).milliseconds == .max)
        #expect(time.adding(.seconds(Int64.min)).milliseconds == .min)
        #expect(Timestamp(milliseconds: .max).adding(.seconds(1)).milliseconds == .max)
        #expect(Timestamp(milliseconds: .min).adding(.seconds(-1)).milliseconds == .min)
        #expect(time.adding(.milliseconds(Int64.max)).milliseconds == .max)
        #expect(time.adding(.seconds(Int64.max / 1_000) + .milliseconds(999)).milliseconds == .max)
    }

    @Test(arguments: [Int64.min, .min + 1, .max - 1, .max])
    func `times outside years 0001 to 9999 are shown as the nearest in them`(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        let utc = milliseconds < 0 ? "0001-01-01T00:00:00.000Z" : "9999-12-31T23:59:59.999Z"
        #expect(time.text(offset: 0) == utc)
        #expect(time.text(offset: 480).prefix(10) == utc.prefix(10))
        #expect(time.date().description == utc.prefix(10))
    }
}
