package import Claims
package import Sealing

/// The proof that a bike was handed in and scrapped, 报废电动自行车回收证明 (`programme.md` §5.5).
package struct ScrappingCertificate: Equatable, Sendable {
    /// The police's mark that the plate is cancelled.
    package struct Deregistration: Equatable, Sendable {
        package let mark: String
        package let on: CivilDate

        package init(mark: String, on: CivilDate) {
            self.mark = mark
            self.on = on
        }
    }

    package let number: CertificateNumber
    package let claim: ClaimNumber
    /// In full from the central's facts, masked at the kiosk.
    package let ownerName: String
    package let idTail: IDTail
    /// Nil for a bike without a plate.
    package let plate: PaperPlate?
    /// Of serials nil stands for one that was read and is sealed.
    package let frame: PartSerial?
    package let motor: PartSerial?
    /// One for each battery or block, at least one.
    package let batteries: [PartSerial?]
    package let receivedOn: CivilDate
    package let point: PaperPlace
    /// The recycling company that stamps it.
    package let company: String
    package let parts: [Part: PartFinding.Condition]
    /// Nil: not yet.
    package let destroyedOn: CivilDate?
    /// Nil: not yet.
    package let deregistration: Deregistration?
    package let issuedOn: CivilDate
    /// The last day on which the code counts.
    package let expiresOn: CivilDate
    package let programme: PaperProgramme
    package let isRehearsal: Bool
    package let isReprint: Bool

    package init(
        number: CertificateNumber,
        claim: ClaimNumber,
        ownerName: String,
        idTail: IDTail,
        plate: PaperPlate?,
        frame: PartSerial?,
        motor: PartSerial?,
        batteries: [PartSerial?],
        receivedOn: CivilDate,
        point: PaperPlace,
        company: String,
        parts: [Part: PartFinding.Condition],
        destroyedOn: CivilDate?,
        deregistration: Deregistration?,
        issuedOn: CivilDate,
        expiresOn: CivilDate,
        programme: PaperProgramme,
        isRehearsal: Bool,
        isReprint: Bool
    ) {
        self.number = number
        self.claim = claim
        self.ownerName = ownerName
        self.idTail = idTail
        self.plate = plate
        self.frame = frame
        self.motor = motor
        self.batteries = batteries
        self.receivedOn = receivedOn
        self.point = point
        self.company = company
        self.parts = parts
        self.destroyedOn = destroyedOn
        self.deregistration = deregistration
        self.issuedOn = issuedOn
        self.expiresOn = expiresOn
        self.programme = programme
        self.isRehearsal = isRehearsal
        self.isReprint = isReprint
    }

    /// What the code on the paper says, for the key that will sign it: of facts that are in full.
    func contents(keyFingerprint: String) -> CertificateContents {
        CertificateContents(
            number: number,
            claim: claim,
            plate: plate?.whole,
            idTail: idTail,
            receivedOn: receivedOn,
            pointID: point.id,
            issuedOn: issuedOn,
            expiresOn: expiresOn,
            isRehearsal: isRehearsal,
            keyFingerprint: keyFingerprint
        )
    }

    /// The text of the code on the paper.
    ///
    /// Throws `internal.fault` if the signature cannot be made.
    package func token(signedBy key: SigningKey) throws(KioskError) -> String {
        try CertificateToken.sign(contents(keyFingerprint: key.verificationKey.fingerprint), with: key)
    }

    /// In the languages of the catalogues, the first one first.
    package func paper(in catalogues: [TextCatalogue], token: String) -> Paper {
        let words = Words(catalogues: catalogues)
        let notYet = words(.notYet)
        var blocks = words.marks(rehearsal: isRehearsal, reprint: isReprint)
        blocks.append(.heading(words(.certificate)))
        blocks.append(.rule)
        blocks.append(.field(words(.number), [number.text]))
        blocks.append(.field(words(.claim), [claim.text]))
        blocks.append(.field(words(.owner), [ownerName]))
        blocks.append(words.idTail(idTail))
        blocks.append(words.plate(plate))
        blocks.append(.field(words(.frameSerial), words.serial(frame)))
        blocks.append(.field(words(.motorSerial), words.serial(motor)))
        blocks += batteries.map { .field(words(.batterySerial), words.serial($0)) }
        blocks.append(.field(words(.received), [receivedOn.description]))
        blocks.append(.field(words(.point), words.own(point.title, point.id)))
        blocks.append(.rule)
        blocks.append(.heading(words(.parts)))
        for part in Part.allCases {
            if let condition = parts[part] { blocks.append(words.part(part, condition)) }
        }
        blocks.append(.field(words(.destroyed), destroyedOn.map { [$0.description] } ?? notYet))
        blocks.append(
            .field(
                words(.deregistered),
                deregistration.map { words(.deregisteredValue, ["mark": $0.mark, "day": $0.on.description]) } ?? notYet
            )
        )
        blocks.append(.rule)
        blocks.append(.field(words(.issued), [issuedOn.description]))
        blocks.append(.field(words(.expires), [expiresOn.description]))
        blocks.append(.field(words(.company), [company]))
        blocks.append(.text(words(.stamp)))
        blocks.append(.rule)
        blocks += words.foot(programme)
        blocks.append(.text(words(.verification)))
        blocks.append(.code(token))
        blocks += words.marks(rehearsal: isRehearsal, reprint: false)
        return Paper(kind: .certificate, languages: catalogues.map(\.language), blocks: blocks)
    }
}
