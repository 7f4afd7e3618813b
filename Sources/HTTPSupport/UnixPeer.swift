/// The user at the other end of a Unix socket.
package struct UnixPeer: Equatable, Sendable {
    package var uid: UInt32
    /// The name, or the number where there is none.
    package var user: String
    /// Names of all groups.
    package var groups: Set<String>

    package init(uid: UInt32, user: String, groups: Set<String>) {
        self.uid = uid
        self.user = user
        self.groups = groups
    }
}
