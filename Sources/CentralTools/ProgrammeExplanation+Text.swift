import Claims
import Settings

extension ProgrammeExplanation {
    struct Section: Encodable {
        let title: String
        let sentences: [String]
    }

    /// The whole programme in words, in the order in which people ask.
    static func sections(of programme: Programme, _ calendar: WorkingCalendar?) -> [Section] {
        let sections = [
            Section(title: "When", sentences: days(programme, calendar)),
            Section(title: "Where", sentences: points(programme)),
            Section(title: "Which bikes", sentences: bikes(programme)),
            Section(title: "Who", sentences: people(programme)),
            Section(title: "How much", sentences: amounts(programme)),
            Section(title: "Bikes without a plate", sentences: plateless(programme)),
            Section(title: "Sent to review", sentences: review(programme)),
            Section(title: "Payment", sentences: payment(programme, calendar)),
            Section(title: "What people are told", sentences: notices(programme)),
        ]
        return sections.filter { !$0.sentences.isEmpty }
    }

    private static func days(_ programme: Programme, _ calendar: WorkingCalendar?) -> [String] {
        let window = programme.acceptance
        var lines = [
            "Claims are accepted from \(named(window.first)) to \(named(window.last)), both days included (UTC+8).",
            "A claim made on any other day is refused. One made in time that arrives after the last day counts if its time can be"
                + " proved; otherwise it is held.",
        ]
        let calendars = list(programme.calendars)
        guard let calendar else {
            let by = calendars.isEmpty ? "no calendar: Monday to Friday" : "\(calendars)"
            return lines + ["Working days go by \(by). Give the folder of calendars to count them."]
        }
        let working = window.workingDays(calendar)
        let count = window.last.daysSince1970 - window.first.daysSince1970 + 1
        let notices = list(calendar.notices(from: window.first, through: window.last).map(\.description))
        let by = notices.isEmpty ? "by weekends alone" : "by \(notices)"
        if let first = working.first, let last = working.last {
            let are = working.count == 1 ? "is a working day" : "are working days"
            lines.append("\(working.count) of these \(count) days \(are) \(by).")
            lines.append("The first is \(named(first)), the last \(named(last)).")
        } else {
            lines.append("None of these \(counted(count, "day", "days")) is a working day \(by).")
        }
        return lines
    }

    private static func points(_ programme: Programme) -> [String] {
        let points = programme.points.map { point in
            "\(point.id): \(title(point.title)), open \(point.hours) on working days."
        }
        return [
            "Claims are made at \(counted(programme.points.count, "point", "points")). A bike scrapped anywhere else gets"
                + " no subsidy. Outside the hours staff are warned; nothing is locked."
        ] + points
    }

    private static func bikes(_ programme: Programme) -> [String] {
        var lines = ["Bikes with a plate of the kind \(list(programme.plates.kinds.sorted(), last: "or"))."]
        let registered: String
        if let registration = programme.registration {
            lines.append(
                "They must have been registered from \(named(registration.first)) to \(named(registration.last)),"
                    + " both days included."
            )
            registered = ", or one registered on another day,"
        } else {
            lines.append("It does not matter when they were registered.")
            registered = ""
        }
        lines.append("A plate of another kind\(registered) is \(outcome(programme.plates.otherwise)).")
        if let pattern = programme.plates.pattern { lines.append("A plate looks like \(pattern).") }
        lines.append(
            "Battery, motor and frame must be there and be this bike's own; otherwise the claim is refused, until the"
                + " owner comes back with the part."
        )
        if let registry = programme.registry {
            lines.append(
                "Plates are looked up in the registry. After \(counted(registry.provisionalAfter, "day", "days")) it is"
                    + " old, and verdicts are provisional; after \(counted(registry.unusableAfter, "day", "days")) it is"
                    + " not used, and claims are refused."
            )
        } else {
            lines.append("There need not be a registry of plates: verdicts without one are provisional.")
        }
        lines.append("A plate that the registry does not have is \(outcome(programme.plates.unknown)).")
        return lines
    }

    private static func people(_ programme: Programme) -> [String] {
        var lines: [String] = []
        switch programme.onceOnly {
        case .each: lines.append("Each person gets one subsidy, and each bike gets one, whoever brings it.")
        case .pair: lines.append("The same person gets one subsidy for the same bike, and may bring another bike.")
        }
        lines.append("A refused or withdrawn claim does not count; a paid one counts for ever.")
        let ownership = programme.ownership
        if ownership.certificate {
            let age = ownership.maximumAgeDays.map { " of at most \(counted($0, "day", "days"))" } ?? " of any age"
            let photo = ownership.photo == .required ? "must be photographed" : "may be photographed"
            lines.append(
                "Somebody else than the registered owner gets the subsidy with a certificate of the community or the"
                    + " village committee\(age), and is refused without. The certificate \(photo)."
            )
        } else {
            lines.append("Only the registered owner gets the subsidy: no certificate is accepted, others are refused.")
        }
        switch programme.agents {
        case .notAllowed: lines.append("Owners come in person: an agent is refused.")
        case .recorded: lines.append("An agent may come with the owner's card, and is recorded with an own ID card.")
        }
        let are = programme.uncovered == .hold ? "held for review" : "refused"
        lines.append("Claims of heirs, minors and companies are \(are).")
        return lines
    }

    private static func plateless(_ programme: Programme) -> [String] {
        guard let plateless = programme.plateless else {
            return ["A bike without a plate is refused: this programme has nothing for it."]
        }
        let rows = plateless.rows.map { "\($0.condition): \($0.value) yuan. \(title($0.title))." }
        let incomplete = plateless.incomplete ? "taken as well" : "refused"
        return [
            "There is no subsidy. The recycling company pays a residual value by condition, and there is a scrapping"
                + " proof:"
        ] + rows + ["A bike that lacks a part, or has one of another bike, is \(incomplete)."]
    }

    private static func review(_ programme: Programme) -> [String] {
        let codes = programme.reviewable.map(\.rawValue).sorted()
        guard !codes.isEmpty else { return ["A supervisor can send no refusal to review."] }
        return ["A supervisor may send these refusals to review, with a reason: \(list(codes))."]
    }

    private static func payment(_ programme: Programme, _ calendar: WorkingCalendar?) -> [String] {
        let days = counted(programme.paymentDays, "working day", "working days")
        var lines = ["The money is paid within \(days) after the approval; the day of the approval does not count."]
        if let calendar {
            let last = programme.acceptance.last
            let due = calendar.dueDate(approvedOn: last, workingDays: programme.paymentDays).due
            lines.append("For a claim approved on the last day, \(named(last)), the last day to pay is \(named(due)).")
        }
        return lines
    }

    private static func notices(_ programme: Programme) -> [String] {
        var lines = ["The notice shown before the card is read is version \(programme.notice.version)."]
        if let campaign = programme.campaign {
            lines.append(
                "Owners may agree, separately, that their scrapping proof goes to \(campaign.id): \(title(campaign.title))."
            )
        }
        return lines + ["Complaints go to \(programme.hotline)."]
    }
}

// What sentences are made of.
extension ProgrammeExplanation {
    static func named(_ day: CivilDate) -> String { "\(day.weekday) \(day)" }

    static func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }

    static func list(_ words: [String], last: String = "and") -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(last) \(end)"
    }

    static func outcome(_ severity: Programme.Severity) -> String {
        switch severity {
        case .hold: "held for review"
        case .refuse: "refused"
        }
    }

    private static func title(_ title: [String: String]) -> String {
        [title["en"], title["zh-CN"]].compactMap(\.self).joined(separator: ", ")
    }
}
