package import Claims

/// What a page shows of the programme's rules.
package struct ProgrammeView: Codable, Equatable, Sendable {
    package struct Row: Codable, Equatable, Sendable {
        /// Both ends included, in the tariff's unit; nil where the row has no end, and for a flat amount.
        package var from: Int?
        package var to: Int?
        package var amountFen: Int64

        package init(from: Int?, to: Int?, amountFen: Int64) {
            self.from = from
            self.to = to
            self.amountFen = amountFen
        }
    }

    package struct Tariff: Codable, Equatable, Sendable {
        /// `voltage`, `kilometres` or `flat`.
        package var by: String
        package var rows: [Row]

        package init(by: String, rows: [Row]) {
            self.by = by
            self.rows = rows
        }
    }

    /// A condition of a bike without a plate.
    package struct Condition: Codable, Equatable, Sendable {
        package var condition: String
        package var title: [String: String]
        package var valueFen: Int64

        package init(condition: String, title: [String: String], valueFen: Int64) {
            self.condition = condition
            self.title = title
            self.valueFen = valueFen
        }
    }

    package struct Campaign: Codable, Equatable, Sendable {
        package var id: String
        package var title: [String: String]

        package init(id: String, title: [String: String]) {
            self.id = id
            self.title = title
        }
    }

    package var id: String
    package var version: String
    /// By language: `zh-CN`, `bo`, `en`.
    package var title: [String: String]
    package var noticeVersion: String
    package var hotline: String
    package var tariff: Tariff
    /// Empty when bikes without a plate are not taken.
    package var plateless: [Condition]
    /// Nil when the programme has none to ask consent for.
    package var campaign: Campaign?
    /// What people call kinds of plates, by kind and language.
    package var plateKinds: [String: [String: String]]
    /// `each` or `pair`.
    package var onceOnly: String
    /// Whether somebody may come for the owner.
    package var agents: Bool
    /// Whether a certificate needs a photo.
    package var certificatePhoto: Bool
    /// Working days from approval to payment.
    package var paymentDays: Int

    package init(
        id: String,
        version: String,
        title: [String: String],
        noticeVersion: String,
        hotline: String,
        tariff: Tariff,
        plateless: [Condition],
        campaign: Campaign?,
        plateKinds: [String: [String: String]],
        onceOnly: String,
        agents: Bool,
        certificatePhoto: Bool,
        paymentDays: Int
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.noticeVersion = noticeVersion
        self.hotline = hotline
        self.tariff = tariff
        self.plateless = plateless
        self.campaign = campaign
        self.plateKinds = plateKinds
        self.onceOnly = onceOnly
        self.agents = agents
        self.certificatePhoto = certificatePhoto
        self.paymentDays = paymentDays
    }
}

/// The registry that plates are looked up in.
package struct RegistryView: Codable, Equatable, Sendable {
    /// `current`, `old` (verdicts are provisional), `unusable` (no verdicts) or `missing`.
    package var state: String
    package var version: String?
    /// The day of the extract.
    package var asOf: String?
    package var ageDays: Int?
    /// Why a newer file was not taken, or why there is none.
    package var problem: ErrorBody.Detail?

    package init(state: String, version: String?, asOf: String?, ageDays: Int?, problem: ErrorBody.Detail?) {
        self.state = state
        self.version = version
        self.asOf = asOf
        self.ageDays = ageDays
        self.problem = problem
    }
}
