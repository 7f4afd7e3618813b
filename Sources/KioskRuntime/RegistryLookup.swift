import Claims
import CounterServer
import Settings

/// Asks the rehearsal's registry; without one every plate is `unavailable`, and the central judges.
struct RegistryLookup: PlateRegistry {
    let registry: RehearsalRegistry?

    func registration(of plate: Plate, applicant: IdentityNumber) async -> Registration {
        guard let registry else { return .unavailable }
        guard let entry = registry.lookUp(plate) else { return .unknown }
        return .found(kind: entry.kind, on: entry.registeredOn, ownerIsApplicant: entry.ownerNumber == applicant)
    }
}
