package import Claims
package import Sealing

/// An extract of the police registry on this machine: verified once when it is opened, then looked up by plate.
///
/// The records stay in the file; what is kept in memory is the header. Safe to use from any thread.
package final class RegistrySnapshot: Sendable {
    package let header: SnapshotHeader
    let file: ReadOnlyFile
    private let bodyOffset: Int
    private let digests: RegistryDigests

    /// Checks signature, sizes, every byte, the mode and the digest key.
    ///
    /// Reads the whole file once: blocks for about as long as a copy of it takes.
    ///
    /// Throws `registry.unreadable`, `.damaged`, `.wrong-signature`, `.newer-format`, `.wrong-mode` and
    /// `.wrong-digest-key`.
    package static func open(
        _ path: String,
        key: VerificationKey,
        digestKey: DigestKey,
        rehearsal: Bool
    ) throws(KioskError) -> RegistrySnapshot {
        let verified = try VerifiedFile(path, key: key)
        guard verified.header.rehearsal == rehearsal else {
            let (it, wanted) = rehearsal ? ("production", "rehearsal") : ("rehearsal", "production")
            throw KioskError(
                .registryWrongMode,
                "\(path) is a \(it) snapshot, the mode here is \(wanted)",
                remedy: "Copy a \(wanted) snapshot there."
            )
        }
        let digests = RegistryDigests(digestKey)
        guard verified.header.keyCheck == digests.check else {
            throw KioskError(
                .registryWrongDigestKey,
                "\(path) was made with another digest key, so that no plate would be found in it",
                remedy: "Give this machine and the import the programme's one digest key."
            )
        }
        return RegistrySnapshot(verified, digests: digests)
    }

    /// Checks signature, sizes and every byte, for people who hold no digest key.
    ///
    /// Throws `registry.unreadable`, `.damaged`, `.wrong-signature` and `.newer-format`.
    package static func inspect(_ path: String, key: VerificationKey) throws(KioskError) -> SnapshotHeader {
        try VerifiedFile(path, key: key).header
    }

    private init(_ verified: VerifiedFile, digests: RegistryDigests) {
        header = verified.header
        file = verified.file
        bodyOffset = verified.bodyOffset
        self.digests = digests
    }

    package var version: String { header.version }

    package var asOf: CivilDate { header.asOf }

    package var count: Int { header.count }

    package func ageInDays(on day: CivilDate) -> Int { header.ageInDays(on: day) }

    /// Nil when the snapshot does not have the plate. Blocks for a few reads of the disk at most.
    ///
    /// Throws `registry.unreadable` when the disk fails, and `registry.damaged` when the file was written into after
    /// it was verified.
    package func lookUp(_ plate: Plate) throws(KioskError) -> RegistryRecord? { try lookUp(digests.plate(plate)) }

    /// The same by the digest that claims carry, 64 hexadecimal digits, where nobody can read the plate.
    package func lookUp(vehicle digest: String) throws(KioskError) -> RegistryRecord? {
        try lookUp(RegistryDigests.plate(digest: digest))
    }

    private func lookUp(_ key: RecordKey) throws(KioskError) -> RegistryRecord? {
        guard file.isUnchanged else { throw VerifiedFile.damaged(file.path, "was changed while it was in use") }
        guard let found = try RecordSearch(file: file, offset: bodyOffset, count: count).find(key)
        else { return nil }
        guard let record = RegistryRecord(found, header: header, digests: digests) else {
            throw VerifiedFile.damaged(file.path, "has a record that its header does not fit")
        }
        return record
    }
}
