import Claims
import CounterServer
import HTTPSupport
import Testing

/// Which users of the machine may open the counter page.
struct CounterAccessTests {
    private let access = CounterAccess(group: "kiosk-counter", ownUser: 990)

    private func refusal(_ uid: UInt32, _ groups: Set<String>) -> KioskError? {
        access.refusal(of: UnixPeer(uid: uid, user: "somebody", groups: groups))
    }

    @Test func `root, the daemon's user and the group's members may; nobody else`() {
        #expect(refusal(0, []) == nil)
        #expect(refusal(990, ["kioskd"]) == nil)
        #expect(refusal(1_000, ["users", "kiosk-counter"]) == nil)
        for groups in [[], ["kiosk-technician", "kiosk-supervisor"], ["root"]] as [Set<String>] {
            let error = refusal(1_000, groups)
            #expect(error?.code == .requestOtherUser)
            #expect(error?.remedy.contains("usermod -aG kiosk-counter somebody") == true)
        }
        #expect(access.refusal(of: nil)?.code == .requestOtherUser)
    }
}
