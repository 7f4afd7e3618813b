/// One programme's rules, as data with a version. Code knows kinds of rules; the numbers come from a file in
/// `config/programmes/`.
package struct Programme: Equatable, Sendable {
    package let id: String
    package let version: String
    package let acceptance: Days
    /// When a bike must have been registered; nil when any day will do.
    package let registration: Days?
    package let plates: Plates
    package let tariff: Tariff
    package let voltage: VoltageRule
    package let onceOnly: OnceOnly
    package let ownership: Ownership
    package let agents: Agents
    /// Owners that the announcement does not speak of: heirs, minors, companies.
    package let uncovered: Severity
    /// Nil when bikes without a plate are not taken.
    package let plateless: Plateless?
    /// Nil when there is no registry to ask: then every verdict on a plate is provisional.
    package let registry: RegistryAges?
    /// Refusals that a supervisor may turn into a case for review.
    package let reviewable: Set<Reason.Code>
    /// The only places where a claim can be made.
    package let points: [Point]
    /// The ids of the calendars that deadlines and opening hours go by.
    package let calendars: [String]
    /// Working days from approval to payment.
    package let paymentDays: Int
    package let notice: Notice
    package let campaign: Campaign?
    /// For people, by language code.
    package let title: [String: String]
    package let hotline: String

    package init(
        id: String,
        version: String,
        acceptance: Days,
        registration: Days?,
        plates: Plates,
        tariff: Tariff,
        voltage: VoltageRule = VoltageRule(),
        onceOnly: OnceOnly,
        ownership: Ownership,
        agents: Agents,
        uncovered: Severity = .hold,
        plateless: Plateless?,
        registry: RegistryAges?,
        reviewable: Set<Reason.Code> = [],
        points: [Point],
        calendars: [String] = [],
        paymentDays: Int = 5,
        notice: Notice,
        campaign: Campaign? = nil,
        title: [String: String],
        hotline: String
    ) {
        self.id = id
        self.version = version
        self.acceptance = acceptance
        self.registration = registration
        self.plates = plates
        self.tariff = tariff
        self.voltage = voltage
        self.onceOnly = onceOnly
        self.ownership = ownership
        self.agents = agents
        self.uncovered = uncovered
        self.plateless = plateless
        self.registry = registry
        self.reviewable = reviewable
        self.points = points
        self.calendars = calendars
        self.paymentDays = paymentDays
        self.notice = notice
        self.campaign = campaign
        self.title = title
        self.hotline = hotline
    }
}
