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

    private func step(_ page: WebDriver, _ name: String) async throws {
        try await page.wait(until: "const e = \(WebDriver.find("step")); return e && e.dataset.step === '\(name)'")
    }

    private func openSimulator(_ page: WebDriver) async throws {
        try await page.run(
            "const e = \(WebDriver.find("simulator")); if (e && e.tagName === 'DETAILS') e.open = true;"
        )
    }

    /// Kept when `KIOSK_SCREENSHOTS` names a folder.
    private func picture(_ page: WebDriver, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["KIOSK_SCREENSHOTS"] else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await page.screenshot().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }
}
