import Glibc
import SwiftASN1
import X509

/// A host as a certificate names it.
enum HostName {
    /// Nil for what is neither a name nor an address.
    static func general(_ host: String) -> GeneralName? {
        if let address = address(host) { return .ipAddress(ASN1OctetString(contentBytes: address[...])) }
        let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-."
        let labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(allowed.utf8.contains)
                    && label.first != "-" && label.last != "-"
            }
        return isName ? .dnsName(host.lowercased()) : nil
    }

    static func isAddress(_ host: String) -> Bool { address(host) != nil }

    private static func address(_ host: String) -> [UInt8]? {
        // For C the text ends at a zero byte, whatever stands behind it.
        guard !host.utf8.contains(0) else { return nil }
        var short = in_addr()
        if inet_pton(AF_INET, host, &short) == 1 { return withUnsafeBytes(of: &short) { Array($0) } }
        var long = in6_addr()
        if inet_pton(AF_INET6, host, &long) == 1 { return withUnsafeBytes(of: &long) { Array($0) } }
        return nil
    }
}
