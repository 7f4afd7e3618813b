extension Programme {
    /// The days on which something holds, both included, at UTC+8.
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

    /// A rule that may be read as a refusal or as a case for review.
    package enum Severity: String, CaseIterable, Sendable {
        case hold
        case refuse

        func verdict(_ reason: Reason) -> Verdict {
            switch self {
            case .hold: .hold(reason)
            case .refuse: .refuse(reason)
            }
        }
    }

    /// Which plates are a target.
    package struct Plates: Equatable, Sendable {
        /// As the registry names them.
        package let kinds: Set<String>
        /// What a plate looks like, nil when the programme does not say.
        package let pattern: PlatePattern?
        /// A plate of another kind, or registered outside the window.
        package let otherwise: Severity
        /// A plate that the registry does not have.
        package let unknown: Severity
        /// What people call kinds of plates, by kind and language code; those that are no target may be named too.
        package let titles: [String: [String: String]]

        package init(
            kinds: Set<String>,
            pattern: PlatePattern? = nil,
            otherwise: Severity = .refuse,
            unknown: Severity = .hold,
            titles: [String: [String: String]] = [:]
        ) {
            self.kinds = kinds
            self.pattern = pattern
            self.otherwise = otherwise
            self.unknown = unknown
            self.titles = titles
        }
    }

    /// How a battery's nominal voltage is told from what is seen and measured.
    package struct VoltageRule: Equatable, Sendable {
        /// A battery of n blocks has n times as much.
        package let voltsPerBlock: Int
        /// What a meter may show, in percent of the nominal voltage: a pack is full or empty.
        package let meterPercent: ClosedRange<Int>
        /// Nominal voltages that exist beside the tariff's: a meter alone must not take one for another.
        package let otherVolts: [Int]
        /// Evidence that does not say, or contradicts itself.
        package let doubt: Severity

        package init(
            voltsPerBlock: Int = 12,
            meterPercent: ClosedRange<Int> = 85...118,
            otherVolts: [Int] = [36, 64, 80, 84, 96],
            doubt: Severity = .hold
        ) {
            self.voltsPerBlock = voltsPerBlock
            self.meterPercent = meterPercent
            self.otherVolts = otherVolts
            self.doubt = doubt
        }
    }

    /// Who may claim for a bike that is registered to somebody else.
    package struct Ownership: Equatable, Sendable {
        package enum Photo: String, CaseIterable, Sendable {
            case required
            case optional
        }

        /// Whether a certificate of the community or the village committee is accepted.
        package let certificate: Bool
        /// How old a certificate may be on the day of the claim; nil when the programme does not say.
        package let maximumAgeDays: Int?
        package let photo: Photo

        package init(certificate: Bool, maximumAgeDays: Int? = nil, photo: Photo = .optional) {
            self.certificate = certificate
            self.maximumAgeDays = maximumAgeDays
            self.photo = photo
        }
    }

    /// A person standing in for the owner.
    package enum Agents: String, CaseIterable, Sendable {
        case notAllowed = "not-allowed"
        /// Comes with the owner's card and is recorded with an own ID card.
        case recorded
    }

    /// What the company pays for a bike without a plate: by condition, no subsidy.
    package struct Plateless: Equatable, Sendable {
        package struct Row: Equatable, Sendable {
            /// A stable name, `complete`.
            package let condition: String
            /// For people, by language code.
            package let title: [String: String]
            package let value: Fen
            /// Whether only a bike with its own battery, motor and frame can be in this condition.
            package let needsAllParts: Bool

            package init(condition: String, title: [String: String], value: Fen, needsAllParts: Bool = false) {
                self.condition = condition
                self.title = title
                self.value = value
                self.needsAllParts = needsAllParts
            }
        }

        /// At least one; conditions differ.
        package let rows: [Row]
        /// Whether a bike that lacks a part, or has one of another bike, is taken.
        package let incomplete: Bool

        package init(rows: [Row], incomplete: Bool) {
            self.rows = rows
            self.incomplete = incomplete
        }
    }

    package struct Notice: Equatable, Sendable {
        /// Recorded with each claim as what the owner was shown.
        package let version: String

        package init(version: String) { self.version = version }
    }

    /// How old a registry snapshot may be, in days since the day of its extract.
    package struct RegistryAges: Equatable, Sendable {
        /// Older: verdicts are provisional.
        package let provisionalAfter: Int
        /// Older: no verdict at all.
        package let unusableAfter: Int

        package init(provisionalAfter: Int, unusableAfter: Int) {
            self.provisionalAfter = provisionalAfter
            self.unusableAfter = unusableAfter
        }
    }

    /// A place where bikes are handed in. Anywhere else there is no subsidy.
    package struct Point: Equatable, Sendable {
        /// A stable name, `dongga`.
        package let id: String
        /// For people, by language code.
        package let title: [String: String]
        package let hours: PointHours

        package init(id: String, title: [String: String], hours: PointHours) {
            self.id = id
            self.title = title
            self.hours = hours
        }
    }

    /// Another purpose for which the owner may agree that data is passed on: asked for separately, off by default.
    package struct Campaign: Equatable, Sendable {
        package let id: String
        /// For people, by language code.
        package let title: [String: String]

        package init(id: String, title: [String: String]) {
            self.id = id
            self.title = title
        }
    }
}
