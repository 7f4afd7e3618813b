import Claims

// Plate, registry, certificate and parts.

extension FactsDocument {
    mutating func readPlate(_ node: FactsReader) {
        if case .text = node.json.value {
            // "none", "unknown", "unavailable" without an object around it.
            let words = PlateState.allCases.map(\.rawValue).filter { $0 != PlateState.found.rawValue }
            plate = node.choice(words).flatMap(PlateState.init).map { PlateFacts(node: node, state: $0) }
            return
        }
        let onRecord = ["kind", "registeredOn", "ownerIsApplicant", "ownerIsCompany", "ownerIdNumber", "volts"]
        guard let members = node.members(["state", "text"] + onRecord) else { return }
        let state = members["state"]?.choice(PlateState.self) ?? .found
        if members["state"] == nil || state == .found {
            // A text alone does not say that the registry has the plate.
            if members["state"] == nil, members.keys.allSatisfy({ $0 == "text" }) {
                readPlateText(members["text"])
                return
            }
        } else {
            for key in onRecord {
                members[key]?.contradiction(
                    "only a plate that the registry has can have this",
                    "Leave the key out, or write \"state\": \"found\"."
                )
            }
            if state == .none {
                members["text"]?.contradiction("a bike without a plate has no plate text", "Leave the key out.")
            }
        }
        readPlateText(members["text"])
        var read = PlateFacts(node: node, state: state)
        read.kind = members["kind"]
        read.registeredOn = members["registeredOn"].flatMap { node in node.day().map { (node, $0) } }
        read.volts = members["volts"]?.integer(1...400, "volts")
        read.ownerIsCompany = members["ownerIsCompany"]?.truth() ?? false
        read.ownerIsApplicant = ownerIsApplicant(members)
        plate = read
    }

    private mutating func readPlateText(_ node: FactsReader?) {
        guard let node else { return }
        plateText = node
        guard case .text(let text) = node.json.value else { return node.reject("the plate's text in quotes") }
        let plate = Plate(text)
        identifiers.plate = .init(isValid: plate != nil, folded: plate?.text)
        if plate == nil { node.reject("a plate of 2–32 letters, digits and marks") }
    }

    /// From what is said, from both ID numbers and from the applicant's relation; all that is there must agree.
    private mutating func ownerIsApplicant(_ members: [String: FactsReader]) -> Bool? {
        var said: [Bool] = []
        if let company = members["ownerIsCompany"], case .truth(true) = company.json.value { said.append(false) }
        if let told = members["ownerIsApplicant"]?.truth() { said.append(told) }
        if let owner = members["ownerIdNumber"] {
            let (facts, number) = FactsIdentifiers.Identity.read(owner)
            identifiers.ownerIdNumber = facts
            if let number, let own = applicant.number { said.append(number == own) }
        }
        switch applicant.standing {
        case .registeredOwner: said.append(true)
        case .presentOwner, .heir: said.append(false)
        case .owner, .agent, .company: break
        }
        if Set(said).count > 1 {
            (members["ownerIsApplicant"] ?? members["ownerIdNumber"] ?? members["ownerIsCompany"])?.contradiction(
                "the facts say both that the applicant is the registered owner and that not",
                "Compare ownerIsApplicant, ownerIsCompany, ownerIdNumber, applicant.idNumber and applicant.relation."
            )
        }
        return said.first
    }

    mutating func readRegistry(_ node: FactsReader) {
        guard let members = node.members(["version", "ageDays", "asOf"]) else { return }
        registry.version = members["version"]?.text(1...80)
        registry.ageDays = members["ageDays"]?.integer(0...36_500, "days")
        registry.asOf = members["asOf"].flatMap { node in node.day().map { (node, $0) } }
    }

