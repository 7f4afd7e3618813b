import CentralServer
import Claims
import Logging
import Papers
import Sealing
import Settings
import WireAPI

// What the central's settings name.

extension CentralDaemon {
    /// In the state directory: sealed photos of papers.
    static let photoFolder = "photos"

    /// Nil when kiosks get no files from here. What cannot be offered is logged, and kiosks keep what they have.
    static func shelf(
        _ settings: CentralSettings,
        _ openingKeys: OpeningKeys,
        _ logger: Logger
    ) async throws(KioskError) -> FileShelf? {
        guard let files = settings.distribution else { return nil }
        var sources = files.programmes.map { FileShelf.Source(.programme, path: $0) }
        sources += files.calendars.map { [FileShelf.Source(.calendar, path: $0)] } ?? []
        sources += files.registry.map { [FileShelf.Source(.registry, path: $0)] } ?? []
        sources += files.sealingKeys.map { [FileShelf.Source(.sealingKeys, path: $0)] } ?? []
        let shelf = FileShelf(sources, checks: try checks(settings, openingKeys), logger: logger)
        // The first kiosk that asks should not wait for the hash of a large snapshot.
        _ = await shelf.manifest()
        return shelf
    }

    /// As at the start: sealing keys that were put there since must be signed, of this mode, and open here.
    private static func checks(
        _ settings: CentralSettings,
        _ openingKeys: OpeningKeys
    ) throws(KioskError) -> [SyncManifest.Item.Kind: FileShelf.Check] {
        guard let answerKey = settings.answerKeyFile else { return [:] }
        let signer = try SigningKey(fileAt: answerKey).verificationKey
        let isRehearsal = settings.mode.isRehearsal
        return [
            .sealingKeys: { content, path throws(KioskError) in
                let keys = try SealingKeys(content, signedBy: signer, isRehearsal: isRehearsal, name: path)
                try openingKeys.check(keys, name: path)
            }
        ]
    }

    /// The programmes that claims are judged by, each id and version once.
    ///
    /// Their calendars are looked at too, although judging needs none: a notice that is missing should show now, not on
    /// the day a payment is due. Throws the `config.*` codes.
    static func programmes(_ settings: CentralSettings) throws(KioskError) -> [Programme] {
        let programmes = try ProgrammeFile.load(files: settings.programmeFiles)
        for programme in programmes where !programme.calendars.isEmpty {
            _ = try CalendarFolder.load(settings.calendarFolder, ids: programme.calendars)
        }
        return programmes
    }

    /// The keys for what kiosks seal, checked against the files that kiosks get. Throws `key.unreadable` and
    /// `sealing.keys-invalid`.
    static func openingKeys(_ settings: CentralSettings) throws(KioskError) -> OpeningKeys {
        var reviewers: [OpeningKey] = []
        for path in settings.sealing.reviewersKeyFiles { reviewers.append(try OpeningKey(fileAt: path)) }
        var payers: [SealingKey] = []
        for path in settings.sealing.payersKeyFiles { payers.append(try SealingKey(fileAt: path)) }
        let keys = OpeningKeys(reviewers: reviewers, payers: payers)
        guard let answerKey = settings.answerKeyFile else { return keys }
        let signer = try SigningKey(fileAt: answerKey).verificationKey
        let handedOut = [settings.tls?.sealingKeysFile, settings.distribution?.sealingKeys]
        for path in handedOut.compactMap(\.self) {
            let rehearsal = settings.mode.isRehearsal
            try keys.check(try SealingKeys(fileAt: path, signedBy: signer, isRehearsal: rehearsal), name: path)
        }
        return keys
    }

    /// Nil when this central signs no certificates. Throws `key.unreadable`.
    static func certificates(_ settings: CentralSettings) throws(KioskError) -> CertificateIssuer? {
        guard let signing = settings.signing else { return nil }
        let key = try SigningKey(fileAt: signing.keyFile)
        return CertificateIssuer(company: signing.company, validDays: signing.validDays) { order throws(KioskError) in
            guard let number = CertificateNumber(order.number), let tail = IDTail(of: order.owner) else {
                throw KioskError(
                    .internalFault,
                    "Claim \(order.claim) has no number for a certificate.",
                    remedy: "Report this with the journal of kiosk-central."
                )
            }
            let contents = CertificateContents(
                number: number,
                claim: order.claim,
                plate: order.plate,
                idTail: tail,
                receivedOn: order.receivedOn,
                pointID: order.pointID,
                issuedOn: order.issuedOn,
                expiresOn: order.expiresOn,
                isRehearsal: order.isRehearsal,
                keyFingerprint: key.verificationKey.fingerprint
            )
            return try CertificateToken.sign(contents, with: key)
        }
    }
}
