import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// Supervisors at a real kiosk with a real central.
@Suite(.serialized) struct SupervisorJourneyTests {
    @Test func `a claim that the central refuses for good is corrected on the page, and the correction is accepted`()
        async throws
    {
        try await KioskRig.with { rig in
            let right = try String(contentsOfFile: rig.path("digest.key"), encoding: .utf8)
            // A central with another digest key takes no claim of this kiosk: its "no" is final.
            try rig.write(String(repeating: "6b", count: 32), to: "digest.key")
            try await rig.withDevices {
                let (port, claim) = try await rig.withCentral { _, central in
                    try rig.write(right, to: "digest.key")
                    return try await rig.withKiosk(central: central) { _, counter in
                        try await counter.begin()
                        let claim = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                        try await counter.snapshot("set aside") { $0.queue?.needsPerson == 1 }
                        return (Int(central.split(separator: ":").last ?? "") ?? 0, claim)
                    }
                }
                // Later, or the kiosk would find its clock set back.
                let later = "2025-03-10T10:30:00+08:00"
                let key = "answerKey: \(KioskRig.keys)/central.key"
                try await rig.withCentral(port: port, clock: later, tls: key) { _, central in
                    let changes = ["rehearsal": rig.rehearsal(clock: later)]
                    try await rig.withKiosk(central: central, changes: changes) { _, counter in
                        try await WebDriver.with(client: rig.client) { page in
                            try await logIn(on: page, at: counter.address)
                            try await refuse(claim.claimId, on: page)
                            try await correct(claim.claimNumber, on: page)
                            try await page.wait(
                                until: "return \(WebDriver.find("light")).dataset.level === 'good'"
                            )
                            let arrived = try await rig.claims(at: central)
                            #expect(arrived.map(\.sequence) == [2] && arrived.first?.status == .accepted)
                            #expect(arrived.first?.amountFen == 61_500)
                            try await page.click("filter-all")
                            try await page.wait(
                                until:
                                    "return \(WebDriver.find("claim-\(claim.claimNumber)")).dataset.status === 'amended'"
                            )
                            try await page.click("tab-day")
                            try await page.wait(
                                until: "return \(WebDriver.find("day-verdict")).dataset.verdict === 'all'"
                            )
                            // The central never had the first one; the correction's link accounts for it.
                            let proof = try await page.text(of: "day-proof")
                            #expect(proof.contains("1 件，无缺号") && proof.contains("另有 1 件由更正代替"))
                            try await verifyChain(rig)
                            try await page.click("tab-audit")
                            #expect(try await page.text(of: "audit").contains(claim.claimNumber))
                            let left = try await page.run("return document.documentElement.outerHTML") as? String ?? ""
                            #expect(!left.contains(testBankCard) && !left.contains("张演示"))
                            #expect(try await page.consoleProblems() == [])
                        }
                    }
                }
            }
        }
    }

    /// As the central has it, by the central's tool.
    private func verifyChain(_ rig: KioskRig) async throws {
        struct Written: Decodable {
            let file: String
            let count: Int64
        }
        let output = try await rig.central([
            "chain", "export", "--kiosk", "RH01", "--to", rig.folder, "--json", "--socket",
            rig.centralStore + "/control.sock",
        ])
        let written = try JSONDecoder().decode(Written.self, from: Data(output.utf8))
        #expect(written.count == 2)
        #expect(try await rig.central(["chain", "verify", written.file]).contains("1 never came"))
    }

    private func logIn(on page: WebDriver, at address: String) async throws {
        try await page.open(address + "/supervisor")
        try await page.type(KioskRig.Supervisor.id, into: "login-name")
        try await page.type(KioskRig.Supervisor.pin, into: "login-pin")
        try await page.click("login-submit")
        try await page.wait(until: "return \(WebDriver.find("light")).dataset.level === 'bad'")
    }

    /// What would refuse the claim, or is no entry, is told and recorded nowhere.
    private func refuse(_ id: String, on page: WebDriver) async throws {
        for (entry, code) in [
            (#"{reason: "no motor", parts: {motor: {condition: "missing"}}}"#, "claim.not-amendable"),
            (#"{reason: "nothing"}"#, "session.input-invalid"),
            (
                #"{reason: "", bankCard: {number: "6299990000000012348", repeated: "6299990000000012348"}}"#,
                "session.input-invalid"
            ),
            (
                #"{reason: "two cards", bankCard: {number: "6299990000000012348", repeated: "6299990000000000000"}}"#,
                "session.input-invalid"
            ),
            (
                #"{reason: "mistyped", bankCard: {number: "6299990000000012349", repeated: "6299990000000012349"}}"#,
                "claim.card-unusual"
            ),
            (#"{reason: "no such part", parts: {saddle: {condition: "present"}}}"#, "session.input-invalid"),
            (
                #"{reason: "no photo", certificate: {issuer: "a", number: "1", issuedOn: "2999-01-01"}}"#,
                "session.input-invalid"
            ),
        ] {
            let answer = try await page.runAsync(
                """
                const done = arguments[arguments.length - 1];
                fetch('/v1/supervisor/claims/\(id)/amendment', {
                    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(\(entry)),
                }).then((response) => response.json()).then(({error}) => done(error ? error.code : 'recorded'));
                """
            )
            #expect(answer as? String == code, "\(entry)")
        }
        let last = try await page.runAsync(
            """
            const done = arguments[arguments.length - 1];
            fetch('/v1/supervisor/queue').then((response) => response.json())
                .then(({lastSequence, needsPerson}) => done(`${lastSequence} ${needsPerson}`));
            """
        )
        #expect(last as? String == "1 1")
        // The refusals' statuses are the browser's own lines.
        _ = try await page.consoleProblems()
    }

    /// Gives the claim another bank card and another serial of its battery.
    private func correct(_ number: String, on page: WebDriver) async throws {
        try await page.click("fact-needs-person")
        try await page.click("amend-\(number)")
        try await page.click("amend-card")
        try await page.type(testBankCard, into: "amend-card-number")
        try await page.type(testBankCard, into: "amend-card-repeated")
        try await page.click("amend-battery")
        try await page.type("BAT-CORRECTED-1", into: "amend-battery-serial-text")
        try await page.type("60", into: "amend-battery-volts")
        try await page.type("typed from the wrong card", into: "amend-reason")
        try await page.click("amend-submit")
        try await page.wait(until: "return \(WebDriver.find("told")).dataset.ok === 'true'")
    }
}
