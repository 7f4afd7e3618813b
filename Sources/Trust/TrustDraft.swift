package import Claims
import DaemonSupport
import Glibc
package import Sealing

/// An enrolment in the making, beside the folder whose place it will take. Root makes it as the state folder's owner: the
/// daemon's user, who is to have it.
///
/// Its key is written before it is used, so that after a lost answer the same token finds the same key.
package struct TrustDraft: Sendable {
    package let key: SigningKey
    private let folder: TrustFolder

    /// The one of the two folders that is not in use.
    private let path: String

    /// Takes up what an earlier run with this token left, or begins anew. Throws `trust.not-written`.
    package init(of folder: TrustFolder, token: EnrolmentToken) throws(KioskError) {
        let owner = try Self.owner(of: folder)
        defer { owner.leave() }
        self.folder = folder
        path = Self.slot(of: folder, inUse: false)
        let mark = EnrolmentToken.hash(ofSecret: token.secret)
        if let key = Self.key(of: mark, in: path) {
            self.key = key
            return
        }
        try Self.clear(path)
        guard mkdir(path, 0o700) == 0 else { throw TrustFile.notWritten(path, errno) }
        // A run that came to its end and is repeated must not look like somebody else's.
        key = Self.key(of: mark, in: folder.path) ?? SigningKey()
        // The mark last: it says that the key is whole.
        try TrustFile.write(Array((key.secretText + "\n").utf8), to: "\(path)/kiosk.key")
        try TrustFile.write(Array(mark.utf8), to: "\(path)/token")
    }

    /// Writes what the central answered and puts the draft in its place.
    ///
    /// Throws `trust.unreadable` for what does not fit together, `trust.not-written`, and leaves the old folder then.
    package func finish(
        certificate: String,
        authority: AuthorityCertificate,
        centralKey: VerificationKey,
        sealingKeys: String?
    ) throws(KioskError) -> KioskCertificate {
        let read = try TrustFolder.certificate(certificate, "the certificate", key, authority)
        let owner = try Self.owner(of: folder)
        defer { owner.leave() }
        try TrustFile.write(Array(try read.pem().utf8), to: "\(path)/kiosk.crt")
        try TrustFile.write(Array(authority.pem.utf8), to: "\(path)/authority.crt")
        try TrustFile.write(Array((centralKey.hex + "\n").utf8), to: "\(path)/central.pub")
        if let sealingKeys { try TrustFile.write(Array(sealingKeys.utf8), to: "\(path)/sealing-keys") }
        try takePlace()
        return read
    }

    private static func owner(of folder: TrustFolder) throws(KioskError) -> FolderOwner {
        let state = parent(of: folder)
        do throws(DurableFile.Failure) { return try FolderOwner(of: state) } catch {
            throw TrustFile.notWritten(state, error.reason)
        }
    }

    private static func parent(of folder: TrustFolder) -> String {
        let names = folder.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return names.joined(separator: "/")
    }

    private func takePlace() throws(KioskError) {
        let before = folder.isThere ? Self.slot(of: folder, inUse: true) : nil
        let link = "\(folder.path).link"
        let target = path.split(separator: "/").last.map(String.init) ?? path
        unlink(link)
        guard symlink(target, link) == 0, rename(link, folder.path) == 0 else {
            throw TrustFile.notWritten(folder.path, errno)
        }
        try sync()
        if let before { try Self.clear(before) }
    }

    /// The key that was made for a token; nil when there is none.
    private static func key(of mark: String, in folder: String) -> SigningKey? {
        guard let left = try? TrustFile.text(at: "\(folder)/token"), left == mark else { return nil }
        return try? SigningKey(fileAt: "\(folder)/kiosk.key")
    }

    private static func slot(of folder: TrustFolder, inUse: Bool) -> String {
        var target = [CChar](repeating: 0, count: 256)
        let length = readlink(folder.path, &target, target.count - 1)
        let used =
            length > 0 ? String(decoding: target.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
        return "\(folder.path).\(used.hasSuffix(".a") == inUse ? "a" : "b")"
    }

    private func sync() throws(KioskError) {
        let parent = Self.parent(of: folder)
        let descriptor = open(parent.isEmpty ? "/" : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TrustFile.notWritten(parent, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw TrustFile.notWritten(parent, errno) }
    }

    /// Only files that an enrolment makes are removed.
    private static func clear(_ path: String) throws(KioskError) {
        for name in ["token", "kiosk.key", "kiosk.crt", "authority.crt", "central.pub", "sealing-keys"] {
            unlink("\(path)/\(name)")
            unlink("\(path)/\(name).part")
        }
        guard rmdir(path) == 0 || errno == ENOENT else { throw TrustFile.notWritten(path, errno) }
    }
}
