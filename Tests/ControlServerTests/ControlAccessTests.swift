import Claims
import ControlServer
import HTTPSupport
import Testing

struct ControlAccessTests {
    private let access = ControlAccess(ownUser: 990)

    private func allowed(_ uid: UInt32, _ groups: Set<String>) -> [ControlAccess.Right] {
        ControlAccess.Right.allCases.filter { right in
            (try? access.check(right, for: .init(uid: uid, user: "someone", groups: groups))) != nil
        }
    }

    @Test(
        arguments: [
            (0, [], [.observe, .change, .supervise]), (990, [], [.observe, .change, .supervise]),
            (1_000, ["kiosk-technician"], [.observe, .change]),
            (1_000, ["kiosk-supervisor", "users"], [.observe, .supervise]),
            (1_000, ["users", "dialout"], []),
        ] as [(UInt32, Set<String>, [ControlAccess.Right])]
    )
    func `groups decide what a user may do`(uid: UInt32, groups: Set<String>, rights: [ControlAccess.Right]) {
        #expect(allowed(uid, groups) == rights)
    }

    @Test func `a refusal says which command makes it right`() {
        let error = #expect(throws: KioskError.self) {
            try access.check(.change, for: .init(uid: 1_000, user: "dolma", groups: []))
        }
        #expect(error?.code == .controlDenied)
        #expect(error?.remedy.contains("usermod -aG kiosk-technician dolma") == true)
    }

    @Test func `group names are the settings'`() throws {
        let other = ControlAccess(technicianGroup: "wheel", observerGroup: "staff", ownUser: 990)
        try other.check(.change, for: .init(uid: 1, user: "a", groups: ["wheel"]))
        try other.check(.observe, for: .init(uid: 1, user: "a", groups: ["staff"]))
        #expect(throws: KioskError.self) {
            try other.check(.observe, for: .init(uid: 1, user: "a", groups: ["kiosk-technician"]))
        }
    }
}
