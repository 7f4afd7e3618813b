import AsyncHTTPClient
import Claims
import NIOCore
import NIOHTTP1
import Outbox
import Papers
import Settings
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Papers of the claims that this kiosk recorded, with what it keeps of them (names masked), in the language asked for and Chinese or Tibetan beside it.
struct ClaimPapers: Sendable {
    let store: ClaimStore
    let files: KioskFiles
    let central: CentralLinkSettings
    let client: HTTPClient

    private static let columns = 48
    private static let largestAnswer = 64 * 1_024

    /// Nil when the claim is not known.
    func receipt(_ id: ClaimID, language: String) async throws -> PaperView? {
        try await receiptPaper(id, language, isReprint: false).map { paper in
            PaperView(lines: PaperText.lines(of: paper, columns: Self.columns).map(\.text), code: nil, picture: nil)
        }
    }

    /// Asks the central, which signs it. Throws `claim.no-certificate-yet`, `central.unreachable` and what the central
    /// refuses with; nil when the claim is not known.
    func certificate(_ id: ClaimID, language: String) async throws -> PaperView? {
        try await certificatePaper(id, language, isReprint: false).map { paper, token in
            PaperView(
                lines: PaperText.lines(of: paper, columns: Self.columns).map(\.text),
                code: token,
                picture: try QRCode(token).svg
            )
        }
    }

    /// As it is printed. Throws and gives nil as the two above.
    func paper(_ kind: ClaimPaper, of id: ClaimID, _ language: String, isReprint: Bool) async throws -> Paper? {
        switch kind {
        case .receipt: try await receiptPaper(id, language, isReprint: isReprint)
        case .certificate: try await certificatePaper(id, language, isReprint: isReprint)?.paper
        }
    }

    private func receiptPaper(_ id: ClaimID, _ language: String, isReprint: Bool) async throws -> Paper? {
        guard let claim = try await store.claim(id: id), let document = try await document(id) else { return nil }
        return try receipt(of: document, claim, isReprint: isReprint).paper(in: catalogues(language))
    }

    private func certificatePaper(
        _ id: ClaimID,
        _ language: String,
        isReprint: Bool
    ) async throws -> (paper: Paper, token: String)? {
        guard let claim = try await store.claim(id: id), let document = try await document(id) else { return nil }
        guard claim.status == .accepted || claim.status == .paid else {
            throw KioskError(
                .claimNoCertificate,
                "claim \(claim.number) is not accepted by the central",
                remedy: "Wait until the claim shows as accepted, then ask again."
            )
        }
        let answer = try await signed(id)
        let certificate = try certificate(of: document, answer, isReprint: isReprint)
        return (certificate.paper(in: catalogues(language), token: answer.token), answer.token)
    }

    private func document(_ id: ClaimID) async throws -> ClaimDocument? {
        try await store.document(of: id).map { try ClaimDocument(stored: $0) }
    }

    private func catalogues(_ language: String) -> [TextCatalogue] {
        let languages =
            switch language {
            case "bo": ["bo", "zh-CN"]
            case "en": ["en", "zh-CN"]
            default: ["zh-CN", "bo"]
            }
        return languages.compactMap { files.catalogues[$0] }
    }

    private func receipt(
        of document: ClaimDocument,
        _ claim: StoredClaim,
        isReprint: Bool
    ) throws -> Receipt {
        guard let tail = IDTail(document.applicant.maskedNumber.suffix(4)), let place = place(document.point) else {
            throw Self.notOurs(claim.number)
        }
        let outcome: Receipt.Outcome =
            switch (claim.verdictKind, claim.amount) {
            case ("residual", let amount?): .residual(amount)
            case (_, let amount?): .subsidy(amount)
            case (_, nil): .underReview
            }
        let stage: Receipt.Stage =
            switch (claim.status, claim.answer) {
            case (.accepted, let answer?), (.paid, let answer?): .accepted(at: answer.receivedAt)
            case (.inReview, let answer?): .inReview(at: answer.receivedAt)
            default: .recorded
            }
        return Receipt(
            stage: stage,
            claim: claim.number,
            recordedAt: claim.recordedAt,
            point: place,
            name: document.applicant.maskedName,
            idTail: tail,
            plate: document.vehicle.maskedPlate.map { PaperPlate(masked: $0) },
            parts: document.conditions,
            volts: document.parts["battery"]?.labelVolts ?? document.verdict.facts["voltage"].flatMap { Int($0) },
            outcome: outcome,
            isProvisional: document.verdict.provisional,
            paymentDays: files.programme.paymentDays,
            noticeVersion: document.consent.noticeVersion,
            programme: programme(document),
            isRehearsal: document.rehearsal,
            isReprint: isReprint
        )
    }