    mutating func readCertificate(_ node: FactsReader) {
        enum IssuerKind: String, CaseIterable {
            case community, village, other
        }
        let keys = ["issuerKind", "issuer", "number", "issuedOn", "holderIdNumber", "plate", "photo"]
        guard let members = node.members(keys) else { return }
        let kind = members["issuerKind"]?.choice(IssuerKind.self) ?? .community
        guard let issued = members["issuedOn"] else { return node.reject("a certificate with its day, issuedOn") }
        guard let day = issued.day() else { return }
        // What is recorded changes no verdict; a case may leave it out.
        let issuer = members["issuer"].map { $0.text() } ?? "-"
        let number = members["number"].map { $0.text() } ?? "-"
        guard let issuer, let number,
            let paper = OwnershipCertificate(issuer: issuer, number: number, issuedOn: day)
        else { return }
        var read = Certificate(certificate: paper)
        read.hasPhoto = members["photo"]?.truth()
        if kind == .other {
            read.fault = "the certificate was issued neither by a community nor by a village committee"
        }
        if let holder = members["holderIdNumber"] {
            read.namesHolder = true
            if let named = FactsIdentifiers.Identity.read(holder).1, let own = applicant.number, named != own {
                read.fault = "the certificate names another person than the applicant"
            }
        }
        if let plate = members["plate"] {
            read.namesPlate = true
            let named = plate.text().flatMap { Plate($0) }
            if named == nil { plate.reject("a plate of 2–32 letters, digits and marks") }
            if let named, let folded = identifiers.plate?.folded, named.text != folded {
                read.fault = "the certificate names another plate"
            }
        }
        certificate = read
    }

    mutating func readParts(_ node: FactsReader) {
        if case .text = node.json.value {
            guard node.choice(["all-present"]) != nil else { return }
            for part in Part.allCases { parts[part] = PartFacts(finding: PartFinding(condition: .present)) }
            return
        }
        guard let members = node.members(Part.allCases.map(\.rawValue)) else { return }
        for part in Part.allCases {
            if let member = members[part.rawValue] { parts[part] = readPart(member, part) }
        }
    }

    private mutating func readPart(_ node: FactsReader, _ part: Part) -> PartFacts? {
        if case .text = node.json.value {
            return node.choice(PartFinding.Condition.self).map { PartFacts(finding: PartFinding(condition: $0)) }
        }
        let evidence = part == .battery ? ["label", "meterVolts", "blocks"] : []
        let keys = ["condition", "serial", "seenInClaim", "contradictsRecord"] + evidence
        guard let members = node.members(keys) else { return nil }
        let condition = members["condition"].map { $0.choice(PartFinding.Condition.self) } ?? .present
        guard let condition else { return nil }
        if condition == .missing {
            for key in keys where key != "condition" {
                members[key]?.contradiction("a part that is missing has none", "Leave the key out.")
            }
        }
        var read = PartFacts(
            finding: PartFinding(
                condition: condition,
                serial: members["serial"].flatMap(serial) ?? .none,
                voltage: condition == .present ? voltage(node, members) : nil
            )
        )
        if let seen = members["seenInClaim"] {
            read.seenIn = partClaim(seen)
            if read.seenIn != nil, members["serial"] != nil, read.finding.serial.wireForm.text == nil {
                seen.contradiction(
                    "no claim is found without a serial",
                    "Give the serial, or leave one of the two out."
                )
            }
        }
        read.contradictsRecord = members["contradictsRecord"]?.truth() ?? false
        return read
    }

    private func serial(_ node: FactsReader) -> PartSerial? {
        guard let text = node.text(1...64) else { return nil }
        switch text {
        case "illegible": return .illegible
        case "ground-off": return .groundOff
        case "none": return PartSerial.none
        default:
            guard let serial = PartSerial.read(checking: text) else {
                node.reject("1–64 printable characters, or illegible, ground-off, none")
                return nil
            }
            return serial
        }
    }

    private func voltage(_ node: FactsReader, _ members: [String: FactsReader]) -> BatteryVoltage? {
        var label: BatteryVoltage.Label? = BatteryVoltage.Label.none
        if let told = members["label"] {
            switch told.json.value {
            case .text("illegible"): label = .illegible
            case .text("none"): label = BatteryVoltage.Label.none
            case .text:
                told.reject("whole volts without quotes, \"illegible\" or \"none\"")
                label = nil
            default: label = told.integer(1...400, "volts").map { .volts($0) }
            }
        }
        let meter = members["meterVolts"].map { $0.thousandths(1...400_000, "volts") }
        let blocks = members["blocks"].map { $0.integer(1...32, "blocks") }
        guard let label else { return nil }
        return BatteryVoltage(label: label, meterMillivolts: meter ?? nil, blocks: blocks ?? nil)
    }

    /// A claim number, or true for a claim whose number does not matter.
    private mutating func partClaim(_ node: FactsReader) -> ClaimNumber? {
        if case .truth(let seen) = node.json.value { return seen ? Self.standIn(3) : nil }
        guard let number = claimNumber(node) else { return nil }
        mentions.append(Mention(node: node, number: number, stage: nil, byApplicant: nil))
        return number
    }
}
