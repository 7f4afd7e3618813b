import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// The counter page in a real browser, clicked through as staff do.
@Suite(.serialized) struct CounterPageTests {
    @Test func `a clerk makes a claim on the page, in three languages, without an error in the console`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await WebDriver.with(client: rig.client) { page in
                            try await page.open(counter.address + "/")
                            for language in ["bo", "en", "zh-CN"] {
                                try await page.click("language-\(language)")
                                try await page.wait(until: "return document.documentElement.lang === '\(language)'")
                                try await picture(page, "idle-\(language)")
                            }
                            try await page.click("start")
                            try await picture(page, "notice")
                            try await page.click("agree")
                            try await step(page, "identity")
                            try await picture(page, "identity")
                            try await openSimulator(page)
                            try await page.click("sim-card-owner-1")
                            try await step(page, "plate")
                            #expect(try await page.text(of: "applicant-name").contains("张演示"))
                            try await picture(page, "plate")
                            try await page.type("拉萨A00101", into: "plate-input")
                            try await page.click("plate-submit")
                            try await step(page, "battery")
                            try await picture(page, "battery")
                            try await page.click("volts-60")
                            try await page.click("part-battery-present")
                            try await step(page, "motor")
                            try await page.click("part-motor-present")
                            try await step(page, "frame")
                            try await page.click("part-frame-present")
                            try await step(page, "bank-card")
                            try await picture(page, "bank-card")
                            try await page.type(testBankCard, into: "bank-card")
                            try await page.type(testBankCard, into: "bank-card-again")
                            try await page.click("bank-card-submit")
                            try await step(page, "review")
                            #expect(try await page.text(of: "amount").contains("615"))
                            try await picture(page, "review")
                            try await page.click("confirm")
                            try await step(page, "recorded")
                            let number = try await page.text(of: "claim-number")
                            try await page.wait(
                                until:
                                    "const e = \(WebDriver.find("claim-status")); return e && e.dataset.status === 'accepted'"
                            )
                            try await picture(page, "recorded")
                            let arrived = try await rig.claims(at: central)
                            #expect(arrived.map(\.claimNumber) == [number.filter { !$0.isWhitespace }])
                            // The number typed twice is nowhere in the page any more.
                            // Outside the drawer, which offers both to be tapped and scanned.
                            let left =
                                try await page.run(
                                    """
                                    const copy = document.documentElement.cloneNode(true);
                                    copy.querySelector('[data-testid="simulator"]').remove();
                                    return copy.outerHTML;
                                    """
                                ) as? String ?? ""
                            #expect(left.contains(number))
                            #expect(!left.contains(testBankCard))
                            #expect(!left.contains("张演示"))
                            try await page.click("finish")
                            try await step(page, "idle")
                            #expect(try await page.consoleProblems() == [])
                        }
                    }
                }
            }
        }
    }

    @Test func `a reload in the middle of a session shows the same step, and a stopped daemon is seen at once`()
        async throws
    {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { kiosk, counter in
                    try await WebDriver.with(client: rig.client) { page in
                        try await page.open(counter.address + "/")
                        try await page.click("start")
                        try await page.click("agree")
                        try await step(page, "identity")
                        try await page.open(counter.address + "/")
                        try await step(page, "identity")
                        kiosk.killNow()
                        try await page.wait(
                            until:
                                "const e = \(WebDriver.find("connection-lost")); return e && e.getClientRects().length > 0"
                        )
                    }
                }
            }
        }
    }

    @Test func `a bike without a plate ends on the page with a receipt and a scrapping proof`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { _, central in
                try await rig.withDevices {
                    try await rig.withKiosk(central: central) { _, counter in
                        try await WebDriver.with(client: rig.client) { page in
                            try await identify(page, counter, person: "owner-2")
                            try await press(page, "plateless", until: "battery")
                            try await press(page, "part-battery-missing", until: "motor")
                            try await press(page, "part-motor-present", until: "frame")
                            try await press(page, "part-frame-present", until: "condition")
                            try await picture(page, "condition")
                            try await press(page, "condition-incomplete", until: "review")
                            #expect(try await page.text(of: "amount").contains("20"))
                            try await picture(page, "review-plateless")
                            try await press(page, "confirm", until: "recorded")
                            let number = try await page.text(of: "claim-number").filter { !$0.isWhitespace }
                            try await page.wait(
                                until:
                                    "const e = \(WebDriver.find("claim-status")); return e && e.dataset.status === 'accepted'"
                            )
                            for paper in ["receipt", "certificate"] {
                                try await page.click("\(paper)-open")
                                #expect(try await page.text(of: "paper").contains(number), "\(paper)")
                                try await picture(page, paper)
                                if paper == "certificate" {
                                    try await page.wait(until: "return \(WebDriver.find("paper-code")) !== null")
                                }
                                try await page.click("dialog-close")
                            }
                            #expect(try await page.consoleProblems() == [])
                        }
                    }
                }
            }
        }
    }

    @Test func `a hold says in three languages what happens and why, and staff may go on`() async throws {
        try await KioskRig.with { rig in
            try await rig.withDevices {
                try await rig.withKiosk(central: "http://127.0.0.1:1") { _, counter in
                    try await WebDriver.with(client: rig.client) { page in
                        try await identify(page, counter, person: "owner-2")
                        try await page.type("拉萨A00102", into: "plate-input")
                        try await page.click("plate-submit")
                        try await step(page, "battery")
                        // 64 V, as the label says.
                        let battery = PartEntry(condition: "present", label: "read", volts: 64)
                        try await counter.take("PUT", "parts/battery", battery)
                        try await step(page, "held")
                        var reasons: Set<String> = []
                        var rules: Set<String> = []
                        for language in ["bo", "en", "zh-CN"] {
                            try await page.click("language-\(language)")
                            try await page.wait(until: "return document.documentElement.lang === '\(language)'")
                            let reason = try await page.text(of: "reason")
                            #expect(reason.contains("64"), "\(language): \(reason)")
                            reasons.insert(reason)
                            rules.insert(try await page.text(of: "rule"))
                            try await picture(page, "held-\(language)")
                        }
                        #expect(reasons.count == 3)
                        #expect(rules.count == 3)
                        try await press(page, "proceed", until: "motor")
                        try await press(page, "part-motor-missing", until: "refused")
                        let attribute = "return \(WebDriver.find("reason")).dataset.code"
                        #expect(try await page.run(attribute) as? String == "part-missing")
                        try await picture(page, "refused")
                        try await press(page, "finish", until: "idle")
                        #expect(try await page.consoleProblems() == [])
                    }
                }
            }
        }
    }

    /// From the first page to the step after the card.
    private func identify(_ page: WebDriver, _ counter: CounterClient, person: String) async throws {
        try await page.open(counter.address + "/")
        try await page.click("start")
        try await page.click("agree")
        try await step(page, "identity")
        try await openSimulator(page)
        try await page.click("sim-card-\(person)")
        try await step(page, "plate")
    }

    /// Presses until the page is at `step`: a press right after a step's change counts for nothing on purpose.
    private func press(_ page: WebDriver, _ testID: String, until step: String) async throws {
        let script = """
            if (\(WebDriver.find("step")).dataset.step === '\(step)') return true;
            const e = \(WebDriver.find(testID));
            if (e && !e.disabled && e.offsetParent !== null) e.click();
            return false;
            """
        try await wait(for: "the step \(step) after \(testID)") { try await page.run(script) as? Bool == true }
    }

    private func step(_ page: WebDriver, _ name: String) async throws {
        try await page.wait(until: "const e = \(WebDriver.find("step")); return e && e.dataset.step === '\(name)'")
    }

    /// Folds out the simulated devices, unless they are.
    private func openSimulator(_ page: WebDriver) async throws {
        try await page.wait(until: "const e = \(WebDriver.find("simulator")); return e && !e.hidden")
        try await page.run(
            """
            const e = \(WebDriver.find("simulator"));
            if (e.dataset.open !== 'true') \(WebDriver.find("simulator-toggle")).click();
            """
        )
    }

    /// Kept when `KIOSK_SCREENSHOTS` names a folder.
    private func picture(_ page: WebDriver, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["KIOSK_SCREENSHOTS"] else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await page.screenshot().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }
}
