import WireAPI

// One wrong thing each, and the field that the answer must name.
extension ClaimValidationTests {
    /// Of a claim with everything that a claim can have, see `fullDocument`.
    static let faults: [Fault] = [
        Fault("contentVersion") { $0.contentVersion = 1 },
        Fault("claimId") { $0.claimId = $0.claimId.uppercased() },
        Fault("claimNumber") { $0.claimNumber = "DQ01-000001-Y" },
        Fault("claimNumber") { $0.claimNumber = $0.claimNumber.lowercased() },
        Fault("claimNumber") { $0.kioskId = "DQ02" },
        Fault("claimNumber") { $0.chain.sequence = 2 },
        Fault("kioskId") { $0.kioskId = "a kiosk" },
        Fault("point") { $0.point = "" },
        Fault("point") { $0.point = "Doilungdêqên 1" },
        Fault("recordedAt") { $0.recordedAt = "2025-03-10 10:00" },
        Fault("programme") { $0.programme = "" },
        Fault("programme") { $0.programme = "a b" },
        Fault("programmeVersion") { $0.programmeVersion = String(repeating: "1", count: 41) },
        Fault("consent.noticeVersion") { $0.consent.noticeVersion = "a\u{7}" },
        Fault("consent.method") { $0.consent.method = "nodded" },
        Fault("consent.at") { $0.consent.at = "yesterday" },
        Fault("chain.sequence") { $0.chain.sequence = 0 },
        Fault("chain.previous") { $0.chain.previous = "0" },
        Fault("chain.previous") { $0.chain.previous = String(repeating: "a", count: 64) },
    ]

    static let peopleFaults: [Fault] = [
        Fault("applicant.name") { $0.applicant.name = "" },
        Fault("applicant.name") { $0.applicant.name = " 测试" },
        Fault("applicant.name") { $0.applicant.name = "测\u{200B}试" },
        Fault("applicant.idNumber") { $0.applicant.idNumber = "990001199001010012" },
        Fault("applicant.cardKind") { $0.applicant.cardKind = "passport" },
        Fault("applicant.cardKind") { $0.applicant.cardKind = "foreigner-2017" },
        Fault("applicant.cardKind") { $0.applicant.cardKind = "hong-kong-macau-taiwan" },
        Fault("applicant.cardValidUntil") { $0.applicant.cardValidUntil = "2025-02-30" },
        Fault("applicant.cardValidUntil") { $0.applicant.cardValidUntil = "20250228" },
        Fault("relation") { $0.relation = "friend" },
        Fault("agent") { $0.relation = "owner" },
        Fault("agent") { $0.agent = nil },
        Fault("agent.name") { $0.agent?.name = "a\nb" },
        Fault("agent.idNumber") { $0.agent?.idNumber = "1" },
        Fault("agent.idNumber") { $0.agent = $0.applicant },
        Fault("payee") { $0.payee = nil },
        Fault("payee.bankCard") { $0.payee?.bankCard = "6299 9900 0001 2343" },
        Fault("payee.bankCard") { $0.payee?.bankCard = "62999900000" },
        Fault("payee.bankCard") {
            $0.payee?.bankCard = "6299990000012344"
            $0.payee?.luhnValid = false
        },
        Fault("payee.bankCard") { $0.payee?.bankCard = "629999000006" },
        Fault("payee.luhnValid") { $0.payee?.luhnValid.toggle() },
        Fault("overrides[0].subject") { $0.overrides[0].subject = "mood" },
        Fault("overrides[0]") { $0.overrides[0].supervisor = "" },
        Fault("overrides[0]") { $0.overrides[0].reason = String(repeating: "a", count: 201) },
        Fault("overrides") { $0.overrides = Array(repeating: $0.overrides[0], count: 33) },
        Fault("keys.person") { $0.keys.person = String(repeating: "a", count: 64) },
        Fault("keys.person") { $0.keys.person = $0.keys.person.uppercased() },
        Fault("keys.vehicle") { $0.keys.vehicle = String(repeating: "a", count: 64) },
        Fault("keys.vehicle") { $0.keys.vehicle = nil },
        Fault("keys.pair") { $0.keys.pair = nil },
        Fault("keys.pair") { $0.keys.pair = $0.keys.vehicle },
        Fault("keys.parts.battery") { $0.keys.parts["battery"] = nil },
        Fault("keys.parts.frame") { $0.keys.parts["frame"] = $0.keys.parts["battery"] },
        Fault("keys.parts.motor") { $0.keys.parts["motor"] = $0.keys.parts["battery"] },
        Fault("keys.parts") { $0.keys.parts["saddle"] = $0.keys.parts["battery"] },
    ]

