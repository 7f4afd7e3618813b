import Claims
import Inspection
import WireAPI

extension Counter {
    func makeSnapshot(revision: Int, now: String) -> CounterSnapshot {
        CounterSnapshot(
            revision: revision,
            now: now,
            rehearsal: identity.rehearsal,
            kioskId: identity.kiosk.text,
            point: identity.point,
            programme: ProgrammeView(session.programme),
            registry: registry.view(on: today),
            session: makeSessionView(),
            devices: devices,
            queue: queue
        )
    }

    private func makeSessionView() -> SessionView {
        var view = SessionView(
            step: session.step.rawValue,
            waitingFor: session.awaited.rawValue,
            canGoBack: session.canGoBack,
            canCancel: session.canCancel,
            canOverride: session.canOverride
        )
        view.visit = session.step == .idle ? nil : visit
        view.hint = session.hint.map { ReasonView(code: $0.code.rawValue, values: $0.values) }
        view.warnings = session.warnings(today: today).map { ReasonView(code: $0.code.rawValue, values: $0.values) }
        view.claim = makeClaimView()
        if let decision = session.decision {
            view.verdict = SessionView.Verdict(decision)
            view.reason = decision.verdict.reason.map { ReasonView($0) }
        }
        guard let visit = session.visit else { return view }
        view.agentComes = visit.agentComes
        view.applicant = visit.applicant.map { SessionView.Applicant($0, on: today) }
        view.agent = visit.agent.map { SessionView.Applicant($0, on: today) }
        view.plate = visit.plate?.text
        if case .found(let entry) = visit.registration { view.model = entry.model }
        view.plateless = visit.isPlateless
        view.certificateNumber = visit.certificate?.number
        view.parts = Dictionary(
            uniqueKeysWithValues: visit.parts.map { ($0.key.rawValue, SessionView.Part($0.value)) }
        )
        view.scannedSerial = visit.scannedSerial
        view.kilometres = visit.kilometres
        view.condition = visit.condition
        view.maskedBankCard = visit.bankCard?.masked
        return view
    }

    private func makeClaimView() -> SessionView.Claim? {
        guard let (receipt, decision) = session.receipt else { return nil }
        let known = claim.flatMap { $0.claimId == receipt.claimID.text ? $0 : nil }
        return SessionView.Claim(
            claimId: receipt.claimID.text,
            claimNumber: receipt.number.text,
            sequence: receipt.number.sequence,
            recordedAt: receipt.recordedAt.description,
            amountFen: decision.verdict.amount?.amount,
            status: known?.status ?? "recorded",
            centralReceivedAt: known?.centralReceivedAt,
            reason: known?.reason.map { reason in
                // The central names the kiosk's own reason without its values.
                guard let own = decision.verdict.reason, own.code.rawValue == reason.code else { return reason }
                return ReasonView(code: reason.code, values: own.values.merging(reason.values) { $1 })
            }
        )
    }
}

extension ReasonView {
    fileprivate init(_ reason: Reason) { self.init(code: reason.code.rawValue, values: reason.values) }
}

extension SessionView.Applicant {
    fileprivate init(_ card: CardIdentity, on day: CivilDate) {
        self.init(
            name: card.name,
            maskedNumber: card.number.masked,
            cardKind: card.kind.rawValue,
            cardValidUntil: card.validity.description,
            cardExpired: card.isExpired(on: day)
        )
    }
}

extension SessionView.Part {
    fileprivate init(_ finding: PartFinding) {
        let serial = finding.serial.wireForm
        self.init(
            condition: finding.condition.rawValue,
            serialState: serial.state,
            serial: serial.text,
            label: finding.voltage?.wireForm.label,
            volts: finding.voltage?.wireForm.volts,
            meterMillivolts: finding.voltage?.meterMillivolts,
            blocks: finding.voltage?.blocks
        )
    }
}

extension SessionView.Verdict {
    fileprivate init(_ decision: Decision) {
        self.init(
            kind: decision.verdict.kind,
            amountFen: decision.verdict.amount?.amount,
            provisional: decision.isProvisional,
            rule: decision.rule.rawValue,
            facts: decision.finding.facts,
            versions: decision.versions,
            others: decision.others.compactMap { $0.verdict.reason.map { ReasonView($0) } }
        )
    }
}
