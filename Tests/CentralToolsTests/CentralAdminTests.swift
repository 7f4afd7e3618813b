import CentralTools
import KioskTestSupport
import Testing
import WireAPI

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

    @Test(arguments: [
        (["token", "new", "--kiosk", "DQ01", "--hours", "0"], "--hours is 1 to 720"),
        (["token", "new", "--kiosk", "dq01"], "did you mean DQ01?"),
        (["kiosks", "revoke", "--kiosk", "D"], "such as DQ01"),
        (["claims", "--limit", "0"], "--limit is 1 to 500"),
        (["claims", "--status", "bogus"], "in-review, returned"),
        (["claims", "--kiosk", "DQ-01"], "such as DQ01"),
        (["claims", "--after", "DQ01-000001-K"], "--after is the number"),
    ])
    func `a wrong command line is told before the central is asked, with what is right`(
        arguments: [String],
        told: String
    ) async throws {
        let end = try await central(arguments + ["--socket", "/nonexistent/control.sock"])
        #expect(end.status == 64 && end.errors.contains(told), "\(end.errors)")
    }

    @Test func `of a claim that came back the list says whether it was corrected`() {
        func words(_ status: ClaimAnswer.Status, _ correction: String? = nil) -> String {
            CentralAdmin.words(
                ClaimSummary(
                    claimId: "",
                    claimNumber: "DQ01-000001-K",
                    kioskId: "DQ01",
                    sequence: 1,
                    status: status,
                    amountFen: nil,
                    rehearsal: false,
                    receivedAt: "2025-03-10T01:00:00Z",
                    correctedBy: correction
                )
            )
        }
        #expect(words(.returned).hasSuffix("  not corrected yet"))
        #expect(words(.returned, "DQ01-000004-X").hasSuffix("  corrected by DQ01-000004-X"))
        #expect(!words(.accepted).contains("corrected"))
    }
}
