import Claims
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ProgrammeExplanation {
    /// The shape that `docs/programme-file.md` describes; fields may be added, none goes.
    enum JSON {
        static func text(of check: ProgrammeCheck, file: String) throws(KioskError) -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            do {
                return String(decoding: try encoder.encode(Report(check, file: file)), as: UTF8.self)
            } catch {
                throw KioskError(.internalFault, "The report is no JSON.", remedy: "Report it.", cause: error)
            }
        }

        private struct Report: Encodable {
            var file: String
            var isValid: Bool
            var faults: [ErrorBody.Detail]
            var warnings: [Warning]
            var id: String?
            var version: String?
            var title: [String: String]?
            var window: Window?
            var points: [Point]?
            var tariff: Tariff?
            var explanation: [Section]?

            init(_ check: ProgrammeCheck, file: String) {
                self.file = file
                isValid = check.faults.isEmpty
                faults = check.faults.map { ErrorBody($0).error }
                warnings = check.warnings.map { Warning(code: $0.code.rawValue, text: $0.text) }
                guard let programme = check.programme else { return }
                id = programme.id
                version = programme.version
                title = programme.title
                window = Window(programme, check.calendar)
                points = programme.points.map(Point.init)
                tariff = Tariff(programme.tariff)
                explanation = sections(of: programme, check.calendar)
            }
        }

        private struct Warning: Encodable {
            var code: String
            var text: String
        }

        private struct Window: Encodable {
            var first: String
            var last: String
            var days: Int
            var workingDays: Int?
            var firstWorkingDay: String?
            var lastWorkingDay: String?
            /// The last day to pay a claim that was approved on the last day.
            var lastPayment: String?
            var notices: [Notice]?

            init(_ programme: Programme, _ calendar: WorkingCalendar?) {
                let window = programme.acceptance
                first = window.first.description
                last = window.last.description
                days = window.last.daysSince1970 - window.first.daysSince1970 + 1
                guard let calendar else { return }
                let working = window.workingDays(calendar)
                let due = calendar.dueDate(approvedOn: window.last, workingDays: programme.paymentDays).due
                workingDays = working.count
                firstWorkingDay = working.first?.description
                lastWorkingDay = working.last?.description
                lastPayment = due.description
                notices = calendar.notices(from: window.first, through: due).map { notice in
                    Notice(id: notice.id, version: notice.version)
                }
            }
        }

        private struct Notice: Encodable {
            var id: String
            var version: String
        }

        private struct Point: Encodable {
            var id: String
            var title: [String: String]
            var hours: String

            init(_ point: Programme.Point) {
                (id, title, hours) = (point.id, point.title, point.hours.description)
            }
        }

        private struct Tariff: Encodable {
            struct Row: Encodable {
                var volts: Int?
                var from: Int?
                var to: Int?
                var fen: Int64
            }

            var by: String
            var otherwise: String?
            var rows: [Row]

            init(_ tariff: Claims.Tariff) {
                by = tariff.measure.rawValue
                otherwise = tariff.measure == .flat ? nil : tariff.otherwise.rawValue
                rows = tariff.rows.map { row in
                    let (from, to) = (row.range.lowerBound, row.range.upperBound)
                    switch tariff.measure {
                    case .flat: return Row(fen: row.amount.amount)
                    case .voltage: return Row(volts: from, fen: row.amount.amount)
                    case .kilometres: return Row(from: from, to: to == .max ? nil : to, fen: row.amount.amount)
                    }
                }
            }
        }
    }
}
