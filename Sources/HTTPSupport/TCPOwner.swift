import Glibc
package import NIOCore

/// Whose socket is at the other end of a TCP connection on this machine: the kernel lists the owner of each
/// (proc_pid_net(5): `/proc/net/tcp`, `/proc/net/tcp6`).
package enum TCPOwner {
    /// Nil when the kernel does not say: the other end is on another machine, or was closed. The list shows what nobody
    /// holds any more as root's, so a row without an inode says nothing.
    ///
    /// Blocks for as long as the kernel takes to list its sockets.
    package static func uid(of remote: SocketAddress, connectedTo local: SocketAddress) -> UInt32? {
        guard let far = Form(remote), let near = Form(local) else { return nil }
        for (path, width) in [("/proc/self/net/tcp", Form.short), ("/proc/self/net/tcp6", Form.long)] {
            // The list of the other end: its own address comes first there.
            guard let own = far.text(width), let other = near.text(width) else { continue }
            if let uid = owner(own, other, in: path) { return uid }
        }
        return nil
    }

    private static func owner(_ own: String, _ other: String, in path: String) -> UInt32? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0 {
            guard let line, let uid = uid(in: String(cString: line), own, other) else { continue }
            return uid
        }
        return nil
    }

    /// Of a row of the list: number, own address, other address, state, queues, timer, retransmits, uid, timeout, inode.
    static func uid(in row: String, _ own: String, _ other: String) -> UInt32? {
        let fields = row.split(separator: " ", maxSplits: 10, omittingEmptySubsequences: true)
        guard fields.count > 9, fields[1] == own, fields[2] == other, fields[9] != "0" else { return nil }
        return UInt32(fields[7])
    }

    /// An address as the list writes it: 32-bit words as they lie in memory, then the port, all hexadecimal.
    struct Form {
        static let short = 1
        static let long = 4

        private let words: [UInt32]
        private let port: UInt16

        init?(_ address: SocketAddress) {
            guard let text = address.ipAddress, let number = address.port else { return nil }
            let (family, width) = address.protocol == .inet ? (AF_INET, Self.short) : (AF_INET6, Self.long)
            var words = [UInt32](repeating: 0, count: width)
            guard inet_pton(family, text, &words) == 1 else { return nil }
            self.words = words
            port = UInt16(truncatingIfNeeded: number)
        }

        /// Nil where an address of IPv6 has no short form. One of IPv4 stands in the long list as `::ffff:a.b.c.d`.
        func text(_ width: Int) -> String? {
            let mapped =
                words.count == Self.short && width == Self.long ? [0, 0, UInt32(bigEndian: 0xFFFF)] + words : words
            guard mapped.count == width else { return nil }
            return mapped.map { Self.hexadecimal($0, 8) }.joined() + ":" + Self.hexadecimal(port, 4)
        }

        private static func hexadecimal(_ number: some BinaryInteger, _ digits: Int) -> String {
            let text = String(number, radix: 16, uppercase: true)
            return String(repeating: "0", count: digits - text.count) + text
        }
    }
}