    static let bikeFaults: [Fault] = [
        Fault("vehicle.plate") { $0.vehicle.plate = "藏a-12345" },
        Fault("vehicle.plate") { $0.vehicle.plate = nil },
        Fault("vehicle.plate") { $0.vehicle.registration = "plateless" },
        Fault("vehicle.registration") { $0.vehicle.registration = "lost" },
        Fault("vehicle.plateKind") { $0.vehicle.plateKind = nil },
        Fault("vehicle.plateKind") { $0.vehicle.registration = "unknown" },
        Fault("vehicle.registeredOn") { $0.vehicle.registeredOn = "2021-6-1" },
        Fault("vehicle.ownerIsApplicant") { $0.vehicle.ownerIsApplicant = nil },
        Fault("vehicle.recordVolts") { $0.vehicle.recordVolts = 401 },
        Fault("vehicle.recordVolts") { $0.vehicle.registration = "unavailable" },
        Fault("vehicle.model") { $0.vehicle.registration = "unknown" },
        Fault("vehicle.model") { $0.vehicle.model = "" },
        Fault("vehicle.registryVersion") { $0.vehicle.registryVersion = "" },
        Fault("vehicle.registryAge") { $0.vehicle.registryAge = -1 },
        Fault("vehicle.kilometres") { $0.vehicle.kilometres = -1 },
        Fault("vehicle.kilometres") { $0.vehicle.kilometres = 1_000_000 },
        Fault("vehicle.condition") { $0.vehicle.condition = "A bit old" },
        Fault("certificate") { $0.certificate = nil },
        Fault("certificate.issuerKind") { $0.certificate?.issuerKind = "family" },
        Fault("certificate.issuer") { $0.certificate?.issuer = "" },
        Fault("certificate.number") { $0.certificate?.number = " 1" },
        Fault("certificate.issuedOn") { $0.certificate?.issuedOn = "2025-13-01" },
        Fault("certificate.signatory") { $0.certificate?.signatory = "" },
        Fault("certificate.photo") { $0.certificate?.photo = "photo.jpg" },
        Fault("certificate.photo") { $0.certificate?.photo = String(repeating: "A1", count: 32) },
        Fault("parts") { $0.parts["motor"] = nil },
        Fault("parts") { $0.parts["saddle"] = $0.parts["motor"] },
        Fault("parts.motor.condition") { $0.parts["motor"]?.condition = "fine" },
        Fault("parts.motor.serialState") { $0.parts["motor"]?.serialState = "lost" },
        Fault("parts.motor.serial") { $0.parts["motor"]?.serial = "M1" },
        Fault("parts.battery.serial") { $0.parts["battery"]?.serial = nil },
        Fault("parts.battery.serial") { $0.parts["battery"]?.serial = " B1" },
        Fault("parts.battery.label") { $0.parts["battery"]?.label = "guessed" },
        Fault("parts.battery.label") { $0.parts["battery"]?.label = nil },
        Fault("parts.battery.label") { $0.parts["battery"]?.condition = "missing" },
        Fault("parts.battery.label") {
            $0.parts["battery"]?.label = "none"
            $0.parts["battery"]?.labelVolts = nil
            $0.parts["battery"]?.meterMillivolts = nil
            $0.parts["battery"]?.blocks = nil
        },
        Fault("parts.battery.labelVolts") { $0.parts["battery"]?.labelVolts = nil },
        Fault("parts.battery.labelVolts") { $0.parts["battery"]?.labelVolts = 401 },
        Fault("parts.battery.labelVolts") { $0.parts["battery"]?.label = "illegible" },
        Fault("parts.battery.meterMillivolts") { $0.parts["battery"]?.meterMillivolts = 400_001 },
        Fault("parts.battery.blocks") { $0.parts["battery"]?.blocks = 0 },
        Fault("parts.motor.blocks") { $0.parts["motor"]?.blocks = 5 },
        Fault("parts.frame.meterMillivolts") { $0.parts["frame"]?.meterMillivolts = 60_000 },
        Fault("parts.motor.contradictsRecord") { $0.parts["motor"]?.contradictsRecord = true },
        Fault("parts.motor.seenIn") { $0.parts["motor"]?.seenIn = "DQ01-000123-B" },
        Fault("parts.frame.seenIn") { $0.parts["frame"]?.seenIn = "DQ01-000001-Y" },
        Fault("parts.frame.seenIn") { $0.parts["frame"]?.seenIn = $0.claimNumber },
    ]

    static let verdictFaults: [Fault] = [
        Fault("verdict.kind") { $0.verdict.kind = "refuse" },
        Fault("verdict.kind") { $0.verdict.kind = "residual" },
        Fault("verdict.amountFen") { $0.verdict.amountFen = -1 },
        Fault("verdict.amountFen") { $0.verdict.amountFen = 1_000_001 },
        Fault("verdict.amountFen") { $0.verdict.amountFen = nil },
        Fault("verdict.reason") { $0.verdict.reason = "other-voltage" },
        Fault("verdict.reason") { $0.verdict.kind = "hold" },
        Fault("verdict.reason") {
            $0.verdict.kind = "hold"
            $0.verdict.amountFen = nil
            $0.verdict.reason = "verdict-differs"
        },
        Fault("verdict.rule") { $0.verdict.rule = "mood" },
        Fault("verdict.facts") { $0.verdict.facts["a"] = "" },
        Fault("verdict.facts") { claim in (0..<33).forEach { claim.verdict.facts["a\($0)"] = "b" } },
        Fault("verdict.versions") { $0.verdict.versions = [:] },
        Fault("verdict.versions") { $0.programmeVersion = "2" },
        Fault("verdict.versions") { $0.vehicle.registryVersion = "another" },
        Fault("warnings") { $0.warnings = ["bad mood"] },
        Fault("warnings") { $0.warnings = Array(repeating: "card-expired", count: 33) },
    ]
}
