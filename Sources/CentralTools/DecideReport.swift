import Claims
import DaemonSupport
import Papers
import Settings
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `kiosk-central programme decide` prints: the verdict on one case, `docs/decide.md`.
package enum DecideReport {
    /// Where things lie; nil takes the place beside the working directory.
    package struct Options: Sendable {
        package static let programme = "config/programmes/doilungdeqen-2025.yaml"
        package static let calendars = "config/calendars"

        package let facts: String
        package let programme: String?
        package let calendars: String?
        /// The folder that holds `texts`; nil leaves the words for people out.
        package let share: String?
        package let json: Bool

        package init(facts: String, programme: String?, calendars: String?, share: String?, json: Bool) {
            self.facts = facts
            self.programme = programme
            self.calendars = calendars
            self.share = share
            self.json = json
        }
    }

    /// The exit code: 0 with an answer, 2 when the facts or files are wrong or incomplete, 70 for a fault of ours.
    package static func run(_ options: Options) -> Int32 {
        var answer: DecideAnswer
        do throws(KioskError) {
            answer = try self.answer(options)
        } catch {
            _ = Failure.report(error, program: "kiosk-central")
            answer = DecideAnswer(.invalidInput)
            answer.problems = [
                .init(code: error.code, place: "", line: nil, message: error.message, remedy: error.remedy)
            ]
        }
        do throws(KioskError) {
            print(options.json ? try json(answer) : answer.words)
        } catch {
            _ = Failure.report(error, program: "kiosk-central")
            return 70
        }
        return answer.isAnswer ? 0 : 2
    }

    private static func answer(_ options: Options) throws(KioskError) -> DecideAnswer {
        let bytes = try SmallFile.read(options.facts, limit: FactsJSON.sizeLimit) { why, cause in
            KioskError(
                .factsUnreadable,
                "\(options.facts) \(why)",
                remedy: "Name a file, no folder, that you may read and that holds one case: at most 1 MiB.",
                cause: cause
            )
        }
        let root: FactsJSON
        do throws(JSONNode.Problem) {
            root = try FactsJSON(parsing: bytes)
        } catch {
            var answer = DecideAnswer(.invalidInput)
            answer.problems = [
                .init(
                    code: .factsSyntax,
                    place: "",
                    line: error.line,
                    message: "no JSON: \(error.why)",
                    remedy: "Correct this line, or the one before it."
                )
            ]
            return answer
        }
        let problems = FactsProblems()
        let document = FactsDocument(FactsReader(json: root, place: "", problems: problems))
        let programme = try ProgrammeFile.load(options.programme ?? Options.programme)
        let decision = FactsDecision(
            programme: programme,
            calendar: try calendar(options, document, programme),
            texts: try options.share.map { (share) throws(KioskError) in try DecideTexts(share: share) }
        )
        return decision.answer(to: document, problems)
    }

    /// Nil when nobody needs one and the usual place has none.
    private static func calendar(
        _ options: Options,
        _ document: FactsDocument,
        _ programme: Programme
    ) throws(KioskError) -> WorkingCalendar? {
        do throws(KioskError) {
            let folder = try CalendarFolder.load(options.calendars ?? Options.calendars)
            if let ids = document.calendars { return try folder.calendar(ids) }
            return try folder.calendar(ids(of: programme, in: folder))
        } catch {
            guard options.calendars == nil, document.calendars == nil, document.approved == nil,
                error.code == .configMissing
            else { throw error }
            return nil
        }
    }

    /// The notices that the programme names, and for other years those of the nation and of the same places: a case may
    /// lie outside the years that the programme was written for.
    private static func ids(of programme: Programme, in folder: CalendarFolder) throws(KioskError) -> [String] {
        let named = try folder.calendar(programme.calendars)
        let known = named.notices.map(\.id) + named.superseded.map(\.id)
        guard !known.isEmpty else { return [] }
        let places = Set(named.notices.compactMap(\.place))
        let more = folder.files.map(\.notice).filter { notice in
            let years = Set(named.notices.filter { $0.scope == notice.scope }.flatMap(\.years))
            return (notice.place.map(places.contains) ?? true) && years.isDisjoint(with: notice.years)
        }
        return Set(known + more.map(\.id)).sorted()
    }

    private static func json(_ answer: DecideAnswer) throws(KioskError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(answer), as: UTF8.self)
        } catch {
            throw KioskError(.internalFault, "The answer is no JSON.", remedy: "Report it.", cause: error)
        }
    }
}
