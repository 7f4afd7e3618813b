/// One programme's rules, as data with a version. Code knows kinds of rules; the numbers come from a file in
/// `config/programmes/`.
package struct Programme: Equatable, Sendable {
    /// The days on which claims are accepted, both included, at UTC+8.
    package struct Days: Equatable, Sendable {
        package let first: CivilDate
        package let last: CivilDate

        package init(first: CivilDate, last: CivilDate) {
            self.first = first
            self.last = last
        }

        package func contains(_ day: CivilDate) -> Bool { first <= day && day <= last }
    }

    /// Who may have a second subsidy.
    package enum OnceOnly: String, CaseIterable, Sendable {
        /// Each ID once and each vehicle once, independently. The strict and safe reading.
        case each
        /// The same ID with the same vehicle once.
        case pair
    }

    /// What happens when a voltage has no row in the tariff.
    package enum OtherVoltage: String, CaseIterable, Sendable {
        case hold
        case refuse
    }

    /// A person standing in for the owner.
    package enum Agents: String, CaseIterable, Sendable {
        case notAllowed = "not-allowed"
        case recorded
    }

    /// What the company pays for a bike without a plate.
    package struct Plateless: Equatable, Sendable {
        package let residualValue: Fen

        package init(residualValue: Fen) { self.residualValue = residualValue }
    }

    package struct Notice: Equatable, Sendable {
        /// Recorded with each claim as what the owner was shown.
        package let version: String

        package init(version: String) { self.version = version }
    }

    package let id: String
    package let version: String
    package let acceptance: Days
    package let registration: Days
    /// The only plate kinds that are a target, as the registry names them.
    package let plateKinds: Set<String>
    /// Subsidy by nominal battery voltage in volts.
    package let tariff: [Int: Fen]
    package let onceOnly: OnceOnly
    package let otherVoltage: OtherVoltage
    /// Whether an owner without a registered transfer may claim with a community certificate.
    package let ownershipCertificate: Bool
    package let agents: Agents
    /// Nil when bikes without a plate are not taken.
    package let plateless: Plateless?
    package let notice: Notice
    /// For people, by language code.
    package let title: [String: String]
    package let hotline: String

    package init(
        id: String,
        version: String,
        acceptance: Days,
        registration: Days,
        plateKinds: Set<String>,
        tariff: [Int: Fen],
        onceOnly: OnceOnly,
        otherVoltage: OtherVoltage,
        ownershipCertificate: Bool,
        agents: Agents,
        plateless: Plateless?,
        notice: Notice,
        title: [String: String],
        hotline: String
    ) {
        self.id = id
        self.version = version
        self.acceptance = acceptance
        self.registration = registration
        self.plateKinds = plateKinds
        self.tariff = tariff
        self.onceOnly = onceOnly
        self.otherVoltage = otherVoltage
        self.ownershipCertificate = ownershipCertificate
        self.agents = agents
        self.plateless = plateless
        self.notice = notice
        self.title = title
        self.hotline = hotline
    }
}
