package import Claims
package import HTTPSupport
import QueueServer

/// Who may do what at the control socket, by the Unix groups of the user at the other end.
package struct ControlAccess: Equatable, Sendable {
    /// What the socket is asked for.
    package enum Right: String, CaseIterable, Sendable {
        /// List, watch, metrics, settings.
        case observe
        /// Test, bind, unbind, record.
        case change
        /// Send again, pause, carry over, end: what supervisors answer for.
        case supervise
    }

    /// Members may do everything.
    package var technicianGroup: String
    /// Supervisors: members may look, and act on the queue.
    package var observerGroup: String
    /// The user the daemon runs as, who may do everything, as root may.
    package var ownUser: UInt32

    package init(
        technicianGroup: String = "kiosk-technician",
        observerGroup: String = "kiosk-supervisor",
        ownUser: UInt32
    ) {
        self.technicianGroup = technicianGroup
        self.observerGroup = observerGroup
        self.ownUser = ownUser
    }

    /// Throws `control.denied`, which names the group that would do.
    package func check(_ right: Right, for peer: UnixPeer) throws(KioskError) {
        let isAdministrator = role(of: peer) == .administrator
        let isTechnician = isAdministrator || peer.groups.contains(technicianGroup)
        switch right {
        case .observe where isTechnician || peer.groups.contains(observerGroup): return
        case .change where isTechnician: return
        case .supervise where isAdministrator || peer.groups.contains(observerGroup): return
        case .observe, .change, .supervise: break
        }
        let (need, group) =
            switch right {
            case .observe: ("\(technicianGroup) or \(observerGroup)", observerGroup)
            case .change: (technicianGroup, technicianGroup)
            case .supervise: (observerGroup, observerGroup)
            }
        throw KioskError(
            .controlDenied,
            "the user \(peer.user) may not do this: it takes the group \(need)",
            remedy: "ask root to add you: usermod -aG \(group) \(peer.user); it counts at once"
        )
    }

    /// As what the audit log names him.
    func role(of peer: UnixPeer) -> QueueActor.Role {
        if peer.uid == 0 || peer.uid == ownUser { return .administrator }
        return peer.groups.contains(observerGroup) ? .supervisor : .technician
    }
}
