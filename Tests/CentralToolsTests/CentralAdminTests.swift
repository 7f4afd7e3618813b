import KioskTestSupport
import Testing

/// The operator's commands where no central answers, or before one is asked.
struct CentralAdminTests {
    private func central(_ arguments: [String]) async throws -> (status: Int32, output: String, errors: String) {
        try await RunningProgram.output(of: "\(RunningProgram.folder)/kiosk-central", arguments)
    }

    @Test func `a central that does not run is told in the system's words, with what to do`() async throws {
        try await withTemporaryFolder { folder in
            let socket = "\(folder)/control.sock"
            let end = try await central(["token", "new", "--kiosk", "DQ01", "--socket", socket])
            #expect(end.status == 69 && end.output.isEmpty)
            let told =
                "kiosk-central: error control.unreachable: the daemon cannot be reached at \(socket): "
                + "nobody answers there (No such file or directory). Remedy: systemctl status kiosk-central"
            #expect(end.errors.hasPrefix(told), "\(end.errors)")
            #expect(!end.errors.contains("errno"))
        }
    }

    @Test func `a socket's path that is too long for the system is told as that`() async throws {
        let socket = "/" + String(repeating: "a", count: 107)
        let end = try await central(["kiosks", "--socket", socket])
        #expect(end.status == 69 && end.errors.contains("has 108 bytes, and the system takes at most 107"))
        #expect(end.errors.contains("--socket a shorter path"), "\(end.errors)")
    }
}
