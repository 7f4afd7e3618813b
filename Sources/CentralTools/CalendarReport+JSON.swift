import Claims
import Glibc

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CalendarReport {
    /// The shapes that `docs/calendars.md` describes; fields may be added, none goes.
    enum JSON {
        static let sizeLimit = 64 << 20

        struct Notice: Codable {
            var id: String
            var version: String

            init(_ notice: NoticeVersion) { (id, version) = (notice.id, notice.version) }
        }

        struct Due: Encodable {
            var approvedOn: String
            var workingDays: Int
            var due: String
            var weekday: String
            var isAssured: Bool
            var yearsWithoutNotice: [Int]
            var notices: [Notice]

            init(_ deadline: Deadline) {
                approvedOn = deadline.approvedOn.description
                workingDays = deadline.workingDays
                due = deadline.due.description
                weekday = deadline.due.weekday.description
                isAssured = deadline.isAssured
                yearsWithoutNotice = deadline.yearsWithoutNotice
                notices = deadline.notices.map(Notice.init)
            }
        }

        struct Review: Encodable {
            var moved: [Move]
            var unmoved: Int
            var unmovedWithOtherNotices: Int

            init(_ review: DeadlineReview) {
                moved = review.moved.map(Move.init)
                unmoved = review.unmoved
                unmovedWithOtherNotices = review.unmovedWithOtherNotices
            }
        }

        struct Move: Encodable {
            var claim: String
            var before: String
            var after: Due
            var beforeAgrees: Bool
            var changes: [Change]
            var days: [Day]

            init(_ move: DeadlineReview.Move) {
                claim = move.id
                before = move.before.description
                after = Due(move.after)
                beforeAgrees = move.beforeAgrees
                changes = move.notices.map(Change.init)
                days = move.days.map(Day.init)
            }
        }

        struct Change: Encodable {
            var id: String
            var kind: String
            var fromVersion: String?
            var toVersion: String?

            init(_ change: DeadlineReview.NoticeChange) {
                switch change {
                case .added(let notice): (id, kind, toVersion) = (notice.id, "added", notice.version)
                case .changed(let old, let new):
                    (id, kind, fromVersion, toVersion) = (new.id, "changed", old.version, new.version)
                case .dropped(let notice): (id, kind, fromVersion) = (notice.id, "dropped", notice.version)
                }
            }
        }

        struct Day: Encodable {
            var day: String
            var weekday: String
            var before: Ruling
            var after: Ruling

            init(_ change: DeadlineReview.ChangedDay) {
                day = change.day.description
                weekday = change.day.weekday.description
                before = Ruling(change.before)
                after = Ruling(change.after)
            }
        }

        struct Ruling: Encodable {
            var kind: String
            var isWorking: Bool
            var name: String?
            var notice: Notice?

            init(_ ruling: DayRuling) {
                isWorking = ruling.isWorking
                notice = ruling.notice.map(Notice.init)
                switch ruling {
                case .localDayOff(_, let name): (kind, self.name) = ("local-day-off", name)
                case .makeUpDay: kind = "make-up-day"
                case .nationalDayOff(_, let name): (kind, self.name) = ("national-day-off", name)
                case .weekday: kind = "weekday"
                case .weekend: kind = "weekend"
                }
            }
        }

        struct Open: Decodable {
            var claim: String
            var approvedOn: String
            var workingDays: Int
            var due: String
            var notices: [Notice]?
        }

        static func text(_ value: some Encodable) throws(KioskError) -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            do {
                return String(decoding: try encoder.encode(value), as: UTF8.self)
            } catch {
                throw KioskError(.internalFault, "The report is no JSON.", remedy: "Report it.", cause: error)
            }
        }

        /// Throws `config.missing`, `config.unreadable`, `config.syntax` and `config.invalid-value`.
        static func openDeadlines(_ path: String) throws(KioskError) -> [DeadlineReview.Open] {
            let rows: [Open]
            do {
                rows = try JSONDecoder().decode([Open].self, from: try bytes(path))
            } catch let error as KioskError {
                throw error
            } catch {
                throw KioskError(
                    .configSyntax,
                    "\(path): not a JSON list of open deadlines",
                    remedy: "Write [{\"claim\", \"approvedOn\", \"workingDays\", \"due\"}, …], see docs/calendars.md.",
                    cause: error
                )
            }
            var deadlines: [DeadlineReview.Open] = []
            for (index, row) in rows.enumerated() {
                guard let approvedOn = CivilDate(row.approvedOn), let due = CivilDate(row.due), approvedOn < due,
                    (1...1_000).contains(row.workingDays), (1...100).contains(row.claim.count)
                else {
                    throw KioskError(
                        .configInvalidValue,
                        "\(path): [\(index)]: not an open deadline: a claim of 1–100 characters, two days that exist,"
                            + " due after approvedOn, 1–1000 working days",
                        remedy: "Correct this item, counted from 0."
                    )
                }
                deadlines.append(
                    .init(
                        id: row.claim,
                        approvedOn: approvedOn,
                        workingDays: row.workingDays,
                        due: due,
                        notices: row.notices?.map { NoticeVersion(id: $0.id, version: $0.version) }
                    )
                )
            }
            return deadlines
        }

        private static func bytes(_ path: String) throws(KioskError) -> Data {
            // O_NONBLOCK: a named pipe must not hang the command.
            let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            let openError = errno
            guard descriptor >= 0 else {
                throw openError == ENOENT
                    ? KioskError(.configMissing, "\(path): there is no such file", remedy: "Check the path.")
                    : unreadable(path)
            }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw unreadable(path) }
            var data = Data()
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while data.count <= sizeLimit {
                let count = read(descriptor, &buffer, buffer.count)
                let readError = errno
                if count == 0 { return data }
                if count > 0 {
                    data.append(contentsOf: buffer.prefix(count))
                } else if readError != EINTR {
                    throw unreadable(path)
                }
            }
            throw unreadable(path)
        }

        private static func unreadable(_ path: String) -> KioskError {
            KioskError(
                .configUnreadable,
                "\(path): no regular file that can be read and has at most \(sizeLimit >> 20) MiB",
                remedy: "Write the open deadlines to a plain file."
            )
        }
    }
}
