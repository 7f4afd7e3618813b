/// The rules by name, in the order in which they are asked. `docs/decide.md` holds what each says.
package enum Rule: String, CaseIterable, Sendable {
    case acceptanceWindow = "acceptance-window"
    case designatedPoint = "designated-point"
    case captureProof = "capture-proof"
    case plateless
    case agents
    case coveredOwner = "covered-owner"
    case oncePerPerson = "once-per-person"
    case oncePerVehicle = "once-per-vehicle"
    case registry
    case plateKind = "plate-kind"
    case registrationWindow = "registration-window"
    case ownership
    case threeParts = "three-parts"
    case partLedger = "part-ledger"
    case recordMatch = "record-match"
    case batteryEvidence = "battery-evidence"
    case tariff
}

/// What one rule says of the facts.
package struct Finding: Hashable, Sendable {
    package let rule: Rule
    package let verdict: Verdict
    /// The facts that the rule looked at, by name. They name no person.
    package let facts: [String: String]

    package init(_ rule: Rule, _ verdict: Verdict, _ facts: [String: String] = [:]) {
        self.rule = rule
        self.verdict = verdict
        self.facts = facts
    }
}

/// A verdict with its evidence: which rule gave it, from which facts, under which versions.
package struct Decision: Hashable, Sendable {
    /// The finding that decides: the first refusal, else the first hold, else what is paid.
    package let finding: Finding
    /// What other rules object, in order. Empty when the verdict is a payment.
    package let others: [Finding]
    /// `programme` as `id@version`; `registry` if one was asked.
    package let versions: [String: String]
    /// Only the central can say for sure: the registry is older than it should be, or there is none.
    package let isProvisional: Bool

    package var verdict: Verdict { finding.verdict }
    package var rule: Rule { finding.rule }

    package init(finding: Finding, others: [Finding], versions: [String: String], isProvisional: Bool) {
        self.finding = finding
        self.others = others
        self.versions = versions
        self.isProvisional = isProvisional
    }
}
