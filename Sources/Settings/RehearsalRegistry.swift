package import Claims

/// A made-up registry of plates for rehearsals. Its owners are synthetic people of the unassigned region 990001.
package struct RehearsalRegistry: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        /// As `Programme.plateKinds` names it.
        package let kind: String
        package let registeredOn: CivilDate
        package let ownerNumber: IdentityNumber

        package init(kind: String, registeredOn: CivilDate, ownerNumber: IdentityNumber) {
            self.kind = kind
            self.registeredOn = registeredOn
            self.ownerNumber = ownerNumber
        }
    }

    private let entries: [Plate: Entry]

    package init(_ entries: [Plate: Entry]) { self.entries = entries }

    package var count: Int { entries.count }

    /// Nil when the registry does not have the plate.
    package func lookUp(_ plate: Plate) -> Entry? { entries[plate] }
}
