package import Claims
package import HTTPSupport

/// Who may do what at the control socket, by the Unix groups of the user at the other end.
package struct ControlAccess: Equatable, Sendable {
    /// What the socket is asked for.
    package enum Right: String, CaseIterable, Sendable {
        /// List, watch, metrics, settings.
        case observe
        /// Test, bind, unbind, record.
        case change
    }

    /// Members may do everything.
    package var technicianGroup: String
    /// Members may look.
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
        let isTechnician = peer.uid == 0 || peer.uid == ownUser || peer.groups.contains(technicianGroup)
        switch right {
        case .observe where isTechnician || peer.groups.contains(observerGroup): return
        case .change where isTechnician: return
        case .observe, .change: break
        }
        let need = right == .observe ? "\(technicianGroup) or \(observerGroup)" : technicianGroup
        throw KioskError(
            .controlDenied,
            "the user \(peer.user) may not do this: it takes the group \(need)",
            remedy:
                "ask root to add you: usermod -aG \(right == .observe ? observerGroup : technicianGroup) \(peer.user); it counts at once"
        )
    }
}
