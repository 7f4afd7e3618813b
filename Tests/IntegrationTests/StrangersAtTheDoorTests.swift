import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// What a stranger can do to the listeners of the real programs, with their real bounds.
@Suite(.serialized) struct StrangersAtTheDoorTests {
    /// curl's status, and its answer's HTTP status.
    private func curl(_ arguments: [String], within bound: Duration = .seconds(120)) async throws -> (Int32, String) {
        let usual = ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "100"]
        let end = try await RunningProgram.output(of: "/usr/bin/curl", usual + arguments, within: bound)
        return (end.status, end.output)
    }

    private func expect(_ arguments: [String], _ code: String) async throws {
        let answer = try await curl(arguments).1
        #expect(answer == code, "\(arguments)")
    }

    private func residentKilobytes(_ program: RunningProgram) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(program.processID)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// A file of two gigabytes that takes no room on the disk.
    private func largeFile(_ rig: KioskRig) throws -> String {
        let path = rig.path("large")
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: 2 << 30)
        try handle.close()
        return path
    }

    @Test func `two gigabytes to each listener are cut off, and no daemon grows`() async throws {
        try await KioskRig.with { rig in
            let large = try largeFile(rig)
            try await rig.withCentral { central, address in
                try await rig.withDevices {
                    try await rig.withKiosk(central: address) { kiosk, counter in
                        let before = (try residentKilobytes(central), try residentKilobytes(kiosk))
                        let doors: [[String]] = [
                            ["\(address)/v1/claims"], ["\(address)/v1/claims/x", "-X", "PUT"],
                            ["\(counter.address)/v1/session/photos"],
                            ["--unix-socket", rig.centralStore + "/control.sock", "http://central/v1/tokens"],
                            ["--unix-socket", rig.kioskStore + "/control.sock", "http://kiosk/v1/devices/test"],
                        ]
                        for door in doors {
                            for kind in [[], ["-H", "transfer-encoding: chunked"]] {
                                let body = ["-H", "expect:", "-H", "content-type: application/json", "-T", large]
                                let method = door.contains("-X") ? [] : ["-X", "POST"]
                                let (status, code) = try await curl(body + method + kind + door)
                                // Refused in words, or cut off in the middle of sending: curl's 52, 55 and 56.
                                let isRefused = code.hasPrefix("4") || [52, 55, 56].contains(status)
                                #expect(isRefused, "\(door) \(kind): \(status) \(code)")
                            }
                        }
                        let after = (try residentKilobytes(central), try residentKilobytes(kiosk))
                        #expect(after.0 - before.0 < 48 << 10, "central \(before.0) → \(after.0) KiB")
                        #expect(after.1 - before.1 < 48 << 10, "kiosk \(before.1) → \(after.1) KiB")
                        let idle = try await counter.snapshot()
                        #expect(idle.session.step == "idle")
                    }
                }
            }
        }
    }

    @Test func `a foreign host name, a foreign origin and another user are refused`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, address in
                try await rig.withDevices {
                    try await rig.withKiosk(central: address) { _, counter in
                        let page = "\(counter.address)/v1/session"
                        try await expect([page], "200")
                        try await expect(["-H", "host: evil.example", page], "403")
                        let start = ["-X", "POST", "-H", "content-type: application/json", "-d", "{}", "\(page)/start"]
                        try await expect(["-H", "origin: http://evil.example"] + start, "403")
                        try await expect(["-H", "origin: null"] + start, "403")
                    }
                }
            }
        }
    }
}
