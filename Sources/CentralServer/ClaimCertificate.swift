import ClaimRegister
import Claims
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// From a stored claim to its scrapping certificate. The same claim always gets the same number and the same days; the
/// signature is another one each time, and each is valid.
struct ClaimCertificate {
    /// The little that a certificate needs of a claim.
    private struct Content: Decodable {
        struct Applicant: Decodable {
            let idNumber: String
        }

        struct Vehicle: Decodable {
            let plate: String?
        }

        let recordedAt: String
        let point: String
        let applicant: Applicant
        let vehicle: Vehicle

        init(_ claim: OpenClaim) {
            recordedAt = claim.recordedAt
            point = claim.point
            applicant = Applicant(idNumber: claim.applicant.idNumber)
            vehicle = Vehicle(plate: claim.vehicle.plate)
        }
    }

    /// Nil when this central signs none.
    let issuer: CertificateIssuer?
    let opener: ClaimOpener

    /// Throws `certificate.not-signed-here`, `claim.no-certificate-yet`, and what signing throws.
    func answer(for claim: StoredClaim) throws(KioskError) -> CertificateAnswer {
        guard let issuer else {
            throw KioskError(
                .certificateNotSigned,
                "This central signs no certificates: it has no signing key.",
                remedy: "Ask the central that signs for the programme, or set `signing` in central.yaml."
            )
        }
        guard Self.isCertified(claim) else {
            throw KioskError(
                .claimNoCertificate,
                "Claim \(claim.answer.number) has no certificate: it is not accepted, or ended without a payment.",
                remedy: "Look at how the claim stands; a certificate is there once it is accepted."
            )
        }
        let order = try order(for: claim, validDays: issuer.validDays)
        return CertificateAnswer(
            number: order.number,
            token: try issuer.sign(order),
            receivedOn: order.receivedOn.description,
            issuedOn: order.issuedOn.description,
            expiresOn: order.expiresOn.description,
            company: issuer.company
        )
    }

    /// What was paid was accepted before, whatever it went through.
    private static func isCertified(_ claim: StoredClaim) -> Bool {
        switch claim.answer.standing {
        case .accepted, .concluded(.paid): true
        case .duplicate, .inReview, .returned, .amended, .concluded(.refused), .concluded(.withdrawn): false
        }
    }

    private func order(
        for claim: StoredClaim,
        validDays: Int
    ) throws(KioskError) -> CertificateIssuer.Order {
        guard let content = try content(of: claim), let owner = IdentityNumber(content.applicant.idNumber),
            let recordedAt = Timestamp(content.recordedAt)
        else {
            throw KioskError(
                .internalFault,
                "The content of claim \(claim.answer.number) cannot be read again.",
                remedy: "Report this with the journal of kiosk-central."
            )
        }
        let issuedOn = claim.answer.receivedAt.date()
        return CertificateIssuer.Order(
            number: "SC-\(claim.answer.number)",
            claim: claim.answer.number,
            owner: owner,
            plate: content.vehicle.plate.flatMap { Plate($0) },
            pointID: content.point,
            // A kiosk's clock may run ahead; nothing is certified before it was received.
            receivedOn: min(recordedAt.date(), issuedOn),
            issuedOn: issuedOn,
            expiresOn: CivilDate(daysSince1970: issuedOn.daysSince1970 + validDays),
            isRehearsal: claim.rehearsal
        )
    }

    /// Content versions 1 and 2 have it in clear; the first is only stored any more, and not read otherwise. Of a later
    /// one only what is sealed was checked, whatever stands beside it in clear.
    private func content(of claim: StoredClaim) throws(KioskError) -> Content? {
        guard let version = try? ClaimOpener.contentVersion(of: claim.content) else { return nil }
        guard version <= OpenClaim.contentVersion else { return Content(try opener.open(claim.content)) }
        return try? JSONDecoder().decode(Content.self, from: Data(claim.content))
    }
}
