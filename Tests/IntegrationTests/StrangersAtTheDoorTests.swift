import Claims
import Foundation
import Glibc
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

    @Test func `a foreign host name and a foreign origin are refused`() async throws {
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

    @Test(.enabled(if: getuid() == 0, "only root can be somebody else"))
    func `another user of the machine sees no visit and begins none, also when he hangs up at once`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, address in
                try await rig.withDevices {
                    try await rig.withKiosk(central: address) { kiosk, counter in
                        try await counter.begin()
                        let page = "\(counter.address)/v1/session"
                        let json = ["-H", "content-type: application/json"]
                        for request in [
                            [page], ["\(counter.address)/"], ["\(counter.address)/v1/events"],
                            ["-X", "POST"] + json + ["-d", "{}", "\(page)/cancel"],
                            ["-X", "POST"] + json + ["-d", #"{"supervisor":"S01","pin":"1"}"#]
                                + ["\(counter.address)/v1/supervisor/login"],
                        ] {
                            let end = try await Self.other(["/usr/bin/curl", "-sS", "-w", "%{http_code}"] + request)
                            #expect(end.output.hasSuffix("403"), "\(request): \(end)")
                            #expect(end.output.contains("request.other-user"), "\(request): \(end)")
                            #expect(!end.output.contains("visit") && !end.output.contains("step"))
                        }
                        let port = try #require(counter.address.split(separator: ":").last)
                        let hangUp = """
                            exec 3<>/dev/tcp/127.0.0.1/\(port)
                            printf 'POST /v1/session/cancel HTTP/1.1\\r\\nhost: localhost\\r\\n\\r\\n' >&3
                            """
                        for _ in 0..<50 { _ = try await Self.other(["/bin/bash", "-c", hangUp]) }
                        try await expect([page], "200")
                        #expect(try await counter.snapshot().session.step == "identity")
                        let line = try await kiosk.log.line(holding: "connection refused")
                        #expect(line.contains("uid=65534") && line.contains("request.other-user"), "\(line)")
                    }
                }
            }
        }
    }

    private static func other(_ command: [String]) async throws -> (status: Int32, output: String, errors: String) {
        let identity = ["--reuid=65534", "--regid=65534", "--clear-groups"]
        let end = try await RunningProgram.output(of: "/usr/bin/setpriv", identity + command)
        return (end.status, end.output, end.errors)
    }
}
