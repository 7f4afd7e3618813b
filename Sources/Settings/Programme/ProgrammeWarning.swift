package import Claims

/// What is not wrong in a programme, and that somebody should look at before the first claim.
package struct ProgrammeWarning: Equatable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        /// Kilometres between rows, or before the first, that have no row.
        case kilometreGap = "kilometre-gap"
        /// No battery is made of whole blocks of that voltage.
        case oddVoltage = "odd-voltage"
        case reviewWithoutEffect = "review-without-effect"
        case registrationRunsOn = "registration-runs-on"
        case noCalendars = "no-calendars"
        case calendarUnknown = "calendar-unknown"
        /// A year of the window, or of a last day to pay, that no national notice covers.
        case yearNotCovered = "year-not-covered"
        case opensOnClosedDay = "opens-on-closed-day"
        case closesOnClosedDay = "closes-on-closed-day"
        case noWorkingDay = "no-working-day"
    }

    package let code: Code
    /// One English sentence or two, for the people who write the file.
    package let text: String

    init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }

    /// What the programme alone shows.
    static func warnings(of programme: Programme) -> [ProgrammeWarning] {
        var warnings = gaps(in: programme.tariff) + oddVoltages(programme) + withoutEffect(programme)
        if let registration = programme.registration, registration.last > programme.acceptance.last {
            warnings.append(
                ProgrammeWarning(
                    .registrationRunsOn,
                    "Bikes may have been registered up to \(registration.last), which is after the last claim is"
                        + " accepted on \(programme.acceptance.last)."
                )
            )
        }
        if programme.calendars.isEmpty {
            warnings.append(
                ProgrammeWarning(
                    .noCalendars,
                    "The programme names no calendar: every Monday to Friday counts as a working day, holidays too."
                )
            )
        }
        return warnings
    }

    /// What the days of the window show, counted with `calendar`.
    static func warnings(of programme: Programme, by calendar: WorkingCalendar) -> [ProgrammeWarning] {
        let window = programme.acceptance
        var warnings: [ProgrammeWarning] = []
        let lastPayment = calendar.dueDate(approvedOn: window.last, workingDays: programme.paymentDays).due
        let years = calendar.yearsWithoutNotice(from: window.first, through: lastPayment)
        if !years.isEmpty {
            warnings.append(
                ProgrammeWarning(
                    .yearNotCovered,
                    "No national notice of the calendars covers \(list(years.map(String.init))): there only weekends"
                        + " and local days off are known, and days to pay will move when the notice comes."
                )
            )
        }
        guard let first = window.workingDays(calendar).first, let last = window.workingDays(calendar).last else {
            let text = "No day of the window is a working day: every point is closed on all of them."
            return warnings + [ProgrammeWarning(.noWorkingDay, text)]
        }
        if first != window.first {
            let why = calendar.ruling(on: window.first)
            warnings.append(
                ProgrammeWarning(
                    .opensOnClosedDay,
                    "The window opens on \(named(window.first)), when the points are closed (\(why)); the first"
                        + " working day is \(named(first))."
                )
            )
        }
        if last != window.last {
            let why = calendar.ruling(on: window.last)
            warnings.append(
                ProgrammeWarning(
                    .closesOnClosedDay,
                    "The window closes on \(named(window.last)), when the points are closed (\(why)); the last working"
                        + " day is \(named(last))."
                )
            )
        }
        return warnings
    }

    private static func gaps(in tariff: Tariff) -> [ProgrammeWarning] {
        guard tariff.measure == .kilometres, let first = tariff.rows.first else { return [] }
        var gaps: [ClosedRange<Int>] = []
        if first.range.lowerBound > 0 { gaps.append(0...first.range.lowerBound - 1) }
        for (row, next) in zip(tariff.rows, tariff.rows.dropFirst()) {
            // Rows never overlap and only the last can be without an end, so neither sum overflows.
            let (from, to) = (row.range.upperBound + 1, next.range.lowerBound - 1)
            if from <= to { gaps.append(from...to) }
        }
        let outcome = tariff.otherwise == .hold ? "held for review" : "refused"
        return gaps.map { gap in
            let shown = gap.count == 1 ? "\(gap.lowerBound)" : "\(gap.lowerBound)–\(gap.upperBound)"
            return ProgrammeWarning(.kilometreGap, "\(shown) km have no row: such a bike is \(outcome).")
        }
    }

    private static func oddVoltages(_ programme: Programme) -> [ProgrammeWarning] {
        guard programme.tariff.measure == .voltage else { return [] }
        let block = programme.voltage.voltsPerBlock
        return programme.tariff.rows.map(\.range.lowerBound).filter { $0 % block != 0 }.map { volts in
            let text =
                "\(volts) V is no whole number of blocks of \(block) V: a count of blocks never leads to this row."
            return ProgrammeWarning(.oddVoltage, text)
        }
    }

    private static func withoutEffect(_ programme: Programme) -> [ProgrammeWarning] {
        programme.reviewable.subtracting(refusals(of: programme)).map(\.rawValue).sorted().map { code in
            ProgrammeWarning(.reviewWithoutEffect, "\(code) is never a refusal by these rules, so nothing can be sent.")
        }
    }

    /// The refusals that these rules know and that review can change.
    private static func refusals(of programme: Programme) -> Set<Reason.Code> {
        var codes: Set<Reason.Code> = [.undesignatedPlace, .partMissing, .partWrong]
        if programme.plates.otherwise == .refuse {
            codes.insert(.notATarget)
            if programme.registration != nil { codes.insert(.registeredOutside) }
        }
        codes.formUnion(
            programme.ownership.certificate ? [.ownershipUnproved, .certificateInvalid] : [.certificateNotAccepted]
        )
        switch programme.agents {
        case .notAllowed: codes.insert(.agentNotAllowed)
        case .recorded: codes.insert(.agentUnidentified)
        }
        if programme.tariff.otherwise == .refuse {
            switch programme.tariff.measure {
            case .voltage: codes.insert(.otherVoltage)
            case .kilometres: codes.insert(.otherKilometres)
            case .flat: break
            }
        }
        return codes
    }

    private static func named(_ day: CivilDate) -> String { "\(day.weekday) \(day)" }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}

extension Programme.Days {
    /// Of at most ten years, `ProgrammeFile` reads no longer window.
    package func workingDays(_ calendar: WorkingCalendar) -> [CivilDate] {
        (first.daysSince1970...last.daysSince1970).map(CivilDate.init(daysSince1970:)).filter(calendar.isWorking)
    }
}
