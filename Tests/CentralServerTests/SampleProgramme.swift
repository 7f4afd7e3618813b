import Claims
import Testing

/// The rules that the sample claims are made by, with what a test changes.
struct SampleProgramme {
    static let id = "doilungdeqen-2025"
    static let point = "dongga"

    var version = "1"
    var lastDay = "2025-04-30"
    var onceOnly = Programme.OnceOnly.each
    var agents = Programme.Agents.recorded
    var plateKinds: Set<String> = ["white-red"]
    var otherPlates = Programme.Severity.refuse
    var tariff: Tariff?
    var reviewable: Set<Reason.Code> = [.notATarget]
    var usableDays = 30
    var points = [point]

    func rules() throws -> Programme {
        let rows = [(48, 37_100), (60, 61_500), (72, 78_500)].map { Tariff.Row($0...$0, Fen(Int64($1))) }
        let residual = Programme.Plateless.Row(condition: "complete", title: [:], value: Fen(5_000))
        let hours = try #require(PointHours(from: 570, to: 1_080))
        return Programme(
            id: Self.id,
            version: version,
            acceptance: Programme.Days(first: try Self.day("2025-02-09"), last: try Self.day(lastDay)),
            registration: Programme.Days(first: try Self.day("2021-01-10"), last: try Self.day("2021-12-31")),
            plates: Programme.Plates(kinds: plateKinds, otherwise: otherPlates),
            tariff: try tariff ?? #require(Tariff(by: .voltage, rows, otherwise: .hold)),
            onceOnly: onceOnly,
            ownership: Programme.Ownership(certificate: true),
            agents: agents,
            plateless: Programme.Plateless(rows: [residual], incomplete: true),
            registry: Programme.RegistryAges(provisionalAfter: 7, unusableAfter: usableDays),
            reviewable: reviewable,
            points: points.map { Programme.Point(id: $0, title: [:], hours: hours) },
            notice: Programme.Notice(version: "notice-1"),
            title: [:],
            hotline: "12315"
        )
    }

    static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
}
