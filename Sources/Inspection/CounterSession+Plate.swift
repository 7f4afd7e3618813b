import Claims

extension CounterSession {
    mutating func plateEntered(_ text: String) -> SessionOutcome {
        guard case .plate(var visit) = state, visit.plate == nil, let applicant = visit.applicant else { return notNow }
        guard let plate = Plate(text) else { return .ignored(Hint(.plateInvalid)) }
        visit.plate = plate
        return enter(.plate(visit), [.checkPlate(ticket: nextTicket(), plate, applicant: applicant.number)])
    }

    mutating func noPlate(today: CivilDate) -> SessionOutcome {
        guard case .plate(var visit) = state, visit.plate == nil else { return notNow }
        visit.registration = .plateless
        return enter(.parts(visit), unlessObjected: visit, today: today)
    }

    mutating func plateChecked(
        _ number: Int,
        _ registration: Registration,
        _ claim: ClaimNumber?,
        today: CivilDate
    ) -> SessionOutcome {
        guard number == ticket, case .plate(var visit) = state, visit.plate != nil else { return .stale }
        visit.registration = registration
        visit.vehicleClaimed = claim
        let next: State = Eligibility.needsCertificate(registration) ? .ownership(visit) : .parts(visit)
        return enter(next, unlessObjected: visit, today: today)
    }

    mutating func certificateShown(issuer: String, number: String, issuedOn: String, today: CivilDate) -> SessionOutcome
    {
        guard case .ownership(var visit) = state else { return notNow }
        guard let day = CivilDate(issuedOn), day <= today,
            let certificate = OwnershipCertificate(issuer: issuer, number: number, issuedOn: day)
        else { return .ignored(Hint(.certificateInvalid)) }
        visit.certificate = certificate
        return enter(.parts(visit))
    }

    /// A scan belongs to the step: a plate, the serial of the part being judged, or a bank card.
    mutating func scanned(_ text: String, today: CivilDate) -> SessionOutcome {
        switch state {
        case .plate(let visit) where visit.plate == nil: return plateEntered(text)
        case .parts(var visit):
            guard case .read(let serial)? = PartSerial.read(checking: text) else {
                return .ignored(Hint(.serialInvalid))
            }
            visit.scannedSerial = serial
            return enter(.parts(visit))
        case .bankCard: return bankCardEntered(text, text, today: today)
        case .idle, .notice, .identity, .plate, .ownership, .review, .committing, .recorded, .refused, .held:
            return untimely(Hint(.scanNotExpected, ["step": step.rawValue]))
        }
    }
}
