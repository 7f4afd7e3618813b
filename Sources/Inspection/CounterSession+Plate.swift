import Claims

extension CounterSession {
    mutating func plateEntered(_ text: String) -> SessionOutcome {
        guard case .plate(var visit) = state, visit.plate == nil, let applicant = visit.applicant else { return notNow }
        guard let plate = Plate(text) else { return .ignored(Hint(.plateInvalid)) }
        if let pattern = programme.plates.pattern, !pattern.matches(plate) { return .ignored(Hint(.platePattern)) }
        visit.plate = plate
        return enter(.plate(visit), [.checkPlate(ticket: nextTicket(), plate, applicant: applicant.number)])
    }

    mutating func noPlate(today: CivilDate) -> SessionOutcome {
        guard case .plate(var visit) = state, visit.plate == nil else { return notNow }
        visit.knowledge = PlateKnowledge(.plateless)
        // A residual value is no grant: its owner's age does not matter any more.
        visit.forgetDecisions(on: [.ownerMinor])
        return advance(visit, today: today)
    }

    mutating func plateChecked(_ number: Int, _ knowledge: PlateKnowledge, today: CivilDate) -> SessionOutcome {
        guard number == ticket, case .plate(var visit) = state, visit.plate != nil else { return .stale }
        visit.knowledge = knowledge
        return advance(visit, today: today)
    }

    /// That the owner died or is a company; who has a certificate shows it.
    mutating func relationStated(_ relation: Relation, today: CivilDate) -> SessionOutcome {
        guard case .ownership(var visit) = state, !visit.agentComes, relation != .agent else { return notNow }
        visit.relation = relation
        return advance(visit, today: today)
    }

    mutating func certificateShown(_ form: CertificateForm, today: CivilDate) -> SessionOutcome {
        guard case .ownership(var visit) = state else { return notNow }
        guard let day = CivilDate(form.issuedOn), day <= today else { return .ignored(Hint(.certificateDate)) }
        guard
            let certificate = try? OwnershipCertificate(
                issuerKind: form.issuerKind,
                issuer: form.issuer,
                number: form.number,
                issuedOn: day,
                signatory: form.signatory,
                photo: form.photo
            )
        else { return .ignored(Hint(.certificateInvalid)) }
        guard certificate.photo != nil || programme.ownership.photo == .optional else {
            return .ignored(Hint(.photoNeeded))
        }
        visit.certificate = certificate
        return advance(visit, today: today)
    }

    mutating func noCertificate(today: CivilDate) -> SessionOutcome {
        guard case .ownership(var visit) = state else { return notNow }
        visit.certificateIsMissing = true
        return advance(visit, today: today)
    }

    /// A scan belongs to the step: a plate, the serial of the part being judged, or a bank card.
    mutating func scanned(_ text: String, today: CivilDate) -> SessionOutcome {
        switch state {
        case .plate(let visit) where visit.plate == nil:
            // A bank card is no plate, whatever the programme's plates look like.
            if let card = BankCardNumber(text), card.isLuhnValid { return .ignored(Hint(.plateInvalid)) }
            return plateEntered(text)
        case .parts(var visit) where visit.partUnderLookUp == nil:
            guard case .read(let serial)? = PartSerial.read(checking: text) else {
                return .ignored(Hint(.serialInvalid))
            }
            visit.scannedSerial = serial
            return enter(.parts(visit))
        case .bankCard: return bankCardEntered(text, text, today: today)
        case .idle, .notice, .identity, .agent, .plate, .ownership, .parts, .kilometres, .condition, .review,
            .committing, .recorded, .refused, .held:
            return untimely(Hint(.scanNotExpected, ["step": step.rawValue]))
        }
    }
}
