import Claims

extension DecideAnswer {
    /// For people at a terminal; English, with the texts of the counter when they were asked for.
    var words: String {
        var lines = ["Verdict: \(verdict.kind)" + (verdict.amountFen.map { ", \(Fen($0)) yuan" } ?? "")]
        if let rule { lines.append("By rule: \(rule)" + (tableRow.map { ", row \($0) of the decision table" } ?? "")) }
        if let reason = verdict.reason { lines += Self.lines(reason) }
        if let facts, !facts.isEmpty { lines.append("From: \(Self.list(facts))") }
        if let versions { lines.append("Versions: \(Self.list(versions))") }
        if provisional == true { lines.append("Provisional: only the central can say for sure.") }
        if fraudCase == true { lines.append("Fraud case: another person claimed for this vehicle.") }
        for objection in otherObjections {
            lines.append("Also: \(objection.kind) by \(objection.rule), \(objection.reason?.code ?? "")")
        }
        for fact in missing { lines.append("Missing: \(fact.fact): \(fact.expected)") }
        for problem in problems {
            let place = [problem.line.map { "line \($0)" }, problem.place.isEmpty ? nil : problem.place]
                .compactMap { $0 }.joined(separator: ", ")
            lines.append(
                "Wrong: \(problem.code): \(place.isEmpty ? "" : "\(place): ")\(problem.message). \(problem.remedy)"
            )
        }
        for warning in warnings {
            lines.append("Warning: \(warning.code)")
            lines += Self.lines(warning).dropFirst()
        }
        if let deadline {
            let assured = deadline.assured ? "" : ", not assured: a year has no national notice yet"
            lines.append(
                "To pay until: \(deadline.weekday) \(deadline.due), \(deadline.workingDays) working days after"
                    + " \(deadline.approvedOn)\(assured)"
            )
            lines.append("Calendars: \(deadline.calendars.joined(separator: ", "))")
        }
        lines += notes.map { "Note: \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ cause: Cause) -> [String] {
        let values = cause.values.isEmpty ? "" : " (\(list(cause.values)))"
        let texts = (cause.texts ?? [:]).sorted { $0.key < $1.key }
        return ["Because: \(cause.code)\(values)"]
            + texts.map { "  \($0.key): \($0.value.title). \($0.value.text) \($0.value.next)" }
    }

    private static func list(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
