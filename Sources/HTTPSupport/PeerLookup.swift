import Claims
import Glibc
import NIOCore
import NIOPosix

/// Finds out who is at the other end of a Unix socket. The kernel says which user connected (unix(7), SO_PEERCRED);
/// the system's user database says the groups.
struct PeerLookup: Sendable {
    /// More groups than this are not asked for: the list is cut, so a user in so many may be refused.
    private static let mostGroups = 1_024

    /// `struct ucred` of unix(7), which the Glibc module does not have.
    private struct Credentials {
        var pid: pid_t = 0
        var uid: uid_t = .max
        var gid: gid_t = .max
    }

    func peer(of channel: any Channel) async throws -> UnixPeer {
        let credentials = try await Self.credentials(of: channel).get()
        // The database may be on the network.
        return try await NIOThreadPool.singleton.runIfActive { Self.peer(uid: credentials.uid, gid: credentials.gid) }
    }

    /// The number of the user who connected; fails where the kernel gives none.
    static func user(of channel: any Channel) -> EventLoopFuture<uid_t> { credentials(of: channel).map(\.uid) }

    private static func credentials(of channel: any Channel) -> EventLoopFuture<Credentials> {
        guard let socket = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(unknown)
        }
        let asked: EventLoopFuture<Credentials> = socket.unsafeGetSocketOption(
            level: .init(rawValue: SOL_SOCKET),
            name: .init(rawValue: SO_PEERCRED)
        )
        return asked.flatMapThrowing { credentials in
            // Not connected through a Unix socket: the kernel gives no user.
            guard credentials.pid != 0, credentials.uid != .max else { throw unknown }
            return credentials
        }
    }

    /// Of a user whose groups only the database knows.
    static func peer(uid: uid_t) -> UnixPeer {
        guard let (_, mainGroup) = name(of: uid) else { return UnixPeer(uid: uid, user: "\(uid)", groups: []) }
        return peer(uid: uid, gid: mainGroup)
    }

    static func peer(uid: uid_t, gid: gid_t) -> UnixPeer {
        guard let (user, mainGroup) = name(of: uid) else {
            return UnixPeer(uid: uid, user: "\(uid)", groups: Set([groupName(gid)].compactMap(\.self)))
        }
        var count = CInt(mostGroups)
        var groups = [gid_t](repeating: 0, count: mostGroups)
        if getgrouplist(user, mainGroup, &groups, &count) < 0 { count = CInt(mostGroups) }
        let ids = Set(groups.prefix(Int(max(0, count))) + [gid])
        return UnixPeer(uid: uid, user: user, groups: Set(ids.compactMap(groupName)))
    }

    private static func name(of uid: uid_t) -> (String, gid_t)? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let start = buffer.baseAddress, getpwuid_r(uid, &entry, start, buffer.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return nil }
            return (String(cString: name), entry.pw_gid)
        }
    }

    private static func groupName(_ gid: gid_t) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 16) { buffer in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            guard let start = buffer.baseAddress, getgrgid_r(gid, &entry, start, buffer.count, &found) == 0,
                found != nil, let name = entry.gr_name
            else { return nil }
            return String(cString: name)
        }
    }

    static var unknown: KioskError {
        KioskError(
            .controlDenied,
            "the system does not say who asks",
            remedy: "connect to the control socket on this machine itself, not through a proxy"
        )
    }
}
