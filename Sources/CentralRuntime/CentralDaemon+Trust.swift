import CentralServer
import ClaimRegister
import Claims
import DaemonSupport
import HTTPSupport
import Sealing
import Settings
import Trust

// What kiosks are enrolled with, and what the listener shows them.

extension CentralDaemon {
    struct Office {
        let office: KioskOffice
        let listener: TLSListener
    }

    /// Nil in a rehearsal over plain HTTP. Throws `trust.*` and `key.unreadable`.
    static func office(
        _ settings: CentralSettings,
        _ register: SQLiteClaimRegister,
        _ digestKey: DigestKey
    ) throws(KioskError) -> Office? {
        guard let tls = settings.tls, let answerKey = settings.answerKeyFile else { return nil }
        let authority = try CertificateAuthority(certificateFile: tls.authorityFile, keyFile: tls.authorityKeyFile)
        let server = try CentralTLS(
            certificateFile: tls.certificateFile,
            keyFile: tls.keyFile,
            authority: authority.certificate
        )
        // Certificates are of the real time, also in a rehearsal whose claims are of another.
        let clock = RecordClock()
        let office = KioskOffice(
            authority: authority,
            register: register,
            endowment: KioskOffice.Endowment(
                centralKey: try SigningKey(fileAt: answerKey).verificationKey,
                digestKey: digestKey,
                sealingKeys: try tls.sealingKeysFile.map { (file) throws(KioskError) in try TrustFile.text(at: file) }
            ),
            life: tls.kioskLife,
            now: { clock.now }
        )
        return Office(
            office: office,
            listener: TLSListener(configuration: server.configuration, admits: { await server.admits($0) })
        )
    }
}
