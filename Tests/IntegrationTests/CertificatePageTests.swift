import AsyncHTTPClient
import Claims
import Foundation
import KioskTestSupport
import Testing

/// The check page as a clerk of the purchase campaign has it: a folder on a disk, opened in a real browser.
@Suite(.serialized) struct CertificatePageTests {
    @Test func `the page tells a valid certificate from a practised, expired, altered and foreign one`() async throws {
        try await withDesk { desk in
            let valid = try await desk.token()
            let rehearsal = try await desk.token(rehearsal: true)
            let expired = try await desk.token(lastDay: -1)
            let early = try await desk.token(firstDay: 2)
            let foreign = try await desk.token(key: "other")
            let practised = try await desk.token(key: "practice")
            let altered = valid.replacing(valid.suffix(20), with: rehearsal.suffix(20))
            let page = try await desk.page(["--public-key", "real.pub", "--rehearsal-key", "practice.pub"])
            try await desk.browse(page) { browser in
                #expect(try await browser.run("return isSecureContext") as? Bool == true)
                try await state(browser, "waiting")
                try await scan(browser, valid, "valid")
                #expect(try await browser.text(of: "field-plate") == "拉萨A00101")
                #expect(try await browser.text(of: "field-id-tail") == "0013")
                try await scan(browser, rehearsal, "rehearsal")
                try await scan(browser, practised, "rehearsal")
                try await scan(browser, expired, "expired")
                try await scan(browser, early, "not-yet-valid")
                try await scan(browser, altered, "wrong-signature")
                // What no signature proves is not shown.
                #expect(try await browser.run("return document.querySelector('dl').textContent") as? String == "")
                try await scan(browser, foreign, "unknown-key")
                try await scan(browser, String(valid.dropLast(7)), "malformed")
                try await scan(browser, "6901234567892", "malformed")
                try await scan(browser, "EBC2:AAAA", "newer")
                // A keyboard in the other case is no forgery.
                try await scan(browser, valid.lowercased(), "valid")
                for (language, word) in [("bo", "དཔང་ཡིག་ནུས་ལྡན་ཡིན"), ("en", "Valid"), ("zh-CN", "证明有效")] {
                    try await browser.click("language-\(language)")
                    #expect(try await browser.text(of: "title") == word)
                    try await picture(browser, "certificate-valid-\(language)")
                }
                // An answer never stands beside another code than its own.
                try await browser.type("X", into: "code")
                try await state(browser, "waiting")
                #expect(try await browser.consoleProblems() == [])
            }
        }
    }

    @Test func `every single letter of a code counts on the page too`() async throws {
        try await withDesk { desk in
            let token = try await desk.token()
            let page = try await desk.page(["--public-key", "real.pub"])
            try await desk.browse(page) { browser in
                var text = token
                let middle = text.index(text.startIndex, offsetBy: 60)
                text.replaceSubrange(middle...middle, with: text[middle] == "A" ? "B" : "A")
                try await scan(browser, text, nil)
                #expect(try await browser.run("return document.querySelector('dl').textContent") as? String == "")
                #expect(try await browser.consoleProblems() == [])
            }
        }
    }

    @Test func `a page without a key says so, and an unprepared one shows how to prepare it`() async throws {
        try await withDesk { desk in
            let token = try await desk.token()
            try await desk.browse(try await desk.page([])) { browser in
                try await state(browser, "no-keys")
                try await scan(browser, token, "no-keys")
                try await picture(browser, "certificate-no-keys")
                try await browser.open("file://\(RunningProgram.repository)/share/certificate/index.html")
                #expect(try await browser.text(of: "unprepared").contains("certificate page"))
            }
        }
    }

    @Test func `the QR code's drawing is read from the screen`() async throws {
        try await withDesk { desk in
            let token = try await desk.token()
            try await desk.browse("file://\(desk.folder)/picture.svg") { browser in
                let shot = "\(desk.folder)/shot.png"
                try await browser.screenshot().write(to: URL(fileURLWithPath: shot))
                let read = try await RunningProgram.output(of: "/usr/bin/zbarimg", ["--raw", "--quiet", shot])
                #expect(read.output.trimmingCharacters(in: .whitespacesAndNewlines) == token)
            }
        }
    }

    @Test func `the command line judges as the page does, by its exit code`() async throws {
        try await withDesk { desk in
            let tokens = [
                (try await desk.token(), Int32(0), "valid"),
                (try await desk.token(rehearsal: true), 2, "rehearsal"),
                (try await desk.token(lastDay: -1), 1, "expired"),
                (try await desk.token(key: "other"), 1, "unknown-key"),
                ("EBC1:AAAA", 1, "malformed"),
            ]
            for (token, status, word) in tokens {
                let key = "\(desk.folder)/real.pub"
                let result = try await desk.central(["certificate", "verify", token, "--public-key", key])
                #expect(result.status == status && result.output.hasPrefix(word + "\n"), "\(result)")
            }
        }
    }

