import Claims
import Foundation
import KioskTestSupport
import Synchronization
import Testing
import WireAPI

/// The supervisors' page in a real browser, over a queue that the test makes up.
@Suite(.serialized) struct SupervisorPageTests {
    /// Every combination of what a status can say; the first of each list is the harmless one.
    private static let everyStatus = """
        const fields = {
            light: ['green', 'amber', 'red'], waiting: [0, 1], needsPerson: [0, 1], photosWaiting: [0, 1],
            photosNeedPerson: [0, 1], returned: [0, 1], confirmedUpTo: [3, 2], clock: ['confirmed', 'plausible', 'set-back'],
            central: ['reachable', 'unknown', 'unreachable'],
            paused: [undefined, {by: 'S01', since: '2025-03-10T10:00:00.000+08:00'}],
            space: ['enough', 'none'],
            stopped: [undefined, {code: 'programme.ended', message: 'm', remedy: 'r'}],
            lastProblem: [undefined, {code: 'central.timeout', message: 'm', remedy: 'r'}],
        };
        """

    @Test func `no status with anything unsent shows green, whatever light it claims to have`() async throws {
        try await SupervisorDouble.withPage { page, _, _ in
            try await SupervisorDouble.logIn(page)
            let counted = try await page.runAsync(
                """
                const done = arguments[arguments.length - 1];
                \(Self.everyStatus)
                import('/supervisor/frame.js').then(({ updateLamp }) => {
                    const lamp = document.getElementById('light');
                    let tried = 0, green = 0, wrong = [];
                    const walk = (names, status) => {
                        if (names.length === 0) {
                            tried += 1;
                            updateLamp(status, true);
                            const level = lamp.dataset.level;
                            const words = lamp.querySelector('[data-testid="light-headline"]').textContent;
                            const unsent = status.waiting + status.needsPerson + status.photosWaiting + status.photosNeedPerson + status.returned > 0
                                || status.confirmedUpTo < status.lastSequence;
                            if (level === 'good') green += 1;
                            if (level === 'good' && (unsent || status.light !== 'green' || status.paused)) wrong.push(status);
                            if ((status.stopped || status.needsPerson || status.photosNeedPerson || status.returned || status.space === 'none' || status.light === 'red') && level !== 'bad') {
                                wrong.push(status);
                            }
                            if (words === '' || level === 'unknown') wrong.push(status);
                            return;
                        }
                        const [name, ...rest] = names;
                        for (const value of fields[name]) walk(rest, {...status, [name]: value});
                    };
                    walk(Object.keys(fields), {lastSequence: 3, freeBytes: 1e9, roomForClaims: 10, accepted: 3, inReview: 0, duplicate: 0});
                    updateLamp({light: 'green'}, true);
                    if (lamp.dataset.level !== 'unknown') wrong.push('a status without numbers');
                    updateLamp({light: 'green', waiting: 0, needsPerson: 0, photosWaiting: 0, photosNeedPerson: 0, returned: 0}, false);
                    if (lamp.dataset.level !== 'unknown') wrong.push('an old status');
                    done(JSON.stringify({tried, green, wrong: wrong.slice(0, 3)}));
                }).catch((error) => done(String(error)));
                """
            )
            let answer = try #require(counted as? String)
            struct Tally: Decodable {
                let tried: Int
                let green: Int
                let wrong: [String]
            }
            let tally = try JSONDecoder().decode(Tally.self, from: Data(answer.utf8))
            #expect(tally.tried == 3 * 32 * 2 * 3 * 3 * 2 * 2 * 2 * 2)
            #expect(tally.green > 0)
            #expect(tally.wrong == [])
        }
    }

