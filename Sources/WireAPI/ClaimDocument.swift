/// A claim as it crosses the wire and lies in both stores, content version 3: the body of `PUT /v1/claims/{claimId}`.
///
/// What names people is sealed, or masked; `docs/sealing.md` says which. The kiosk writes it once, at commit, as
/// canonical JSON (sorted keys, no white space); those bytes are what the chain hashes and what is sent, however often
/// it is sent. Dates are `YYYY-MM-DD`, times RFC 3339, money fen.
package struct ClaimDocument: Codable, Equatable, Sendable {
    package struct Person: Codable, Equatable, Sendable {
        package var cardKind: String
        /// A date, `long-term` or `unreadable`.
        package var cardValidUntil: String
        /// The first character and an asterisk.
        package var maskedName: String
        /// The last four characters behind asterisks.
        package var maskedNumber: String
    }

    package struct Consent: Codable, Equatable, Sendable {
        package var noticeVersion: String
        /// `signature`, `thumbprint` or `spoken`.
        package var method: String
        package var at: String
        /// Whether data may be passed on for the programme's campaign.
        package var campaign: Bool
    }

    /// How far `recordedAt` can be trusted.
    package struct Clock: Codable, Equatable, Sendable {
        package enum Trust: String, Codable, CaseIterable, Sendable {
            /// The central's time was seen since the kiosk started, and the clock agreed.
            case confirmed
            /// Nothing speaks against it.
            case plausible
            /// It shows an earlier time than it did before.
            case setBack = "set-back"
        }

        package var trust: Trust
        /// Names one run of the machine, 16 lower-case hexadecimal digits: what `uptimeMilliseconds` counts in.
        package var boot: String
        /// Since the machine started, asleep or awake: orders the claims of one run whatever the clock says.
        package var uptimeMilliseconds: Int64
        /// When the central's time was last seen, RFC 3339.
        package var lastTrustedAt: String?

        package init(trust: Trust, boot: String, uptimeMilliseconds: Int64, lastTrustedAt: String? = nil) {
            self.trust = trust
            self.boot = boot
            self.uptimeMilliseconds = uptimeMilliseconds
            self.lastTrustedAt = lastTrustedAt
        }
    }

    package struct Vehicle: Codable, Equatable, Sendable {
        /// The middle hidden. Nil for a bike without a plate.
        package var maskedPlate: String?
        /// `found`, `unknown`, `unavailable` or `plateless`.
        package var registration: String
        /// What the registry says; only if found, and the last three only if it has them.
        package var plateKind: String?
        package var registeredOn: String?
        package var ownerIsApplicant: Bool?
        /// True if the registry names a company as the owner; else it is not there.
        package var ownerIsCompany: Bool?
        package var recordVolts: Int?
        package var model: String?
        /// Of the registry that was asked.
        package var registryVersion: String?
        /// Days since its extract.
        package var registryAge: Int?
        /// What the odometer showed, where the tariff goes by it.
        package var kilometres: Int?
        /// Of a bike without a plate, as the programme names it.
        package var condition: String?
    }

    /// Issuer, number and signatory are sealed.
    package struct Certificate: Codable, Equatable, Sendable {
        /// `community` or `village-committee`.
        package var issuerKind: String
        package var issuedOn: String
        /// SHA-256 of the photo, lower-case hex.
        package var photo: String?
    }

    /// The serial is sealed.
    package struct Part: Codable, Equatable, Sendable {
        /// `present`, `missing` or `wrong`.
        package var condition: String
        /// `read`, `illegible`, `ground-off` or `none`.
        package var serialState: String
        /// Battery only: `read` with `labelVolts`, `illegible` or `none`.
        package var label: String?
        package var labelVolts: Int?
        package var meterMillivolts: Int?
        package var blocks: Int?
        /// True if the registry has another serial.
        package var contradictsRecord: Bool?
        /// The number of a live claim that has a part of the same serial.
        package var seenIn: String?
    }

    package struct Payee: Codable, Equatable, Sendable {
        /// The last four digits behind asterisks, one for each other digit.
        package var maskedCard: String
        package var luhnValid: Bool
    }

    package struct Verdict: Codable, Equatable, Sendable {
        package var kind: String
        package var amountFen: Int64?
        package var reason: String?
        package var rule: String
        package var facts: [String: String]
        package var versions: [String: String]
        package var provisional: Bool
    }

    /// The reason is sealed.
    package struct Override: Codable, Equatable, Sendable {
        /// A reason's code, or `bank-card`.
        package var subject: String
        package var supervisor: String
    }

    /// HMAC-SHA-256 under the programme's digest key, lower-case hex: what "same person", "same vehicle", "same part"
    /// and "same card" mean.
    package struct Keys: Codable, Equatable, Sendable {
        package var person: String
        package var vehicle: String?
        /// The person with the vehicle.
        package var pair: String?
        /// By part, for serials that can be read.
        package var parts: [String: String]
        /// Of the bank card; nil in content version 2, and where no money goes to one.
        package var card: String?

        package init(person: String, vehicle: String?, pair: String?, parts: [String: String], card: String? = nil) {
            self.person = person
            self.vehicle = vehicle
            self.pair = pair
            self.parts = parts
            self.card = card
        }
    }

    /// The claim's place among all claims of its kiosk.
    package struct ChainLink: Codable, Equatable, Sendable {
        /// From 1, without gaps.
        package var sequence: Int64
        /// SHA-256 of the canonical bytes of the claim before, lower-case hex; 64 zeros for the first.
        package var previous: String

        package init(sequence: Int64, previous: String) {
            self.sequence = sequence
            self.previous = previous
        }
    }

    /// The link of the claim that this one corrects: the central may never have taken that one, and no number is to
    /// be missing there.
    package struct Amended: Codable, Equatable, Sendable {
        /// Corrections in a row that one claim can have.
        package static let longestRow = 8

        package var sequence: Int64
        /// As in `ChainLink`.
        package var previous: String
        /// SHA-256 of its canonical bytes, lower-case hex.
        package var hash: String
        /// When the first claim of the row was recorded, RFC 3339: the day by which the rules decide.
        package var firstRecordedAt: String
        /// When that claim itself was; nil where an older kiosk did not say.
        package var recordedAt: String?
        /// What that one corrected itself, the latest first; nil when it is the first of the row. The central may have
        /// taken none of them.
        package var earlier: [Earlier]?

        package init(
            sequence: Int64,
            previous: String,
            hash: String,
            firstRecordedAt: String,
            recordedAt: String? = nil,
            earlier: [Earlier]? = nil
        ) {
            self.sequence = sequence
            self.previous = previous
            self.hash = hash
            self.firstRecordedAt = firstRecordedAt
            self.recordedAt = recordedAt
            self.earlier = earlier
        }
    }

    /// The link of a claim further back in a row of corrections.
    package struct Earlier: Codable, Equatable, Sendable {
        package var claimId: String
        package var sequence: Int64
        package var previous: String
        package var hash: String
        package var recordedAt: String

        package init(claimId: String, sequence: Int64, previous: String, hash: String, recordedAt: String) {
            self.claimId = claimId
            self.sequence = sequence
            self.previous = previous
            self.hash = hash
            self.recordedAt = recordedAt
        }
    }

    /// What only the holder of one key can read, as `SealedBox` makes it in the context of the claim's id, or of
    /// `Sealed.context`.
    package struct Box: Codable, Equatable, Sendable {
        /// The fingerprint of the public key.
        package var key: String
        /// Base 64.
        package var box: String

        package init(key: String, box: String) {
            self.key = key
            self.box = box
        }
    }

    package struct Sealed: Codable, Equatable, Sendable {
        /// `ClaimIdentity` as canonical JSON, for the reviewers.
        package var identity: Box
        /// `ClaimPayee` as canonical JSON, for the payers; nil when no money goes to a bank card.
        package var payee: Box?
        /// Only in an amendment: the id of the first claim of the row, in whose context all its boxes are sealed.
        package var context: String?
        /// Only in an amendment: `ClaimCorrections` as canonical JSON, for the reviewers; one for each in the row.
        package var corrections: [Box]?
        /// Only in an amendment with another bank card: the first claim's `payee`, which holds the holder's name.
        package var formerPayee: Box?

        package init(identity: Box, payee: Box?) {
            self.identity = identity
            self.payee = payee
        }
    }

    package var contentVersion: Int
    package var claimId: String
    package var claimNumber: String
    package var kioskId: String
    /// The point's id in the programme.
    package var point: String
    package var rehearsal: Bool
    package var recordedAt: String
    package var clock: Clock
    /// The id of the claim that this one corrects; that may be a correction itself.
    package var amends: String?
    /// Only with `amends`.
    package var amended: Amended?
    package var programme: String
    package var programmeVersion: String
    package var consent: Consent
    package var applicant: Person
    /// `owner`, `agent`, `heir` or `company`.
    package var relation: String
    package var agent: Person?
    package var vehicle: Vehicle
    package var certificate: Certificate?
    package var parts: [String: Part]
    package var payee: Payee?
    package var verdict: Verdict
    package var warnings: [String]
    package var overrides: [Override]
    package var keys: Keys
    package var chain: ChainLink
    package var sealed: Sealed

    package static let currentContentVersion = 3
}