    /// Types as a hand scanner does, with Enter at the end. Nil: any state that is no success.
    private func scan(_ browser: WebDriver, _ text: String, _ wanted: String?) async throws {
        try await browser.click("clear")
        try await browser.type(text + "\u{E007}", into: "code")
        if let wanted {
            try await state(browser, wanted)
        } else {
            try await browser.wait(
                until: "return ['malformed', 'wrong-signature', 'unknown-key']"
                    + ".includes(\(WebDriver.find("result")).dataset.state)"
            )
        }
    }

    private func state(_ browser: WebDriver, _ name: String) async throws {
        try await browser.wait(until: "return \(WebDriver.find("result")).dataset.state === '\(name)'")
    }

    /// Kept when `KIOSK_SCREENSHOTS` names a folder.
    private func picture(_ browser: WebDriver, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["KIOSK_SCREENSHOTS"] else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await browser.screenshot().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    private func withDesk(_ body: @escaping @Sendable (IssuingDesk) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let desk = IssuingDesk(folder: folder)
            for name in ["real", "other", "practice"] {
                let made = try await desk.central(["key", "new", "--out", folder, "--name", name])
                #expect(made.status == 0, "\(made.errors)")
            }
            try await body(desk)
        }
    }
}

/// Issues certificates for a made-up person with the real command, in a folder of its own.
private struct IssuingDesk: Sendable {
    let folder: String

    func central(_ arguments: [String]) async throws -> (status: Int32, output: String, errors: String) {
        try await RunningProgram.output(of: "kiosk-central", arguments)
    }

    /// Issued `firstDay` days from now and valid to `lastDay` days from now. Leaves `picture.svg` behind.
    func token(
        key: String = "real",
        firstDay: Int = -10,
        lastDay: Int = 300,
        rehearsal: Bool = false
    ) async throws -> String {
        let facts = "\(folder)/facts.json"
        try Data(self.facts(firstDay, lastDay, rehearsal).utf8).write(to: URL(fileURLWithPath: facts))
        let out = "\(folder)/token"
        let issued = try await central([
            "certificate", "issue", facts, "--signing-key", "\(folder)/\(key).key", "--share",
            "\(RunningProgram.repository)/share", "--out", out, "--picture", "\(folder)/picture.svg",
        ])
        #expect(issued.status == 0, "\(issued.errors)")
        let token = String(decoding: try Data(contentsOf: URL(fileURLWithPath: out)), as: UTF8.self)
        return token.trimmingCharacters(in: .newlines)
    }

    /// The page's address. Names of keys are files of the folder.
    func page(_ keys: [String]) async throws -> String {
        let keys = keys.map { $0.hasPrefix("--") ? $0 : "\(folder)/\($0)" }
        let share = "\(RunningProgram.repository)/share"
        let made = try await central(["certificate", "page"] + keys + ["--share", share, "--out", "\(folder)/page"])
        #expect(made.status == 0, "\(made.errors)")
        return "file://\(folder)/page/index.html"
    }

    func browse(_ address: String, _ body: @escaping @Sendable (WebDriver) async throws -> Void) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await WebDriver.with(client: client) { browser in
                try await browser.open(address)
                try await body(browser)
            }
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func facts(_ firstDay: Int, _ lastDay: Int, _ rehearsal: Bool) -> String {
        let today = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)).date().daysSince1970
        func day(_ offset: Int) -> CivilDate { CivilDate(daysSince1970: today + offset) }
        return """
            {
              "number": "C-DQ01-000123", "claim": "DQ01-000123-B", "owner": {"name": "张演示", "idTail": "0013"},
              "plate": "拉萨A00101", "frame": {"state": "read", "text": "LSA2021000101"}, "motor": {"state": "none"},
              "batteries": [{"state": "illegible"}], "receivedOn": "\(day(min(firstDay, lastDay) - 20))",
              "point": {"id": "dongga", "title": {"zh-CN": "东嘎街道回收点"}}, "company": "演示回收有限公司",
              "parts": {"battery": "present", "motor": "present", "frame": "present"},
              "issuedOn": "\(day(min(firstDay, lastDay - 1)))", "expiresOn": "\(day(lastDay))",
              "programme": {"title": {"zh-CN": "演示"}, "version": "1", "hotline": "12315"}, "rehearsal": \(rehearsal)
            }
            """
    }
}
