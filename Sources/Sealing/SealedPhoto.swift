package import Claims

/// A photo of a paper as it lies on a kiosk's disk and travels: sealed to the reviewers, named by what is in it.
///
/// The file is the key's fingerprint (16 hexadecimal digits), a line feed, and the box. A photo has one name, the SHA-256
/// of its plain bytes, by which the claim's document names it; the file is another one each time it is sealed.
package enum SealedPhoto {
    /// Bytes of a plain photo at most.
    package static let longest = 4 << 20
    /// Bytes of its file at most.
    package static let longestFile = longest + head + SealedBox.overhead
    private static let head = 17

    /// SHA-256 of the plain photo, 64 lower-case hexadecimal digits.
    package static func name(of photo: [UInt8]) -> String { ContentHash.sha256(of: photo) }

    /// The file's bytes. Throws `internal.fault` if the cryptographic library fails.
    package static func file(of photo: [UInt8], named name: String, to key: SealingKey) throws(KioskError) -> [UInt8] {
        let box = try SealedBox(sealing: photo, .photo, to: key, context: name)
        return Array(box.key.utf8) + [0x0A] + box.bytes
    }

    /// The plain photo of that name. Throws `sealing.key-unknown`, and `sealing.not-opened` also for a photo that is not
    /// what its name says.
    package static func open(_ file: [UInt8], named name: String, with keys: OpeningKeys) throws(KioskError) -> [UInt8]
    {
        guard file.count <= longestFile, file.count > head, file[head - 1] == 0x0A,
            let box = SealedBox(
                key: String(decoding: file.prefix(head - 1), as: UTF8.self),
                bytes: Array(file.dropFirst(head))
            )
        else { throw notOpened("it is no sealed photo") }
        let photo = try keys.open(box, .photo, contexts: [name])
        guard Self.name(of: photo) == name else { throw notOpened("it is not the photo that its name says") }
        return photo
    }

    private static func notOpened(_ why: String) -> KioskError {
        KioskError(
            .sealingNotOpened,
            "The photo cannot be opened: \(why).",
            remedy: "The kiosk keeps it. Compare the versions of kioskd and kiosk-central, then call support."
        )
    }
}
