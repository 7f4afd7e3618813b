package import Claims
package import Sealing

/// What the end of a bundle says of all that came before.
package struct BundleSeal: Equatable, Sendable {
    /// The running hash over all lines: 64 lower-case hex digits. What is signed.
    package let digest: String
    /// Nil for a bundle that nobody signed.
    package let signature: MessageSignature?
    /// `VerificationKey.fingerprint` of who signed it by the header's word.
    package let signer: String?
    /// The number of its last line, which holds the signature.
    package let line: Int
    /// False when a lenient reader came upon damage.
    package let isWhole: Bool

    /// Whether the key's owner wrote exactly this.
    package func isSigned(by key: VerificationKey) -> Bool {
        isWhole && signature?.isValid(for: .bundle, Array(digest.utf8), by: key) ?? false
    }

    /// Throws `bundle.unsigned` or `bundle.wrong-signature`. Without a key only an unsigned bundle passes: a rehearsal.
    package func check(_ key: VerificationKey?) throws(KioskError) {
        guard let key else {
            guard signature != nil else { return }
            throw wrong("there is no key here to check its signature by")
        }
        guard signature != nil else {
            throw KioskError(
                .bundleUnsigned,
                "the bundle is not signed",
                remedy: "Nothing was taken. Only a rehearsal's bundles go without; export it on an enrolled kiosk."
            )
        }
        guard !isSigned(by: key) else { return }
        guard signer == key.fingerprint else {
            throw wrong("the signature, line \(line) of it, is not that of \(key.fingerprint)")
        }
        throw KioskError(
            .bundleWrongSignature,
            "line \(line) of the bundle, its signature, is not as \(key.fingerprint) wrote it",
            remedy:
                "Nothing was taken. Copy the file again; if it stays, export it again on another stick, and ask who "
                + "carried it: somebody may have changed it."
        )
    }

    private func wrong(_ why: String) -> KioskError {
        KioskError(
            .bundleWrongSignature,
            "the bundle cannot be trusted: \(why)",
            remedy:
                "Nothing was taken. Was the kiosk enrolled anew, or the central given another key, since the file was made? "
                + "Then make it again. If not, ask who carried it."
        )
    }
}
