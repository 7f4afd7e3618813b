import Claims
import NIOCore
import ReaderProtocols
import Testing

struct CaptureFileTests {
    private let capture = CaptureFile(
        device: "CH340 at /dev/ttyUSB0",
        driver: "sdt",
        baud: 115_200,
        when: "2025-03-10T09:45:00+08:00",
        who: "tech",
        chunks: [
            .init(time: 0, direction: .toDevice, bytes: [0xAA, 0x0B]),
            .init(time: 12_417, direction: .fromDevice, bytes: [0]),
            .init(time: 3_000_001, direction: .fromDevice, bytes: [UInt8](repeating: 7, count: 4_096)),
        ]
    )

    private func parsed(_ text: String) throws -> CaptureFile { try CaptureFile(parsing: Array(text.utf8)) }

    @Test func `what is written is read again`() throws {
        #expect(try parsed(capture.text) == capture)
        #expect(capture.text.contains("0.012417 < 00\n"))
        #expect(try parsed(capture.text.replacing("\n", with: "\r\n")) == capture)
    }

    @Test func `what a device calls itself cannot break the file`() throws {
        var odd = capture
        odd.device = "evil\n0.000000 > FF\u{1B}[2J" + String(repeating: "x", count: 500)
        odd.who = ""
        let read = try parsed(odd.text)
        #expect(read.chunks == capture.chunks && read.who == "-")
        #expect(read.device.count <= CaptureFile.longestValue && !read.device.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("# kiosk-capture 2\n", 1), ("hello", 1),
        ("# kiosk-capture 1\n# colour: red\n", 2), ("# kiosk-capture 1\n# baud: 1\n# baud: 1\n", 3),
        ("# kiosk-capture 1\n0.0 > 00\n", 2), ("# kiosk-capture 1\n0.000000 = 00\n", 2),
        ("# kiosk-capture 1\n0.000000 > 0\n", 2), ("# kiosk-capture 1\n0.000000 > GG\n", 2),
        ("# kiosk-capture 1\n0.000000 >\n", 2), ("# kiosk-capture 1\n1.000000 > 00\n0.000000 > 00\n", 3),
        ("# kiosk-capture 1\n9999.000000 > 00\n", 2), ("# kiosk-capture 1\n0.000000 > 00\n# who: x\n", 3),
        ("# kiosk-capture 1\n", 1),
    ])
    func `a wrong line is named`(text: String, line: Int) {
        let error = #expect(throws: KioskError.self) { try parsed(text) }
        #expect(error?.code == .captureMalformed)
        #expect(error?.message.hasPrefix("line \(line) ") == true, "\(error?.message ?? "")")
    }

    @Test func `a recording of a reader that was open already is played from its opening on`() {
        let find = Array(SDTRequest.findCard.frame.readableBytesView)
        let noCard = Array(SDTFrame.reply(status: .noCard).readableBytesView)
        var middle = capture
        middle.chunks = [
            .init(time: 0, direction: .toDevice, bytes: find), .init(time: 900, direction: .fromDevice, bytes: noCard),
        ]
        var playback = CapturePlayback(middle)
        #expect(playback.start().isEmpty)
        let status = playback.received(SDTRequest.status.frame.readableBytesView).map(\.bytes)
        #expect(status == [Array(SDTFrame.reply(status: .success).readableBytesView)])
        let module = playback.received(SDTRequest.moduleNumber.frame.readableBytesView).map(\.bytes)
        #expect(module == [Array(SDTFrame.reply(status: .badCommand).readableBytesView)])
        #expect(playback.received(find).map(\.bytes) == [noCard])
        #expect(playback.isAtEnd)
    }

    @Test func `any bytes are read or refused, never trapped on`() {
        var state: UInt64 = 42
        let alphabet = Array("# kiosk-capture1:\n0123456789ABF<>. \r\u{FF}baudwhodevicrn".utf8)
        for _ in 0..<3_000 {
            var bytes = Array(capture.text.utf8.prefix(400))
            for _ in 0..<8 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let place = Int(state >> 33) % bytes.count
                bytes[place] = alphabet[Int(state >> 13) % alphabet.count]
            }
            _ = try? CaptureFile(parsing: bytes)
        }
    }
}

struct CapturePlaybackTests {
    private let status = Array(SDTRequest.status.frame.readableBytesView)
    private let find = Array(SDTRequest.findCard.frame.readableBytesView)

    private func capture(_ driver: String, _ chunks: [(Int64, CaptureFile.Direction, [UInt8])]) -> CaptureFile {
        CaptureFile(
            device: "d",
            driver: driver,
            baud: 9_600,
            when: "w",
            who: "x",
            chunks: chunks.map { .init(time: $0.0, direction: $0.1, bytes: $0.2) }
        )
    }

    @Test func `a scanner plays by itself, with its pauses, long ones cut`() {
        var playback = CapturePlayback(
            capture("line", [(0, .fromDevice, [65]), (5_000, .fromDevice, [13]), (9_000_000, .fromDevice, [66])])
        )
        #expect(
            playback.start() == [
                .init(pause: 0, bytes: [65]), .init(pause: 5_000, bytes: [13]), .init(pause: 1_000_000, bytes: [66]),
            ]
        )
        #expect(playback.isAtEnd)
    }

    @Test func `a reader answers the request that was recorded, however it arrives`() {
        var playback = CapturePlayback(
            capture(
                "sdt",
                [
                    (0, .toDevice, status), (10, .fromDevice, [1]), (20, .toDevice, find), (50, .fromDevice, [2]),
                    (60, .fromDevice, [3]),
                ]
            )
        )
        #expect(playback.start().isEmpty && !playback.isAtEnd)
        #expect(playback.received(status.prefix(4)).isEmpty)
        #expect(playback.received(status.dropFirst(4)) == [.init(pause: 10, bytes: [1])])
        // Not recorded: no answer, and nothing is skipped.
        #expect(playback.received(Array(SDTRequest.reset.frame.readableBytesView)).isEmpty)
        // Only further back: answered again.
        #expect(playback.received(status) == [.init(pause: 10, bytes: [1])])
        #expect(!playback.isAtEnd)
        #expect(playback.received(find) == [.init(pause: 30, bytes: [2]), .init(pause: 10, bytes: [3])])
        #expect(playback.isAtEnd)
    }

    @Test func `an endless reader goes on after its end`() {
        var playback = CapturePlayback(
            capture("sdt", [(0, .toDevice, status), (10, .fromDevice, [1])]),
            isEndless: true
        )
        for _ in 0..<3 { #expect(playback.received(status) == [.init(pause: 10, bytes: [1])]) }
        #expect(!playback.isAtEnd)
    }
}
