package import Claims
package import HTTPSupport

/// Which users of this machine may open the counter page: everybody else who has an account here stays outside.
package struct CounterAccess: Equatable, Sendable {
    /// Members may; the browser's user is one.
    package var group: String
    /// The user the daemon runs as, who may, as root may.
    package var ownUser: UInt32

    package init(group: String = "kiosk-counter", ownUser: UInt32) {
        self.group = group
        self.ownUser = ownUser
    }

    /// `request.other-user`, which names the group that would do; nil for who may.
    ///
    /// - Parameter peer: nil when the system does not say who it is.
    package func refusal(of peer: UnixPeer?) -> KioskError? {
        guard let peer else {
            return KioskError(
                .requestOtherUser,
                "the system does not say which user asks",
                remedy: "open the page on this machine itself, not through a proxy"
            )
        }
        guard peer.uid != 0, peer.uid != ownUser, !peer.groups.contains(group) else { return nil }
        return KioskError(
            .requestOtherUser,
            "the user \(peer.user) may not open the counter page: it takes the group \(group)",
            remedy: "ask root to add you: usermod -aG \(group) \(peer.user); it counts from the next connection on"
        )
    }
}
