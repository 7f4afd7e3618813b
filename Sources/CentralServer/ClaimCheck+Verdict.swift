import Claims
import WireAPI

// What the kiosk made of it.

extension ClaimCheck {
    /// Reasons that only a central gives.
    private static let centralOnly: Set<Reason.Code> = [
        .captureUnproved, .rulesUnknown, .verdictDiffers, .correctionUnasked,
    ]
    private static let heldFor = Reason.Code.allCases.filter { !centralOnly.contains($0) }.map(\.rawValue)
    private static let warningCodes = Set(Warning.Code.allCases.map(\.rawValue))
    private static let kinds = ["subsidy", "subsidy-with-certificate", "residual", "hold"]

    /// A refusal is no claim, so that verdict is not among the choices.
    mutating func verdict() {
        let verdict = claim.verdict
        faults.choice(verdict.kind, "verdict.kind", of: Self.kinds)
        if let amount = verdict.amountFen {
            let isPossible = (0...Self.highestAmount).contains(amount)
            faults.require(isPossible, "verdict.amountFen", "must be 0–\(Self.highestAmount) fen")
        }
        let isHeld = verdict.kind == "hold"
        faults.require((verdict.amountFen == nil) == isHeld, "verdict.amountFen", "must be there unless held")
        faults.require((verdict.reason != nil) == isHeld, "verdict.reason", "must be there if held, only then")
        if let reason = verdict.reason {
            faults.choice(reason, "verdict.reason", of: Self.heldFor)
        }
        if Self.kinds.dropLast().contains(verdict.kind) {
            faults.require(
                (verdict.kind == "residual") == isPlateless,
                "verdict.kind",
                "must be residual for a bike without a plate, only then"
            )
        }
        faults.choice(verdict.rule, "verdict.rule", of: Rule.self)
        entries(verdict.facts, "verdict.facts")
        versions()
    }

    private mutating func versions() {
        let versions = claim.verdict.versions
        entries(versions, "verdict.versions")
        let programme = "\(claim.programme)@\(claim.programmeVersion)"
        faults.require(versions["programme"] == programme, "verdict.versions", "must name the claim's programme")
        let isSame = versions["registry"] == claim.vehicle.registryVersion
        faults.require(isSame, "verdict.versions", "must name the registry that was asked, if one was")
    }

    private mutating func entries(_ entries: [String: String], _ field: String) {
        let isShort = entries.count <= Self.mostEntries
        faults.require(isShort, field, "must have at most \(Self.mostEntries) entries")
        guard isShort else { return }
        let areTexts = entries.allSatisfy { Faults.isText($0.key, upTo: 40) && Faults.isText($0.value, upTo: 200) }
        faults.require(areTexts, field, "must have names of 1–40 and values of 1–200 printable characters")
    }

    mutating func warnings() {
        faults.require(claim.warnings.count <= Self.mostEntries, "warnings", "must be at most \(Self.mostEntries)")
        let known = Self.warningCodes
        let areKnown = known.isSuperset(of: claim.warnings)
        faults.require(areKnown, "warnings", "must be of \(known.sorted().joined(separator: ", "))")
    }
}
