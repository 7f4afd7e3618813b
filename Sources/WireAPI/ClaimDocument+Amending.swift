package import Claims

// What an amendment puts in the place of what its original says in the clear.

extension ClaimDocument.Amended {
    /// The links of `original`, which is to be corrected, and of all that it corrected itself.
    package init(_ original: ClaimDocument, hash: String) {
        let before = original.amended.flatMap { link in
            original.amends.map { id in
                ClaimDocument.Earlier(
                    claimId: id,
                    sequence: link.sequence,
                    previous: link.previous,
                    hash: link.hash,
                    recordedAt: link.recordedAt ?? link.firstRecordedAt
                )
            }
        }
        self.init(
            sequence: original.chain.sequence,
            previous: original.chain.previous,
            hash: hash,
            firstRecordedAt: original.amended?.firstRecordedAt ?? original.recordedAt,
            recordedAt: original.recordedAt,
            earlier: before.map { [$0] + (original.amended?.earlier ?? []) }
        )
    }
}

extension ClaimDocument.Part {
    /// A part that was looked at again. Its serial is sealed.
    package init(_ finding: PartFinding, contradictsRecord: Bool, seenIn: ClaimNumber?) {
        self.init(condition: finding.condition.rawValue, serialState: finding.serial.wireForm.state)
        if let voltage = finding.voltage {
            let written = voltage.wireForm
            label = written.label
            labelVolts = written.volts
            meterMillivolts = voltage.meterMillivolts
            blocks = voltage.blocks
        }
        if contradictsRecord { self.contradictsRecord = true }
        self.seenIn = seenIn?.text
    }
}

extension ClaimDocument.Certificate {
    /// Issuer, number and signatory are sealed.
    package init(_ certificate: OwnershipCertificate) {
        self.init(
            issuerKind: certificate.issuerKind.rawValue,
            issuedOn: certificate.issuedOn.description,
            photo: certificate.photo
        )
    }
}

extension ClaimDocument.Payee {
    /// The number is sealed.
    package init(_ card: BankCardNumber) { self.init(maskedCard: card.masked, luhnValid: card.isLuhnValid) }
}

extension ClaimDocument.Override {
    /// The reason is sealed.
    package init(_ subject: SupervisorOverride.Subject, by supervisor: String) {
        self.init(subject: subject.name, supervisor: supervisor)
    }
}

extension ClaimIdentity.Certificate {
    package init(_ certificate: OwnershipCertificate) {
        self.init(issuer: certificate.issuer, number: certificate.number, signatory: certificate.signatory)
    }
}
