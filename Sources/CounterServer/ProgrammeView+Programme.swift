import Claims
import WireAPI

extension ProgrammeView {
    init(_ programme: Programme) {
        self.init(
            id: programme.id,
            version: programme.version,
            title: programme.title,
            noticeVersion: programme.notice.version,
            hotline: programme.hotline,
            tariff: Tariff(programme.tariff),
            plateless: (programme.plateless?.rows ?? []).map {
                Condition(condition: $0.condition, title: $0.title, valueFen: $0.value.amount)
            },
            campaign: programme.campaign.map { Campaign(id: $0.id, title: $0.title) },
            plateKinds: programme.plates.titles,
            onceOnly: programme.onceOnly.rawValue,
            agents: programme.agents == .recorded,
            certificatePhoto: programme.ownership.photo == .required,
            paymentDays: programme.paymentDays
        )
    }
}

extension ProgrammeView.Tariff {
    fileprivate init(_ tariff: Claims.Tariff) {
        self.init(
            by: tariff.measure.rawValue,
            rows: tariff.rows.map { row in
                ProgrammeView.Row(
                    from: row.range.lowerBound == .min ? nil : row.range.lowerBound,
                    to: row.range.upperBound == .max ? nil : row.range.upperBound,
                    amountFen: row.amount.amount
                )
            }
        )
    }
}