    private func certificate(
        of document: ClaimDocument,
        _ answer: CertificateAnswer,
        isReprint: Bool
    ) throws -> ScrappingCertificate {
        guard let claim = ClaimNumber(document.claimNumber),
            let tail = IDTail(document.applicant.maskedNumber.suffix(4)),
            let number = CertificateNumber(answer.number), let received = CivilDate(answer.receivedOn),
            let issued = CivilDate(answer.issuedOn), let expires = CivilDate(answer.expiresOn),
            let place = place(document.point)
        else {
            throw KioskError(
                .centralAnswer,
                "the central's certificate was not understood",
                remedy: "Compare the versions of kioskd and kiosk-central."
            )
        }
        return ScrappingCertificate(
            number: number,
            claim: claim,
            ownerName: document.applicant.maskedName,
            idTail: tail,
            plate: document.vehicle.maskedPlate.map { PaperPlate(masked: $0) },
            frame: document.serial(of: .frame),
            motor: document.serial(of: .motor),
            batteries: [document.serial(of: .battery)],
            receivedOn: received,
            point: place,
            company: answer.company,
            parts: document.conditions,
            destroyedOn: nil,
            deregistration: nil,
            issuedOn: issued,
            expiresOn: expires,
            programme: programme(document),
            isRehearsal: document.rehearsal,
            isReprint: isReprint
        )
    }

    /// The point as the programme names it now; by its id when it is gone from the programme.
    private func place(_ id: String) -> PaperPlace? {
        PaperPlace(id: id, title: files.programme.points.first { $0.id == id }?.title ?? [:])
    }

    private func programme(_ document: ClaimDocument) -> PaperProgramme {
        PaperProgramme(
            title: files.programme.title,
            version: document.programmeVersion,
            hotline: files.programme.hotline
        )
    }

    private func signed(_ id: ClaimID) async throws -> CertificateAnswer {
        let request = HTTPClientRequest(url: "\(central.url)/v1/claims/\(id)/certificate")
        let status: UInt
        let body: Data
        do {
            let answer = try await client.execute(request, timeout: TimeAmount(central.requestTimeout))
            status = answer.status.code
            body = Data(try await answer.body.collect(upTo: Self.largestAnswer).readableBytesView)
        } catch {
            throw KioskError(
                .centralUnreachable,
                "\(central.url) could not be asked for the certificate",
                remedy: "Try again when the network is back; the claim is safe.",
                cause: error
            )
        }
        if status == 200, let answer = try? JSONDecoder().decode(CertificateAnswer.self, from: body) { return answer }
        guard let refusal = try? JSONDecoder().decode(ErrorBody.self, from: body).error else {
            throw KioskError(
                .centralAnswer,
                "the central answered \(status) without a certificate",
                remedy: "Compare the versions of kioskd and kiosk-central."
            )
        }
        throw KioskError(KioskError.Code(refusal.code), refusal.message, remedy: refusal.remedy)
    }

    private static func notOurs(_ number: ClaimNumber) -> KioskError {
        KioskError(.internalFault, "claim \(number) cannot be read again", remedy: "Report this with the journal.")
    }
}

extension ClaimDocument {
    fileprivate var conditions: [Claims.Part: PartFinding.Condition] {
        var conditions: [Claims.Part: PartFinding.Condition] = [:]
        for part in Claims.Part.allCases {
            conditions[part] = parts[part.rawValue].flatMap { PartFinding.Condition(rawValue: $0.condition) }
        }
        return conditions
    }

    /// Nil for one that was read: its text is sealed.
    fileprivate func serial(of part: Claims.Part) -> PartSerial? {
        switch parts[part.rawValue]?.serialState {
        case "read": nil
        case "illegible": .illegible
        case "ground-off": .groundOff
        default: PartSerial.none
        }
    }

    /// What is shown of a claim in the store. One of content version 2, from before an update, lies there in clear until
    /// it is wiped; it is masked like the others.
    fileprivate init(stored bytes: [UInt8]) throws {
        let data = Data(bytes)
        if let document = try? JSONDecoder().decode(ClaimDocument.self, from: data) {
            self = document
            return
        }
        let open = try JSONDecoder().decode(OpenClaim.self, from: data)
        let nothing = Sealed(identity: Box(key: "", box: ""), payee: nil)
        self.init(open, clock: Clock(trust: .plausible, boot: "", uptimeMilliseconds: 0), sealed: nothing)
    }
}
