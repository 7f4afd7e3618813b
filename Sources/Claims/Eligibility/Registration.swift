/// What is known of a plate from the registry.
package enum Registration: Hashable, Sendable {
    case found(RegistryEntry)
    /// The registry is there and does not have it.
    case unknown
    /// There is no registry to ask.
    case unavailable
    /// The bike has no plate.
    case plateless
}

extension Registration {
    /// Whether the registry names a company as the owner.
    package var ownerIsCompany: Bool {
        guard case .found(let entry) = self else { return false }
        return entry.ownerIsCompany
    }
}

/// One vehicle of the registry, as seen from the person at the counter.
package struct RegistryEntry: Hashable, Sendable {
    /// The plate's kind, as the registry names it.
    package let kind: String
    package let registeredOn: CivilDate
    package let ownerIsApplicant: Bool
    /// Then nobody at the counter is the owner, and no certificate makes anybody the owner.
    package let ownerIsCompany: Bool
    /// The battery's nominal voltage on record, if there is one.
    package let volts: Int?
    /// Make and model on record, for people to compare.
    package let model: String?

    package init(
        kind: String,
        registeredOn: CivilDate,
        ownerIsApplicant: Bool,
        ownerIsCompany: Bool = false,
        volts: Int? = nil,
        model: String? = nil
    ) {
        self.kind = kind
        self.registeredOn = registeredOn
        self.ownerIsApplicant = ownerIsApplicant
        self.ownerIsCompany = ownerIsCompany
        self.volts = volts
        self.model = model
    }
}
