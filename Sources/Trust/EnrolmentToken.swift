package import Claims
import Sealing

/// What an operator gives a technician, so that one kiosk can enrol once: `<kiosk>.<secret>.<authority>`.
///
/// The secret proves to the central that the kiosk may; the authority's fingerprint proves the central to the kiosk,
/// before anything is sent to it. Never logged.
package struct EnrolmentToken: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    package let kiosk: KioskID
    /// 32 hexadecimal digits: 128 random bits.
    package let secret: String
    /// `AuthorityCertificate.fingerprint`.
    package let authority: String

    /// A new one.
    package init(for kiosk: KioskID, authority: String) {
        self.kiosk = kiosk
        secret = Hexadecimal.text((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        self.authority = authority
    }

    /// From what was typed or pasted; throws `trust.token-malformed`.
    package init(_ text: String) throws(KioskError) {
        let fields = text.drop(while: \.isWhitespace).split(separator: ".", omittingEmptySubsequences: false)
        let last = fields.last.map { $0.prefix { !$0.isWhitespace } } ?? ""
        guard fields.count == 3, let kiosk = KioskID(String(fields[0])), fields[1].utf8.count == 32,
            Hexadecimal.bytes(fields[1]) != nil, last.utf8.count == 32, Hexadecimal.bytes(last) != nil
        else {
            throw KioskError(
                .trustTokenMalformed,
                "what was given is no enrolment token",
                remedy: "Copy the whole token that kiosk-central token new printed: three fields joined by dots."
            )
        }
        self.kiosk = kiosk
        secret = fields[1].lowercased()
        authority = last.lowercased()
    }

    /// What is printed, once.
    package var text: String { "\(kiosk).\(secret).\(authority)" }

    /// What the register keeps: nobody who reads it can enrol.
    package static func hash(ofSecret secret: String) -> String { ContentHash.sha256(of: Array(secret.utf8)) }

    package var description: String { "EnrolmentToken(\(kiosk), hidden)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
