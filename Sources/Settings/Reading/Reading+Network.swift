import Claims

extension Reading where Value == String {
    /// A host name or address on this machine.
    ///
    /// - Parameter code: what a host elsewhere is refused with.
    static func loopbackHost(otherwise code: KioskError.Code = .configInvalidValue) -> Reading {
        let expected = "a loopback host: 127.0.0.1, ::1 or localhost"
        let text = Reading.parsed(expected) { (1...253).contains($0.utf8.count) ? $0.lowercased() : nil }
        return Reading(expected) { (node) throws(KioskError) in
            let host = try text.read(node)
            guard Host.isLoopback(host) else {
                throw node.place.fault(
                    code,
                    "found \(node.found()), expected \(expected)",
                    remedy: "Listen on 127.0.0.1, or set up tls (docs/enrolment.md)."
                )
            }
            return host
        }
    }

    /// `http://` or `https://`, host, optional port, nothing else; without a closing slash. Throws
    /// `config.plaintext-not-loopback` for http to another machine: claims name people.
    static var baseURL: Reading {
        let expected = "an address such as https://central.example.org or http://127.0.0.1:8090"
        let text = Reading.parsed(expected) { Host.ofBaseURL($0) == nil ? nil : $0 }
        return Reading(expected) { (node) throws(KioskError) in
            var url = try text.read(node)
            if url.hasSuffix("/") { url.removeLast() }
            if url.lowercased().hasPrefix("http://"), let host = Host.ofBaseURL(url), !Host.isLoopback(host) {
                throw node.place.fault(
                    .configPlaintext,
                    "found \(node.found()): plain http is allowed to a loopback host only",
                    remedy: "Write https:// and enrol the kiosk (docs/enrolment.md)."
                )
            }
            return url
        }
    }
}

private enum Host {
    /// 127.0.0.0/8 in full dotted form, ::1, localhost.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
    }

    /// Nil unless the text is `scheme://host[:port][/]`: no user, path, query or fragment.
    static func ofBaseURL(_ url: String) -> String? {
        let lower = url.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return nil }
        var rest = lower.dropFirst(scheme.count)
        if rest.last == "/" { rest = rest.dropLast() }
        var host = rest
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[...end]
            guard host.dropFirst().dropLast().utf8.allSatisfy({ "0123456789abcdef:.".utf8.contains($0) }) else {
                return nil
            }
        } else {
            host = rest.prefix { $0 != ":" }
            guard host.utf8.allSatisfy({ "0123456789abcdefghijklmnopqrstuvwxyz.-".utf8.contains($0) }) else {
                return nil
            }
        }
        let port = rest.dropFirst(host.count)
        if !port.isEmpty {
            guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0,
                port.dropFirst().first != "+"
            else { return nil }
        }
        return (1...253).contains(host.count) ? String(host) : nil
    }
}
