import Claims
import CounterServer
import Inspection
import Logging
import VehicleRegistry
import WireAPI

/// The counter's registry: the police's snapshot on this machine; without one every plate is `unavailable`.
struct SnapshotRegistry: PlateRegistry {
    let watch: RegistryWatch?
    let ages: Programme.RegistryAges?

    func knowledge(of plate: Plate, applicant: IdentityNumber, on day: CivilDate) async throws -> PlateKnowledge {
        guard let watch else { return PlateKnowledge(.unavailable) }
        let snapshot: RegistrySnapshot
        let record: RegistryRecord?
        do throws(KioskError) {
            (snapshot, record) = try await watch.lookUp(plate)
        } catch {
            // Without a snapshot there is nothing to ask; one that cannot be read is a fault of this machine.
            guard watch.current != nil else { return PlateKnowledge(.unavailable) }
            throw error
        }
        let registration = record.map { record in
            Registration.found(
                RegistryEntry(
                    kind: record.kind,
                    registeredOn: record.registeredOn,
                    ownerIsApplicant: record.ownerIs(applicant),
                    ownerIsCompany: record.ownerIsCompany,
                    volts: record.volts,
                    model: record.model
                )
            )
        }
        return PlateKnowledge(
            registration ?? .unknown,
            registryVersion: snapshot.version,
            registryAge: max(0, snapshot.ageInDays(on: day))
        )
    }

    func contradicts(_ serial: PartSerial, of part: Part, of plate: Plate) async throws -> Bool {
        guard let watch, watch.current != nil, let record = try await watch.lookUp(plate).record else { return false }
        return Self.contradicts(serial, of: part, record)
    }

    /// The same for a vehicle of which only the digest is known.
    func contradicts(_ serial: PartSerial, of part: Part, ofVehicle digest: String) async throws -> Bool {
        guard let watch, watch.current != nil, let record = try await watch.lookUp(vehicle: digest).record else {
            return false
        }
        return Self.contradicts(serial, of: part, record)
    }

    private static func contradicts(_ serial: PartSerial, of part: Part, _ record: RegistryRecord) -> Bool {
        switch part {
        case .battery: return false
        case .motor: return record.motorFits(serial) == false
        case .frame: return record.frameFits(serial) == false
        }
    }

    func view(on day: CivilDate) -> RegistryView {
        guard let snapshot = watch?.current else {
            return RegistryView(
                state: "missing",
                version: nil,
                asOf: nil,
                ageDays: nil,
                problem: watch?.problem.map { ErrorBody($0).error }
            )
        }
        let age = max(0, snapshot.ageInDays(on: day))
        let state =
            if let ages, age > ages.unusableAfter {
                "unusable"
            } else if age > ages?.provisionalAfter ?? -1 {
                "old"
            } else {
                "current"
            }
        return RegistryView(
            state: state,
            version: snapshot.version,
            asOf: snapshot.asOf.description,
            ageDays: age,
            problem: watch?.problem.map { ErrorBody($0).error }
        )
    }
}
