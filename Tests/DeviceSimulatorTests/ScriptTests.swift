import Claims
import Foundation
import Testing
import WireAPI

@testable import DeviceSimulator

struct ScriptTests {
    /// A clock that goes as fast as it is waited for.
    private final class JumpingClock: Clock, Sendable {
        struct Instant: InstantProtocol {
            var offset = Duration.zero
            func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }
            func duration(to other: Self) -> Duration { other.offset - offset }
            static func < (a: Self, b: Self) -> Bool { a.offset < b.offset }
        }

        private let time = Shared(Instant())
        var now: Instant { time.use { $0 } }
        var minimumResolution: Duration { .zero }
        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            time.use { $0 = max($0, deadline) }
        }
    }

    /// Notes what is done to it, and when.
    private actor NotedDevice: SimulatedDevice {
        struct Note: Equatable {
            var at: Duration
            var step: ScriptStep
        }

        let clock: JumpingClock
        var notes: [Note] = []
        var refuses: ScriptStep?

        init(_ clock: JumpingClock, refuses: ScriptStep? = nil) {
            self.clock = clock
            self.refuses = refuses
        }

        func state() async -> SimulatedDeviceState { .init(role: "id-card", plugged: true, card: nil, choices: []) }
        func plug() async throws {}
        func unplug() async throws {}
        func perform(_ action: String, _ arguments: SimulatorAction) async throws {}
        func run(_ step: ScriptStep) async throws {
            guard step != refuses else { throw KioskError.notPlugged }
            notes.append(Note(at: clock.now.offset, step: step))
        }
    }

    @Test func `steps happen at their times, without anybody waiting`() async throws {
        let script = try ScriptParser.script(
            """
            # A slow morning.
            device id-card
            set speed 9600

            at 2s tap owner-1   # the first
            wait 500ms
            repeat 2
                lift
                wait 1min
            end
            silence 3s
            at 1s unplug
            """
        )
        #expect(script.pace == LinePace(chunk: 64, speed: 9600))
        let clock = JumpingClock()
        let device = NotedDevice(clock)
        try await ScriptPlayer(script, device: device, clock: clock).run()
        #expect(
            await device.notes == [
                .init(at: .seconds(2), step: .tap("owner-1")), .init(at: .milliseconds(2_500), step: .lift),
                .init(at: .milliseconds(62_500), step: .lift),
                .init(at: .milliseconds(122_500), step: .line(.silence(true))),
                .init(at: .milliseconds(125_500), step: .line(.silence(false))),
                .init(at: .milliseconds(125_500), step: .unplug),
            ]
        )
    }

    @Test func `a step that the device refuses ends the script with its line`() async throws {
        let script = try ScriptParser.script("device id-card\ntap owner-1\n\nlift\ntap owner-2")
        let clock = JumpingClock()
        let device = NotedDevice(clock, refuses: .lift)
        await #expect { try await ScriptPlayer(script, device: device, clock: clock).run() } throws: {
            let error = $0 as? KioskError
            return error?.code == .scriptStepFailed && error?.message.contains("Line 4") == true
        }
        #expect(await device.notes.count == 1)
    }

    @Test(arguments: [
        ("plug", ScriptStep.plug), ("unplug", .unplug), ("unplug at byte 700", .line(.unplugAfter(700))),
        ("tap generated-7", .tap("generated-7")), ("lift", .lift), ("answer 60", .answer(0x60, count: nil)),
        ("answer 4a next 2", .answer(0x4A, count: 2)), ("answer normally", .answer(nil, count: nil)),
        (#"scan "拉萨 \"A\\1"# + "\"", .scan(#"拉萨 "A\1"#, .qr)), ("scan A1 as ean13", .scan("A1", .ean13)),
        ("noise 200 bytes", .line(.noise(200))), ("dribble off", .line(.pace(nil))),
        ("dribble 1 byte every 3ms", .line(.pace(LinePace(chunk: 1, every: .milliseconds(3))))),
        ("wrong-sum next 2", .line(.wrongSums(2))), ("silence on", .line(.silence(true))),
        ("speed-mismatch 9600", .line(.speed(9600))), ("speed-mismatch off", .line(.speed(nil))),
        ("lose-ack next 1", .scanner(.loseAcks(1))), ("paper out", .printer(.paper(.out))),
        ("paper ends after 3", .printer(.paperFor(items: 3))), ("cover open", .printer(.cover(isOpen: true))),
        ("cutter ok", .printer(.cutter(isJammed: false))), ("tear", .printer(.tear)),
    ])
    func `each step is understood`(_ text: String, _ step: ScriptStep) throws {
        #expect(try ScriptParser.step(text) == step)
    }

    @Test(arguments: [
        ("", 1, KioskError.Code.scriptNotUnderstood), ("tap owner-1", 1, .scriptNotUnderstood),
        ("device toaster", 1, .scriptNotUnderstood), ("device scanner\n\nscann A", 3, .scriptNotUnderstood),
        ("device scanner\nscan A B", 2, .scriptNotUnderstood), ("device scanner\nscan \"A", 2, .scriptNotUnderstood),
        ("device scanner\ntap owner-1", 2, .scriptWrongDevice), ("device id-card\npaper out", 2, .scriptWrongDevice),
        ("device id-card\ntap nobody", 2, .scriptValue), ("device id-card\nset speed 99999999", 2, .scriptValue),
        ("device id-card\nset ending cr", 2, .scriptNotUnderstood),
        ("device id-card\nset sam 12", 2, .scriptValue), ("device id-card\nset fingerprints 3", 2, .scriptValue),
        ("device scanner\nset ending maybe", 2, .scriptNotUnderstood),
        ("device scanner\nplug\nset aim yes", 3, .scriptNotUnderstood),
        ("device scanner\nwait 3", 2, .scriptNotUnderstood), ("device scanner\nwait -3s", 2, .scriptNotUnderstood),
        ("device scanner\nwait 25000min", 2, .scriptValue), ("device scanner\nrepeat 2\nplug", 2, .scriptNotUnderstood),
        ("device scanner\nend", 2, .scriptNotUnderstood),
        ("device scanner\nrepeat 2\nat 1s plug\nend", 3, .scriptNotUnderstood),
        ("device scanner\nnoise 99999 bytes", 2, .scriptValue),
    ])
    func `a mistake is named with its line`(_ text: String, _ line: Int, _ code: KioskError.Code) {
        #expect { _ = try ScriptParser.script(text) } throws: {
            let error = $0 as? KioskError
            return error?.code == code && error?.message.contains("Line \(line) ") == true
        }
    }

    @Test func `repetitions of repetitions are bounded`() {
        let text = "device scanner\n" + String(repeating: "repeat 1000\n", count: 3) + "plug\nend\nend\nend"
        #expect { _ = try ScriptParser.script(text) } throws: { ($0 as? KioskError)?.code == .scriptTooLong }
    }

    @Test func `no text makes the parser trap`() {
        var state: UInt64 = 7
        let pieces = [
            "device scanner\n", "repeat 2\n", "end\n", "wait ", "9999999999999999999999", "\"", "\\", "#", "at ",
            "\r\n",
            "scan ", "noise ", "藏", "\0", "1s", " ", "set ", "paper ends after ",
        ]
        for _ in 0..<20_000 {
            var text = "device scanner\n"
            for _ in 0..<6 {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                text += pieces[Int(state >> 33) % pieces.count]
            }
            _ = try? ScriptParser.script(text)
        }
    }

    @Test func `every script that is shipped is right`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "share/sim")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sim") }
        #expect(files.count >= 12)
        for file in files { try PlayProgram.check(folder.appending(path: file).path) }
    }

    @Test func `a file that is none, or no text, is refused`() throws {
        let folder = try temporaryFolder()
        try Data([0x64, 0xFF, 0xFE]).write(to: URL(filePath: folder + "/binary"))
        for path in [folder, folder + "/missing", folder + "/binary"] {
            #expect { try PlayProgram.check(path) } throws: { ($0 as? KioskError)?.code == .scriptUnreadable }
        }
    }
}
