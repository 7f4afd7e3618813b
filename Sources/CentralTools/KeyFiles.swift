import Claims
import DaemonSupport
import Glibc
import Sealing

/// Makes the keys that the programme needs. A key that is there is never written over.
package enum KeyFiles {
    /// Writes `NAME.key`, mode 0600, and `NAME.pub`, and prints both paths and the public key's fingerprint.
    ///
    /// The exit code: 0, or that of `key.not-written`, told on stderr.
    package static func makePair(folder: String, name: String) -> Int32 {
        report { () throws(KioskError) in
            guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
                throw KioskError(
                    .configInvalidValue,
                    "the name is no plain file name",
                    remedy: "Write a name such as registry-2025."
                )
            }
            let key = SigningKey()
            let (secret, open) = ("\(folder)/\(name).key", "\(folder)/\(name).pub")
            try write(key.secretText, to: secret, mode: 0o600)
            do throws(KioskError) {
                try write(key.verificationKey.hex, to: open, mode: 0o644)
            } catch {
                // Half a pair is no use, and this half was made a moment ago.
                unlink(secret)
                throw error
            }
            print("\(secret)\n\(open)\nfingerprint \(key.verificationKey.fingerprint)")
        }
    }

    /// Writes a new digest key, mode 0600, and prints its path.
    package static func makeDigestKey(path: String) -> Int32 {
        report { () throws(KioskError) in
            let words = (0..<4).map { _ in UInt64.random(in: .min ... .max) }
            let digits = words.map { word in
                let text = String(word, radix: 16)
                return String(repeating: "0", count: 16 - text.count) + text
            }
            try write(digits.joined(), to: path, mode: 0o600)
            print(path)
        }
    }

    private static func report(_ work: () throws(KioskError) -> Void) -> Int32 {
        do throws(KioskError) {
            try work()
            return 0
        } catch {
            return Failure.report(error, program: "kiosk-central")
        }
    }

    private static func write(_ text: String, to path: String, mode: mode_t) throws(KioskError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode)
        guard descriptor >= 0 else { throw failed(path, errno) }
        defer { close(descriptor) }
        let bytes = Array((text + "\n").utf8)
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
            remedy: "Choose another name or folder; a key is never written over."
        )
    }
}
