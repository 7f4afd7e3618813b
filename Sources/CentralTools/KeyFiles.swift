import Claims
import DaemonSupport
import Glibc
import Sealing

/// Makes the keys that the programme needs. A key that is there is never written over.
package enum KeyFiles {
    /// Writes `NAME.key`, mode 0600, and `NAME.pub`, for signing, and prints both paths and the public key's fingerprint.
    ///
    /// The exit code: 0, or that of `key.not-written`, told on stderr.
    package static func makePair(folder: String, name: String) -> Int32 {
        let key = SigningKey()
        let open = key.verificationKey
        return makePair(folder, name, secret: key.secretText, open: open.hex, fingerprint: open.fingerprint)
    }

    /// The same for sealing: the secret half opens what is sealed to the open one.
    package static func makeSealingPair(folder: String, name: String) -> Int32 {
        let key = OpeningKey()
        let open = key.sealingKey
        return makePair(folder, name, secret: key.secretText, open: open.hex, fingerprint: open.fingerprint)
    }

    /// Writes the file of the public keys that kiosks seal to, signed, and prints its path. One that is there is written
    /// over only if its version is lower.
    package static func signSealingKeys(
        reviewers: String,
        payers: String,
        version: Int64,
        isRehearsal: Bool,
        signingKey: String,
        out path: String
    ) -> Int32 {
        Failure.reported { () throws(KioskError) in
            guard version > 0 else {
                throw KioskError(.configInvalidValue, "the version is not above 0", remedy: "Count from 1.")
            }
            let signer = try SigningKey(fileAt: signingKey)
            let keys = SealingKeys(
                version: version,
                isRehearsal: isRehearsal,
                reviewers: try SealingKey(fileAt: reviewers),
                payers: try SealingKey(fileAt: payers)
            )
            guard keys.reviewers != keys.payers else {
                throw KioskError(
                    .configInvalidValue,
                    "reviewers and payers have the same key",
                    remedy:
                        "Make a pair for each: the central has the reviewers' secret half, and must read no bank card."
                )
            }
            if access(path, F_OK) == 0 {
                let old = try SealingKeys(fileAt: path, signedBy: signer.verificationKey, isRehearsal: isRehearsal)
                guard old.version < version else { throw failed(path, EEXIST) }
            }
            let bytes = try keys.file(signedBy: signer)
            do throws(DurableFile.Failure) {
                try DurableFile.write(bytes, to: path, isOpen: true)
            } catch {
                throw failed(path, error.reason)
            }
            print(path)
        }
    }

    /// Writes a new digest key, mode 0600, and prints its path.
    package static func makeDigestKey(path: String) -> Int32 {
        Failure.reported { () throws(KioskError) in
            let words = (0..<4).map { _ in UInt64.random(in: .min ... .max) }
            let digits = words.map { word in
                let text = String(word, radix: 16)
                return String(repeating: "0", count: 16 - text.count) + text
            }
            try write(digits.joined(), to: path, mode: 0o600)
            print(path)
        }
    }

    private static func makePair(
        _ folder: String,
        _ name: String,
        secret: String,
        open: String,
        fingerprint: String
    ) -> Int32 {
        Failure.reported { () throws(KioskError) in
            guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
                throw KioskError(
                    .configInvalidValue,
                    "the name is no plain file name",
                    remedy: "Write a name such as registry-2025."
                )
            }
            let (secretFile, openFile) = ("\(folder)/\(name).key", "\(folder)/\(name).pub")
            try write(secret, to: secretFile, mode: 0o600)
            do throws(KioskError) {
                try write(open, to: openFile, mode: 0o644)
            } catch {
                // Half a pair is no use, and this half was made a moment ago.
                unlink(secretFile)
                throw error
            }
            print("\(secretFile)\n\(openFile)\nfingerprint \(fingerprint)")
        }
    }

    private static func write(_ text: String, to path: String, mode: mode_t) throws(KioskError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode)
        guard descriptor >= 0 else { throw failed(path, errno) }
        defer { close(descriptor) }
        let bytes = Array((text + "\n").utf8)
        // Whatever the umask; a stick's file system may have no modes.
        _ = fchmod(descriptor, mode)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let reason = errno
            unlink(path)
            throw failed(path, reason)
        }
    }

    private static func failed(_ path: String, _ reason: Int32) -> KioskError {
        KioskError(
            .keyNotWritten,
            reason == EEXIST ? "\(path) is there already" : "\(path): \(String(cString: strerror(reason)))",
            remedy: reason == EEXIST
                ? "Choose another name or folder; a key is never written over."
                : "Check that the folder is there, its owner, and free space."
        )
    }
}