    @Test func `a supervisor logs in, sees what waits, pauses, goes on, tries again and logs out`() async throws {
        try await SupervisorDouble.withPage { page, desk, _ in
            desk.state.withLock { state in
                state.status.waiting = 2
                state.status.light = .amber
                state.status.oldestWaitingSince = "2025-03-10T08:00:00.000+08:00"
                state.status.oldestAgeSeconds = 7_200
                state.status.nextAttemptAt = "2025-03-10T10:01:30.000+08:00"
                state.status.lastProblem =
                    ErrorBody(
                        KioskError(.centralUnreachable, "no way", remedy: "wait")
                    ).error
            }
            try await page.type(SupervisorDouble.supervisor, into: "login-name")
            try await page.type("000000", into: "login-pin")
            try await page.click("login-submit")
            try await page.wait(
                until: "return \(WebDriver.find("login-problem")).dataset.code === 'supervisor.refused'"
            )
            #expect(try await page.run("return \(WebDriver.find("login-pin")).value") as? String == "")
            try await page.type(SupervisorDouble.pin, into: "login-pin")
            try await page.click("login-submit")
            try await Self.level(page, "wait")
            for (language, words) in [("en", "2"), ("bo", "2"), ("zh-CN", "2 件申领待送")] {
                try await page.click("language-\(language)")
                #expect(try await page.text(of: "light-headline").contains(words))
                try await page.keepPicture(as: "supervisor-overview-\(language)")
            }
            #expect(try await page.text(of: "light-next").contains("1:"))
            #expect(try await page.text(of: "reason-problem").contains("连不上中心"))
            try await page.click("pause")
            try await page.click("confirm-yes")
            try await page.wait(until: "return \(WebDriver.find("resume")).offsetParent !== null")
            try await page.click("resume")
            try await page.wait(until: "return \(WebDriver.find("pause")).offsetParent !== null")
            try await page.click("retry")
            try await page.wait(until: "return \(WebDriver.find("told")).dataset.ok === 'true'")
            try await page.click("logout")
            try await page.wait(until: "return \(WebDriver.find("login")) !== null")
            let done = desk.state.withLock { $0.done }
            #expect(
                done == [
                    "supervisor.login-failed S01", "supervisor.login S01", "pause S01 supervisor page",
                    "resume S01 supervisor page", "retry S01 supervisor page", "supervisor.logout S01",
                ]
            )
            // The wrong PIN's 401 is the browser's own line.
            #expect(try await page.consoleProblems().filter { !$0.contains("401") } == [])
        }
    }

    @Test func `five wrong PINs lock the supervisor, and the page says so`() async throws {
        try await SupervisorDouble.withPage { page, _, _ in
            try await page.type(SupervisorDouble.supervisor, into: "login-name")
            for attempt in 1...6 {
                try await page.type("00000\(attempt)", into: "login-pin")
                try await page.click("login-submit")
                let code = attempt < 6 ? "supervisor.refused" : "supervisor.locked"
                try await page.wait(until: "return \(WebDriver.find("login-problem")).dataset.code === '\(code)'")
                try await page.wait(until: "return !\(WebDriver.find("login-submit")).disabled")
            }
            #expect(try await page.text(of: "login-problem").contains("密码错误次数太多"))
        }
    }

    @Test func `a claim that came back is corrected on the page, and only what was ticked is sent`() async throws {
        try await SupervisorDouble.withPage { page, desk, _ in
            desk.state.withLock { state in
                state.status.returned = 1
                state.claims = [.returned]
            }
            try await SupervisorDouble.logIn(page)
            try await Self.level(page, "bad")
            try await page.click("fact-returned")
            try await page.click("amend-\(KioskClaimView.returned.claimNumber)")
            try await page.click("amend-submit")
            try await page.wait(
                until: "return \(WebDriver.find("amend-problem")).dataset.code === 'desk.amend.nothing'"
            )
            try await page.click("amend-card")
            try await page.type(testBankCard, into: "amend-card-number")
            try await page.type(testBankCard, into: "amend-card-repeated")
            try await page.keepPicture(as: "supervisor-amend")
            try await page.type("the owner showed another card", into: "amend-reason")
            try await page.click("amend-submit")
            try await page.wait(until: "return \(WebDriver.find("told")).textContent.includes('000099')")
            let entries = desk.state.withLock { $0.amendments }
            #expect(entries.map(\.reason) == ["the owner showed another card"])
            #expect(entries.first?.bankCard == AmendmentEntry.Card(number: testBankCard, repeated: testBankCard))
            #expect(entries.first?.parts == nil && entries.first?.certificate == nil)
            let left = try await page.run("return document.documentElement.outerHTML") as? String ?? ""
            #expect(!left.contains(testBankCard))
            #expect(try await page.consoleProblems() == [])
        }
    }

    @Test func `a card number that looks mistyped takes a tick that comes with the doubt and goes with the number`()
        async throws
    {
        try await SupervisorDouble.withPage { page, desk, _ in
            desk.state.withLock { state in
                state.status.returned = 1
                state.claims = [.returned]
            }
            try await SupervisorDouble.logIn(page)
            try await Self.level(page, "bad")
            try await page.click("fact-returned")
            try await page.click("amend-\(KioskClaimView.returned.claimNumber)")
            try await page.click("amend-card")
            let unusual = "6299990000000012349"
            try await page.type(unusual, into: "amend-card-number")
            try await page.type(unusual, into: "amend-card-repeated")
            try await page.type("the owner showed another card", into: "amend-reason")
            let sure = WebDriver.find("amend-card-sure")
            #expect(try await page.run("return \(sure).closest('label').hidden") as? Bool == true)
            try await page.click("amend-submit")
            try await page.wait(
                until: "return \(WebDriver.find("amend-problem")).dataset.code === 'claim.card-unusual'"
            )
            try await page.click("amend-card-sure")
            try await page.type("1", into: "amend-card-repeated")
            #expect(try await page.run("return \(sure).checked || !\(sure).closest('label').hidden") as? Bool == false)
            try await page.run("\(WebDriver.find("amend-card-repeated")).value = '\(unusual)'")
            try await page.click("amend-submit")
            try await page.wait(until: "return !\(sure).closest('label').hidden")
            try await page.click("amend-card-sure")
            try await page.click("amend-submit")
            try await page.wait(until: "return \(WebDriver.find("told")).textContent.includes('000099')")
            let cards = desk.state.withLock { $0.amendments.map(\.bankCard) }
            #expect(cards == [AmendmentEntry.Card(number: unusual, repeated: unusual, confirmUnusual: true)])
        }
    }

    @Test func `the day's slip says that not all is confirmed, and is printed in the page's language`() async throws {
        try await SupervisorDouble.withPage { page, desk, _ in
            try await SupervisorDouble.logIn(page)
            try await page.click("tab-day")
            try await page.wait(until: "return \(WebDriver.find("day-verdict")).dataset.verdict === 'open'")
            #expect(try await page.text(of: "day-unconfirmed").contains("RH01-000003-F"))
            #expect(try await page.text(of: "day-amount").contains("1845"))
            try await page.keepPicture(as: "supervisor-day")
            try await page.click("language-bo")
            try await page.click("day-print")
            try await page.wait(until: "return \(WebDriver.find("told")).dataset.ok === 'true'")
            let printed = desk.state.withLock { $0.done.last }
            #expect(printed?.hasPrefix("print ") == true && printed?.hasSuffix("bo S01 supervisor page") == true)
        }
    }

    @Test func `what is unsent is downloaded as a file, and the answer's file is taken in`() async throws {
        try await SupervisorDouble.withPage { page, desk, folder in
            try await page.allowDownloads(to: folder)
            try await SupervisorDouble.logIn(page)
            try await page.click("tab-stick")
            try await page.click("export")
            let file = try await page.text(of: "export-done")
            #expect(file.contains("RH01-"))
            // The browser gives it its name before it writes.
            var text = ""
            try await wait(for: "the file in \(folder)") {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                let name = names.first { $0.hasSuffix(".kiosk") }
                text = name.flatMap { try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) } ?? ""
                return !text.isEmpty
            }
            #expect(text == "sealed claims")
            try Data("the answer".utf8).write(to: URL(fileURLWithPath: "\(folder)/answer.file"))
            try await page.choose("\(folder)/answer.file", in: "import-file")
            try await page.wait(until: "return \(WebDriver.find("import-done")).dataset.ok === 'true'")
            #expect(try await page.text(of: "import-done").contains("4"))
            #expect(desk.state.withLock { $0.imported } == Array("the answer".utf8))
            try await page.keepPicture(as: "supervisor-stick")
            #expect(try await page.consoleProblems() == [])
        }
    }

    @Test func `an error, a daemon that is gone and a session that ended each show as what they are`() async throws {
        try await SupervisorDouble.withPage { page, desk, _ in
            try await SupervisorDouble.logIn(page)
            try await Self.level(page, "good")
            desk.state.withLock { $0.trouble = KioskError(.storeFailed, "no store", remedy: "call") }
            try await Self.level(page, "unknown")
            #expect(try await page.text(of: "overview-wait").contains("保存失败"))
            desk.state.withLock { $0.trouble = nil }
            try await Self.level(page, "good")
            // The cookie is gone, as after a restart.
            try await page.deleteCookies()
            try await page.wait(until: "return \(WebDriver.find("login-ended")).offsetParent !== null")
        }
    }

    // MARK: Steps

    private static func level(_ page: WebDriver, _ level: String) async throws {
        try await page.wait(until: "return \(WebDriver.find("light")).dataset.level === '\(level)'")
    }
}
