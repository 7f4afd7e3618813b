package import Claims
package import Sealing

/// The text of the QR code on a certificate: `EBC1:` and base 32 of the fields and their signature. `docs/papers.md`
/// describes it byte by byte.
///
/// Nothing but `CertificateVerifier` looks at the contents of a token, because what is not verified must not be shown.
package struct CertificateToken: Equatable, Sendable {
    /// Why a text is no token.
    package enum Flaw: String, Error, CaseIterable, Sendable {
        case empty
        case tooLong = "too-long"
        /// Not a certificate's code at all.
        case prefix
        /// Of a version that this program does not know.
        case version
        /// A character or a length that base 32 does not have: most often the end is missing.
        case encoding
        /// The fields do not fit together.
        case fields
    }

    /// Longest text that is looked at, in bytes, white space included. The longest possible one has 506 characters, common
    /// are 220.
    package static let longest = 1_024
    static let prefix = "EBC1:"
    private static let signatureSize = 64

    let contents: CertificateContents
    let signed: [UInt8]
    let signature: [UInt8]

    /// Throws `internal.fault` if the signature cannot be made, and for dates that a token cannot hold (before 1970,
    /// after 2149, or not in their order).
    package static func sign(_ contents: CertificateContents, with key: SigningKey) throws(KioskError) -> String {
        guard let fields = CertificateFields.encode(contents), CertificateFields.decode(fields) == contents,
            contents.keyFingerprint == key.verificationKey.fingerprint
        else {
            throw KioskError(
                .internalFault,
                "The certificate \(contents.number) has contents that its code cannot hold.",
                remedy: "Report this with the facts of the certificate."
            )
        }
        let signature = try key.sign(Array(prefix.utf8) + fields)
        return prefix + Base32.text(fields + signature)
    }

    /// Reads any text. White space anywhere is ignored, and small letters count as capitals: a scanner may type both.
    package init(_ text: some StringProtocol) throws(Flaw) {
        let input = Array(text.utf8.prefix(Self.longest + 1))
        guard input.count <= Self.longest else { throw .tooLong }
        let bytes = input.filter { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }
            .map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.starts(with: "EBC".utf8), let colon = bytes.prefix(8).firstIndex(of: UInt8(ascii: ":")) else {
            throw .prefix
        }
        guard bytes.starts(with: Self.prefix.utf8) else { throw .version }
        guard let content = Base32.bytes(bytes[(colon + 1)...]), content.count > Self.signatureSize else {
            throw .encoding
        }
        let fields = Array(content.dropLast(Self.signatureSize))
        guard let contents = CertificateFields.decode(fields) else { throw .fields }
        self.contents = contents
        signed = Array(Self.prefix.utf8) + fields
        signature = Array(content.suffix(Self.signatureSize))
    }
}
