import Claims
import DaemonSupport
import Trust

/// Makes the central's certificate authority and its own certificate. A file that is there is never written over.
package enum AuthorityFiles {
    /// Writes `authority.crt` and `authority.key` into the folder, and prints both paths and the fingerprint.
    ///
    /// The exit code: 0, or that of `trust.not-written`, told on stderr.
    package static func makeAuthority(folder: String) -> Int32 {
        Failure.reported { () throws(KioskError) in
            let authority = try CertificateAuthority(newAt: RecordClock().now)
            let (open, secret) = ("\(folder)/authority.crt", "\(folder)/authority.key")
            try TrustFile.make(authority.secretText, at: secret)
            try TrustFile.make(authority.certificate.pem, at: open, isOpen: true)
            print("\(secret)\n\(open)\nfingerprint \(authority.certificate.fingerprint)")
        }
    }

    /// Writes `server.crt` and `server.key` for the hosts by which kiosks reach the central, and prints both paths.
    ///
    /// `authority` is the folder of the authority. The exit code: 0, or that of `trust.*` and `config.invalid-value`.
    package static func makeServer(folder: String, authority: String, hosts: [String]) -> Int32 {
        Failure.reported { () throws(KioskError) in
            let maker = try CertificateAuthority(
                certificateFile: "\(authority)/authority.crt",
                keyFile: "\(authority)/authority.key"
            )
            let made = try maker.server(for: hosts, at: RecordClock().now)
            let (open, secret) = ("\(folder)/server.crt", "\(folder)/server.key")
            try TrustFile.make(made.key, at: secret)
            try TrustFile.make(made.certificate, at: open, isOpen: true)
            print("\(secret)\n\(open)")
        }
    }
}
