package import Claims

/// The keys that a central works with: the reviewers' private ones, and which public ones are the payers'.
///
/// More than one of each while kiosks still send what was sealed to an older key.
package struct OpeningKeys: Sendable {
    /// By fingerprint.
    private let reviewers: [String: OpeningKey]
    private let payers: Set<String>

    package init(reviewers: [OpeningKey], payers: [SealingKey]) {
        self.reviewers = Dictionary(reviewers.map { ($0.sealingKey.fingerprint, $0) }) { first, _ in first }
        self.payers = Set(payers.map(\.fingerprint))
    }

    /// The content of a box for the reviewers that was sealed in the first of the contexts that opens it.
    ///
    /// Throws `sealing.key-unknown` and `sealing.not-opened`.
    package func open(
        _ box: SealedBox,
        _ purpose: SealedBox.Purpose,
        contexts: [String]
    ) throws(KioskError) -> [UInt8] {
        guard let key = reviewers[box.key] else { throw Self.unknown(box.key, "reviewers") }
        for context in contexts {
            if let content = box.open(purpose, with: key, context: context) { return content }
        }
        throw KioskError(
            .sealingNotOpened,
            "The sealed \(purpose.rawValue) does not open: it was changed on the way, or belongs to another claim.",
            remedy: "The kiosk keeps it. Compare the versions of kioskd and kiosk-central, then call support."
        )
    }

    /// Throws `sealing.key-unknown` unless the box is sealed to a key of the payers, whose contents stay closed here.
    package func checkPayee(_ box: SealedBox) throws(KioskError) {
        guard payers.contains(box.key) else { throw Self.unknown(box.key, "payers") }
    }

    /// That these keys, which kiosks seal to, are ours: what is sealed to others would be refused, for good.
    ///
    /// Throws `sealing.keys-invalid`; `name` is how the message calls them.
    package func check(_ keys: SealingKeys, name: String) throws(KioskError) {
        let fault: String? =
            if reviewers[keys.reviewers.fingerprint] == nil {
                "the reviewers' key \(keys.reviewers) fits none of sealing.reviewersKeys"
            } else if !payers.contains(keys.payers.fingerprint) {
                "the payers' key \(keys.payers) is none of sealing.payersKeys"
            } else if reviewers[keys.payers.fingerprint] != nil {
                "the payers' key is the reviewers' too, and would open bank cards at the central"
            } else {
                nil
            }
        guard let fault else { return }
        throw KioskError(
            .sealingKeysInvalid,
            "the sealing keys \(name): \(fault)",
            remedy: "Add the keys to sealing in central.yaml, or sign the right ones with kiosk-central key sign."
        )
    }

    private static func unknown(_ key: String, _ whose: String) -> KioskError {
        // What a request calls a key is shown only if it can be one.
        let name = key.utf8.count == 16 && Hexadecimal.bytes(key) != nil ? key : "that is no fingerprint"
        return KioskError(
            .sealingKeyUnknown,
            "It is sealed to a key \(name), which is none of the \(whose)' keys of this central.",
            remedy: "Add the key to `sealing` in central.yaml, also an older one while kiosks still use it; then retry."
        )
    }
}
