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
            session: makeSessionView(),
            devices: devices,
            queue: queue ?? .empty
        )
    }

    private func makeSessionView() -> SessionView {
        var view = SessionView(
            step: session.step.rawValue,
            waitingFor: session.awaited.rawValue,
            canGoBack: session.canGoBack,
            canCancel: session.canCancel
        )
        view.visit = session.step == .idle ? nil : visit
        view.hint = session.hint.map { ReasonView(code: $0.code.rawValue, values: $0.values) }
        view.reason = session.reason.map { ReasonView($0) }
        view.claim = makeClaimView()
        guard let visit = session.visit else { return view }
        view.applicant = visit.applicant.map { applicant in
            SessionView.Applicant(
                name: applicant.name,
                maskedNumber: applicant.number.masked,
                cardKind: applicant.kind.rawValue,
                cardValidUntil: applicant.validity.description,
                cardExpired: applicant.isExpired(on: today)
            )
        }
        view.plate = visit.plate?.text
        view.plateless = visit.isPlateless
        view.certificateNumber = visit.certificate?.number
        view.parts = Dictionary(
            uniqueKeysWithValues: visit.parts.map { ($0.key.rawValue, SessionView.Part($0.value)) }
        )
        view.scannedSerial = visit.scannedSerial
        view.maskedBankCard = visit.bankCard?.masked
        view.verdict = session.verdict.map {
            SessionView.Verdict(
                kind: $0.kind,
                amountFen: $0.amount?.amount,
                provisional: visit.registration == .unavailable
            )
        }
        return view
    }

    private func makeClaimView() -> SessionView.Claim? {
        guard let (receipt, amount) = session.receipt else { return nil }
        let known = claim.flatMap { $0.claimId == receipt.claimID.text ? $0 : nil }
        return SessionView.Claim(
            claimId: receipt.claimID.text,
            claimNumber: receipt.number.text,
            sequence: receipt.number.sequence,
            recordedAt: receipt.recordedAt.description,
            amountFen: amount?.amount,
            status: known?.status ?? "recorded",
            centralReceivedAt: known?.centralReceivedAt,
            reason: known?.reason
        )
    }
}

extension QueueView {
    fileprivate static let empty = QueueView(
        waiting: 0,
        needsPerson: 0,
        accepted: 0,
        duplicate: 0,
        oldestWaitingSince: nil,
        lastProblem: nil,
        nextAttemptAt: nil,
        central: "unknown"
    )
}

extension ProgrammeView {
    fileprivate init(_ programme: Programme) {
        self.init(
            id: programme.id,
            version: programme.version,
            title: programme.title,
            noticeVersion: programme.notice.version,
            hotline: programme.hotline,
            tariff: programme.tariff.sorted { $0.key < $1.key }.map { Row(volts: $0.key, amountFen: $0.value.amount) },
            plateless: programme.plateless != nil
        )
    }
}

extension ReasonView {
    fileprivate init(_ reason: Reason) { self.init(code: reason.code.rawValue, values: reason.values) }
}

extension SessionView.Part {
    fileprivate init(_ finding: PartFinding) {
        let serial = finding.serial.wireForm
        self.init(
            condition: finding.condition.rawValue,
            serialState: serial.state,
            serial: serial.text,
            volts: finding.voltage?.volts,
            voltageMethod: finding.voltage?.method.rawValue
        )
    }
}
