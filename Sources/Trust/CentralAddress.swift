package import Claims
import Glibc

/// Host and port of a central's `https://` address.
package struct CentralAddress: Equatable, Sendable {
    /// A name, or an address without brackets.
    package let host: String
    package let port: Int
    /// Without a closing slash.
    package let url: String

    /// Throws `config.plaintext-not-loopback` for `http://`: nothing is enrolled in the clear; `config.invalid-value` for
    /// anything that is no address of a server.
    package init(_ url: String) throws(KioskError) {
        let lower = url.lowercased()
        guard !lower.hasPrefix("http://") else {
            throw KioskError(
                .configPlaintext,
                "the central's address begins with http://, and a kiosk enrols over https only",
                remedy: "Write https://, as kiosk.yaml must have it too."
            )
        }
        var rest = lower.dropFirst("https://".count)
        if rest.last == "/" { rest = rest.dropLast() }
        let close = rest.firstIndex(of: "]")
        let isBracketed = rest.first == "[" && close != nil
        let host = isBracketed ? rest[..<(close ?? rest.endIndex)].dropFirst() : rest.prefix { $0 != ":" }
        let after = isBracketed ? rest.dropFirst(host.count + 2) : rest.dropFirst(host.count)
        let port = after.isEmpty ? 443 : after.first == ":" ? UInt16(after.dropFirst()).map(Int.init) : nil
        guard lower.hasPrefix("https://"), !host.isEmpty, let port, HostName.general(String(host)) != nil else {
            throw KioskError(
                .configInvalidValue,
                "the central's address is not understood",
                remedy: "Write an address such as https://central.example.org or https://192.0.2.7:8443."
            )
        }
        self.host = String(host)
        self.port = port
        self.url = "https://\(rest)"
    }

    /// What the server is asked to prove it is, in the handshake's clear part too; nil for an address, which has none.
    var serverName: String? { HostName.isAddress(host) ? nil : host }
}
