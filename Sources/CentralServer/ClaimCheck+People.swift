import Claims
import WireAPI

// Who claims, who came for whom, and where money would go.

extension ClaimCheck {
    mutating func people() {
        person(claim.applicant, "applicant")
        faults.choice(claim.relation, "relation", of: Relation.self)
        let comes = claim.relation == Relation.agent.rawValue
        faults.require((claim.agent != nil) == comes, "agent", "must be there for the relation agent, only then")
        guard let agent = claim.agent else { return }
        person(agent, "agent")
        let isOther = agent.idNumber != claim.applicant.idNumber
        faults.require(isOther, "agent.idNumber", "must not be the applicant's")
    }

    /// What stands for a day.
    private static let dateless = [CardIdentity.Validity.longTerm, .unreadable].map(\.description)

    private mutating func person(_ person: OpenClaim.Person, _ field: String) {
        let name = try? PersonName(person.name)
        faults.require(name?.text == person.name, "\(field).name", "must be a name in the form that kiosks write")
        let kind = CardIdentity.Kind(rawValue: person.cardKind)
        faults.choice(person.cardKind, "\(field).cardKind", of: CardIdentity.Kind.self)
        let number = IdentityNumber(person.idNumber)
        faults.require(number?.text == person.idNumber, "\(field).idNumber", "must be a valid identity number")
        if let number, let kind {
            faults.require(number.fits(kind), "\(field).cardKind", "must fit the identity number")
        }
        if !Self.dateless.contains(person.cardValidUntil) {
            faults.date(person.cardValidUntil, "\(field).cardValidUntil")
        }
    }

    mutating func payee() {
        guard let payee = claim.payee else {
            let pays = claim.verdict.kind.hasPrefix("subsidy") && claim.verdict.amountFen ?? 0 > 0
            faults.require(!pays, "payee", "must be there when a subsidy is paid")
            return
        }
        guard let looks = Look(payee) else {
            faults.add("payee.maskedCard", "must show four of 12–19 digits")
            return
        }
        if let isValid = looks.isLuhnValid {
            faults.require(isValid == payee.luhnValid, "payee.luhnValid", "must say what the number says")
        }
        let isAllowed = claim.overrides.contains { $0.subject == SupervisorOverride.Subject.bankCard.name }
        faults.require(
            !looks.needsSupervisor || isAllowed,
            "payee.maskedCard",
            "looks wrong, so that overrides must hold a supervisor's word"
        )
    }

    /// What can be seen of a card: of the number where it is known, else of its mask.
    private struct Look {
        /// Nil where only the payers can tell.
        let isLuhnValid: Bool?
        let needsSupervisor: Bool

        init?(_ payee: OpenClaim.Payee) {
            if let number = payee.bankCard {
                guard let card = BankCardNumber(number), card.digits == number else { return nil }
                isLuhnValid = card.isLuhnValid
                needsSupervisor = card.needsSupervisor
                return
            }
            guard let mask = payee.maskedCard, let hasUsualLength = BankCardNumber.hasUsualLength(mask: mask)
            else { return nil }
            isLuhnValid = nil
            needsSupervisor = !hasUsualLength || !payee.luhnValid
        }
    }

    mutating func overrides() {
        faults.require(claim.overrides.count <= Self.mostEntries, "overrides", "must be at most \(Self.mostEntries)")
        for (index, override) in claim.overrides.prefix(Self.mostEntries).enumerated() {
            let field = "overrides[\(index)]"
            let subject: SupervisorOverride.Subject
            if let code = Reason.Code(rawValue: override.subject) {
                subject = .refusal(code)
            } else {
                subject = .bankCard
                faults.require(
                    override.subject == subject.name,
                    "\(field).subject",
                    "must be the code of a reason, or \(subject.name)"
                )
            }
            let isWhole = SupervisorOverride(subject, supervisor: override.supervisor, reason: override.reason) != nil
            faults.require(isWhole, field, "must have a supervisor of 1–40 and a reason of 1–200 printable characters")
        }
    }
}
