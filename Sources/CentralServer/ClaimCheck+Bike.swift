import Claims
import WireAPI

// What was found of the bike, and on paper about it.

extension ClaimCheck {
    private static let registrations = ["found", "unknown", "unavailable", "plateless"]
    private static let serialStates = ["read", "illegible", "ground-off", "none"]
    private static let labels = ["read", "illegible", "none"]

    mutating func vehicle() {
        let vehicle = claim.vehicle
        let states = Self.registrations
        faults.choice(vehicle.registration, "vehicle.registration", of: states)
        if let plate = vehicle.plate {
            faults.require(Plate(plate)?.text == plate, "vehicle.plate", "must be a plate in its folded form")
        }
        if states.contains(vehicle.registration) {
            faults.require((vehicle.plate == nil) == isPlateless, "vehicle.plate", "must be there unless plateless")
        }
        record()
        if let version = vehicle.registryVersion { faults.text(version, "vehicle.registryVersion", upTo: 40) }
        if let age = vehicle.registryAge {
            faults.require((0...36_525).contains(age), "vehicle.registryAge", "must be 0–36525 days")
        }
        if let kilometres = vehicle.kilometres {
            faults.require((0...999_999).contains(kilometres), "vehicle.kilometres", "must be 0–999999")
        }
        if let condition = vehicle.condition { faults.name(condition, "vehicle.condition") }
    }

    var isPlateless: Bool { claim.vehicle.registration == "plateless" }

    /// What the registry says of it.
    private mutating func record() {
        let vehicle = claim.vehicle
        let found = vehicle.registration == "found"
        let always = [
            ("plateKind", vehicle.plateKind != nil), ("registeredOn", vehicle.registeredOn != nil),
            ("ownerIsApplicant", vehicle.ownerIsApplicant != nil),
        ]
        for (field, isThere) in always {
            faults.require(isThere == found, "vehicle.\(field)", "must be there if found, only then")
        }
        let sometimes = [
            ("ownerIsCompany", vehicle.ownerIsCompany != nil), ("recordVolts", vehicle.recordVolts != nil),
            ("model", vehicle.model != nil),
        ]
        for (field, isThere) in sometimes {
            faults.require(found || !isThere, "vehicle.\(field)", "must not be there unless found")
        }
        if let kind = vehicle.plateKind { faults.text(kind, "vehicle.plateKind", upTo: 64) }
        if let day = vehicle.registeredOn { faults.date(day, "vehicle.registeredOn") }
        if let volts = vehicle.recordVolts {
            faults.require((1...400).contains(volts), "vehicle.recordVolts", "must be 1–400")
        }
        if let model = vehicle.model { faults.text(model, "vehicle.model", upTo: 255) }
    }

    mutating func certificate() {
        guard let certificate = claim.certificate else {
            let isNeeded = claim.verdict.kind == "subsidy-with-certificate"
            faults.require(!isNeeded, "certificate", "must be there for this verdict")
            return
        }
        faults.choice(
            certificate.issuerKind,
            "certificate.issuerKind",
            of: OwnershipCertificate.IssuerKind.self
        )
        faults.date(certificate.issuedOn, "certificate.issuedOn")
        do throws(OwnershipCertificate.Problem) {
            let whole = try OwnershipCertificate(
                issuerKind: .community,
                issuer: certificate.issuer,
                number: certificate.number,
                issuedOn: CivilDate(daysSince1970: 0),
                signatory: certificate.signatory,
                photo: certificate.photo
            )
            let written = [
                ("issuer", whole.issuer == certificate.issuer), ("number", whole.number == certificate.number),
                ("signatory", whole.signatory == certificate.signatory), ("photo", whole.photo == certificate.photo),
            ]
            for (field, isSame) in written {
                faults.require(isSame, "certificate.\(field)", "must have the form that kiosks write")
            }
        } catch {
            faults.add("certificate.\(error.rawValue)", "must have the form that kiosks write")
        }
    }

    mutating func parts() {
        faults.require(
            claim.parts.count == Part.allCases.count && claim.parts.keys.allSatisfy { Part(rawValue: $0) != nil },
            "parts",
            "must hold battery, motor and frame, and nothing else"
        )
        for part in Part.allCases {
            if let finding = claim.parts[part.rawValue] { self.finding(finding, of: part) }
        }
    }

    private mutating func finding(_ finding: OpenClaim.Part, of part: Part) {
        var field: String { "parts.\(part.rawValue)" }
        faults.choice(finding.condition, "\(field).condition", of: PartFinding.Condition.self)
        faults.choice(finding.serialState, "\(field).serialState", of: Self.serialStates)
        let isRead = finding.serialState == "read"
        faults.require((finding.serial != nil) == isRead, "\(field).serial", "must be there if read, only then")
        if let serial = finding.serial {
            let isClean = PartSerial.read(checking: serial) == .read(serial)
            faults.require(isClean, "\(field).serial", "must have 1–64 printable characters without space around them")
        }
        voltage(finding, of: part)
        if finding.contradictsRecord != nil {
            faults.require(isRead, "\(field).contradictsRecord", "must not be there without a serial")
        }
        if let seenIn = finding.seenIn {
            let isNumber = ClaimNumber(seenIn)?.text == seenIn && seenIn != claim.claimNumber
            faults.require(isNumber, "\(field).seenIn", "must be the number of another claim")
            faults.require(isRead, "\(field).seenIn", "must not be there without a serial")
        }
    }

    private mutating func voltage(_ finding: OpenClaim.Part, of part: Part) {
        var field: String { "parts.\(part.rawValue)" }
        let evidence = [
            ("label", finding.label != nil), ("labelVolts", finding.labelVolts != nil),
            ("meterMillivolts", finding.meterMillivolts != nil), ("blocks", finding.blocks != nil),
        ]
        let isBattery = part == .battery && finding.condition == PartFinding.Condition.present.rawValue
        for (name, isThere) in evidence {
            faults.require(isBattery || !isThere, "\(field).\(name)", "must be there for a present battery only")
        }
        if let label = finding.label {
            faults.choice(label, "\(field).label", of: Self.labels)
            if label == "none" {
                let isMeasured = finding.meterMillivolts != nil || finding.blocks != nil
                faults.require(isMeasured, "\(field).label", "must not be none without a measurement")
            }
        } else {
            let isThere = evidence.contains(where: \.1)
            faults.require(!isThere, "\(field).label", "must be there with a voltage or a measurement")
        }
        let isRead = finding.label == "read"
        faults.require(
            (finding.labelVolts != nil) == isRead,
            "\(field).labelVolts",
            "must be there with a label that was read, only then"
        )
        let limits = [
            ("labelVolts", finding.labelVolts, 400), ("meterMillivolts", finding.meterMillivolts, 400_000),
            ("blocks", finding.blocks, 32),
        ]
        for (name, value, highest) in limits {
            if let value { faults.require((1...highest).contains(value), "\(field).\(name)", "must be 1–\(highest)") }
        }
    }
}
