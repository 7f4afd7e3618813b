import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// Claims that the central sends back over its control socket, until they are corrected, with the real programs.
@Suite(.serialized) struct CorrectionJourneyTests {
    private static let answerKey = "answerKey: \(KioskRig.keys)/central.key"
    private static let rounds = 3

    @Test func `what the central sends back, three times in a row, is corrected on the page and counts at both ends`()
        async throws
    {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withPrinter {
                    try await rig.withCentral(tls: Self.answerKey) { _, central in
                        try await rig.withKiosk(central: central, changes: ["devices": rig.devicesWithPrinter]) {
                            _,
                            counter in
                            try await counter.begin()
                            let claim = try await counter.record(plate: "拉萨A00101") { try await rig.tap("owner-1") }
                            try await counter.outcome("accepted")
                            try await counter.take("POST", "finish")
                            try await WebDriver.with(client: rig.client) { page in
                                try await page.open(counter.address)
                                let queue = WebDriver.find("queue")
                                try await page.wait(until: "return \(queue).dataset.level === 'good'")
                                try await giveBack(claim.claimNumber, "correct-bank-card", at: rig)
                                try await hear(at: counter, on: page)
                                try await logIn(on: page, at: counter.address)
                                let last = try await correct(claim.claimNumber, on: page, at: rig)
                                try await compare(first: claim.claimNumber, last: last, at: central, rig)
                                try await closeDay(on: page, at: rig, last: last)
                                try await verifyChains(rig)
                                #expect(try await page.consoleProblems() == [])
                            }
                        }
                    }
                }
            }
        }
    }

    /// As a reviewer does it, on the central's machine.
    private func giveBack(_ number: String, _ reason: String, at rig: KioskRig) async throws {
        try await rig.central([
            "claim", "return", number, "--reason", reason, "--note", "made up", "--socket",
            Self.socket(rig.centralStore),
        ])
    }

    /// The counter shows that something came back, and is not green; the clerk asks again, and that is in the log.
    private func hear(at counter: CounterClient, on page: WebDriver) async throws {
        // What waits nothing for shows no such button; the route is there for a page that was open before.
        #expect(try await counter.send("POST", "/v1/queue/retry", [String: String]()).status == 200)
        try await page.wait(until: "return \(WebDriver.find("queue")).dataset.level === 'bad'")
        #expect(try await page.text(of: "queue").contains("退回"))
        for language in ["bo", "en", "zh-CN"] {
            try await page.click("language-\(language)")
            try await page.keepPicture(as: "counter-returned-\(language)")
        }
        try await page.click("queue")
        #expect(try await page.text(of: "queue-returned").contains("负责人"))
        try await page.keepPicture(as: "counter-returned-dialog")
    }

    private func logIn(on page: WebDriver, at address: String) async throws {
        try await page.open(address + "/supervisor")
        try await page.type(KioskRig.Supervisor.id, into: "login-name")
        try await page.type(KioskRig.Supervisor.pin, into: "login-pin")
        try await page.click("login-submit")
        try await page.wait(until: "return \(WebDriver.find("light")).dataset.level === 'bad'")
    }

    /// Each correction is sent back in its turn. Gives the last one's number.
    private func correct(_ number: String, on page: WebDriver, at rig: KioskRig) async throws -> String {
        var number = number
        for round in 1...Self.rounds {
            if round > 1 {
                try await giveBack(number, "correct-battery", at: rig)
                try await page.click("tab-overview")
                try await page.click("retry")
                try await page.wait(until: "return \(WebDriver.find("light")).dataset.level === 'bad'")
                try await page.click("tab-overview")
            }
            try await page.click("fact-returned")
            try await page.click("amend-\(number)")
            // What the central asks for is open.
            if round == 1 {
                #expect(try await page.text(of: "amend-why").contains("银行卡"))
                try await page.type(testBankCard, into: "amend-card-number")
                try await page.type(testBankCard, into: "amend-card-repeated")
            } else {
                #expect(try await page.text(of: "amend-why").contains("电池"))
                try await page.type("BAT-CORRECTED-\(round)", into: "amend-battery-serial-text")
                try await page.type("60", into: "amend-battery-volts")
            }
            try await page.type("round \(round)", into: "amend-reason")
            try await page.click("amend-submit")
            let done = try await page.wait(
                until: """
                    const told = \(WebDriver.find("told"));
                    return told && told.dataset.ok === 'true' && (told.textContent.match(/RH01-\\d{6}-./) || [])[0]
                    """
            )
            #expect(done != number)
            number = done
            try await page.wait(until: "return \(WebDriver.find("light")).dataset.level === 'good'")
        }
        return number
    }

    private func compare(first: String, last: String, at central: String, _ rig: KioskRig) async throws {
        let claims = try await rig.claims(at: central).sorted { $0.sequence < $1.sequence }
        #expect(claims.map(\.sequence) == [1, 2, 3, 4])
        #expect(claims.map(\.status) == [.returned, .returned, .returned, .accepted])
        #expect(claims.first?.claimNumber == first && claims.last?.claimNumber == last)
        #expect(claims.last?.amountFen == 61_500)
        let kiosk = try await kioskctl(["queue", "list", "--filter", "all"], rig, as: QueuePage.self)
        #expect(kiosk.claims.map(\.status) == ["amended", "amended", "amended", "accepted"])
        let status = try await kioskctl(["queue"], rig, as: QueueStatus.self)
        #expect(status.light == .green && status.returned == 0 && status.confirmedUpTo == 4)
        let audit = try await kioskctl(["audit"], rig, as: AuditPage.self)
        #expect(audit.lines.first.map { "\($0.action) \($0.role)" } == "queue.retry-now clerk")
        #expect(audit.lines.count { $0.action == "claim.amend" } == Self.rounds)
    }

    /// Everything is confirmed, on the page and on paper, by the central's signed word.
    private func closeDay(on page: WebDriver, at rig: KioskRig, last: String) async throws {
        try await page.click("tab-day")
        try await page.wait(until: "return \(WebDriver.find("day-verdict")).dataset.verdict === 'all'")
        #expect(try await page.text(of: "day-recorded").contains("4"))
        #expect(try await page.text(of: "day-amount").contains("615"))
        #expect(try await page.text(of: "day-proof").contains("4 件，无缺号"))
        // With Tibetan on a line the printer gets it as an image; English and Chinese come as its own letters.
        try await page.click("language-en")
        try await page.click("day-print")
        try await page.wait(until: "return \(WebDriver.find("told")).textContent.includes('Printed')")
        let paper = try await rig.paper()
        for words in [
            "End-of-day slip", "当日小结", "All claims of this day are confirmed", "4 / 4", last,
            "none missing up to number 4", "signature",
        ] {
            #expect(paper.contains(words), "\(words)")
        }
        #expect(!paper.contains("张演示") && !paper.contains("12348"))
    }

    /// Each program exports its side's chain, and each verifies both.
    private func verifyChains(_ rig: KioskRig) async throws {
        struct Written: Decodable {
            let file: String
            let count: Int64
        }
        let own = try await kioskctl(["chain", "export", "--to", rig.folder], rig, as: Written.self)
        let output = try await rig.central([
            "chain", "export", "--kiosk", "RH01", "--to", rig.folder, "--json", "--socket",
            Self.socket(rig.centralStore),
        ])
        let theirs = try JSONDecoder().decode(Written.self, from: Data(output.utf8))
        #expect(own.count == 4 && theirs.count == 4)
        for file in [own.file, theirs.file] {
            try await rig.central(["chain", "verify", file])
            _ = try await RunningProgram.kioskctl(["chain", "verify", file], rig)
        }
    }

    private func kioskctl<Value: Decodable>(
        _ arguments: [String],
        _ rig: KioskRig,
        as type: Value.Type
    ) async throws -> Value {
        let output = try await RunningProgram.kioskctl(arguments, rig)
        return try JSONDecoder().decode(type, from: Data(output.utf8))
    }

    private static func socket(_ folder: String) -> String { folder + "/control.sock" }
}

extension RunningProgram {
    /// Runs `kioskctl` for the rig's kiosk to its good end.
    fileprivate static func kioskctl(_ arguments: [String], _ rig: KioskRig) async throws -> String {
        let socket = rig.kioskStore + "/control.sock"
        let end = try await output(of: "kioskctl", arguments + ["--json", "--socket", socket])
        guard end.status == 0 else {
            throw TestFailure("kioskctl \(arguments.prefix(2)): \(end.status) \(end.output)\(end.errors)")
        }
        return end.output
    }
}
