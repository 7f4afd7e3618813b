import Claims

/// What `programme decide` answers, in the shape that `docs/decide.md` describes: fields may be added, none goes.
struct DecideAnswer: Encodable {
    /// Beside the kinds of `Claims.Verdict`, for what is none.
    enum NoVerdict: String {
        /// Facts are missing and nothing refuses yet.
        case incomplete
        /// The facts are wrong or contradict each other.
        case invalidInput = "invalid-input"
        /// Only a deadline or identifiers were asked for.
        case notAsked = "not-asked"
    }

    struct Outcome: Encodable {
        var kind: String
        var amountFen: Int64?
        var reason: Cause?
    }

    struct Cause: Encodable {
        var code: String
        var values: [String: String]
        /// By language; nil without a folder of texts.
        var texts: [String: DecideTexts.Words]?
    }

    struct Objection: Encodable {
        var kind: String
        var rule: String
        var tableRow: Int?
        var reason: Cause?
    }

    struct Day: Encodable {
        var day: String
        var weekday: String
        var isWorking: Bool?
        var ruling: String?
    }

    struct Due: Encodable {
        var approvedOn: String
        var due: String
        var weekday: String
        var workingDays: Int
        /// `id@version`.
        var calendars: [String]
        var assured: Bool
        var yearsWithoutNotice: [Int]
    }

    var verdict: Outcome
    var rule: String?
    var tableRow: Int?
    /// What the deciding rule looked at.
    var facts: [String: String]?
    var versions: [String: String]?
    var provisional: Bool?
    var fraudCase: Bool?
    var otherObjections: [Objection] = []
    var missing: [FactsCase.Missing] = []
    var problems: [FactsProblems.Problem] = []
    var warnings: [Cause] = []
    var identifiers: FactsIdentifiers?
    var days: [String: Day]?
    var deadline: Due?
    var notes: [String] = []

    /// Whether the question was answered.
    var isAnswer: Bool {
        verdict.kind != NoVerdict.invalidInput.rawValue && verdict.kind != NoVerdict.incomplete.rawValue
    }

    init(_ kind: NoVerdict) { verdict = Outcome(kind: kind.rawValue) }

    init(_ decision: Decision, _ texts: DecideTexts?) {
        verdict = Outcome(
            kind: decision.verdict.kind,
            amountFen: decision.verdict.amount?.amount,
            reason: decision.verdict.reason.map { Cause($0, texts) }
        )
        rule = decision.rule.rawValue
        tableRow = decision.finding.tableRow
        facts = FactsDocument.withoutStandIns(decision.finding.facts)
        versions = decision.versions
        provisional = decision.isProvisional
        otherObjections = decision.others.map { Objection($0, texts) }
    }
}

extension DecideAnswer.Cause {
    init(_ reason: Reason, _ texts: DecideTexts?) {
        code = reason.code.rawValue
        values = FactsDocument.withoutStandIns(reason.values)
        self.texts = texts?.words(for: "reason.\(code)", values)
    }

    init(_ warning: Warning, _ texts: DecideTexts?) {
        code = warning.code.rawValue
        values = FactsDocument.withoutStandIns(warning.values)
        self.texts = texts?.words(for: "warning.\(code)", values)
    }
}

extension DecideAnswer.Objection {
    init(_ finding: Finding, _ texts: DecideTexts?) {
        kind = finding.verdict.kind
        rule = finding.rule.rawValue
        tableRow = finding.tableRow
        reason = finding.verdict.reason.map { DecideAnswer.Cause($0, texts) }
    }
}

extension DecideAnswer.Day {
    init(_ day: CivilDate, _ calendar: WorkingCalendar?) {
        self.day = day.description
        weekday = day.weekday.description
        let ruling = calendar?.ruling(on: day)
        isWorking = ruling?.isWorking
        self.ruling = ruling?.description
    }
}

extension DecideAnswer.Due {
    init(_ deadline: Deadline) {
        approvedOn = deadline.approvedOn.description
        due = deadline.due.description
        weekday = deadline.due.weekday.description
        workingDays = deadline.workingDays
        calendars = deadline.notices.map { "\($0.id)@\($0.version)" }
        assured = deadline.isAssured
        yearsWithoutNotice = deadline.yearsWithoutNotice
    }
}

extension Finding {
    /// The row of the decision table in `docs/decide.md`; nil for rules beside the table.
    var tableRow: Int? {
        switch (rule, verdict) {
        case (.tariff, .subsidy): 1
        case (.ownership, _): 2
        case (.plateless, _): 3
        case (.plateKind, _), (.registrationWindow, _): 4
        case (.threeParts, _): 5
        case (.tariff, _): 6
        case (.batteryEvidence, _), (.recordMatch, _): 7
        case (.oncePerPerson, _): 8
        case (.oncePerVehicle, _): 9
        case (.captureProof, _): 10
        case (.agents, _): 11
        case (.coveredOwner, _): 12
        case (.designatedPoint, _): 13
        case (.acceptanceWindow, _), (.registry, _), (.partLedger, _): nil
        }
    }
}

extension FactsDocument {
    /// Without the numbers of claims that the facts did not give.
    static func withoutStandIns(_ values: [String: String]) -> [String: String] {
        values.filter { ClaimNumber($0.value)?.kiosk.text != "00" }
    }
}
