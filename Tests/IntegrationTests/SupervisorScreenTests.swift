import AsyncHTTPClient
import Claims
import Foundation
import KioskTestSupport
import Synchronization
import Testing
import WireAPI

/// The supervisors' page on the smallest screen, 1024 × 600, at its fullest, in each language: nothing is cut off, and
/// nothing is without words.
@Suite(.serialized) struct SupervisorScreenTests {
    private static let languages = ["zh-CN", "bo", "en"]

    /// What a person would see as cut off: the page or something on it is wider than its place.
    private static let cutOff = """
        const wrong = [];
        const root = document.documentElement;
        if (root.scrollWidth > innerWidth) wrong.push('the page is wider than the screen');
        const scope = document.querySelector('dialog[open]') ?? document.getElementById('app');
        // Tibetan fonts claim more height than their letters take.
        const slack = root.lang === 'bo' ? 10 : 3;
        const name = (e) => `${e.tagName} ${e.className} “${e.textContent.trim().slice(0, 40)}”`;
        for (const e of scope.querySelectorAll('*')) {
            if (e.offsetParent === null || e.closest('svg') || getComputedStyle(e).display === 'inline') continue;
            const box = e.getBoundingClientRect();
            if (box.width === 0 || getComputedStyle(e).opacity === '0') continue;
            if (box.right > innerWidth + 1 || box.left < -1) wrong.push('beside the screen: ' + name(e));
            if (e.scrollWidth > e.clientWidth + 2) wrong.push('too wide: ' + name(e));
            const style = getComputedStyle(e);
            const isFixed = ['hidden', 'clip'].includes(style.overflowY) || e.tagName === 'BUTTON';
            if (isFixed && e.tagName !== 'INPUT' && e.scrollHeight > e.clientHeight + slack) wrong.push('too high: ' + name(e));
        }
        const view = document.getElementById('view');
        if (view.clientHeight < 180) wrong.push(`only ${view.clientHeight} px are left for the tab`);
        if (/(^|\\s)(desk|claim|reason|queue|error|action)\\.[a-z-]+/.test(scope.innerText)) wrong.push('a key without words');
        return JSON.stringify(wrong);
        """

    @Test(arguments: languages)
    func `at its fullest nothing is cut off on the smallest screen`(language: String) async throws {
        let desk = SupervisorDouble()
        desk.state.withLock { $0.fill() }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await desk.serve { address in
                try await WebDriver.with(client: client) { page in
                    try await page.resize(width: 1_024, height: 600)
                    try await page.open(address + "/supervisor")
                    try await page.click("language-\(language)")
                    try await look(page, "login", language)
                    try await page.type(SupervisorDouble.supervisor, into: "login-name")
                    try await page.type(SupervisorDouble.pin, into: "login-pin")
                    try await page.click("login-submit")
                    try await page.wait(until: "return \(WebDriver.find("reason-returned")).offsetParent !== null")
                    try await look(page, "overview", language)
                    try await walkTabs(page, language)
                }
            }
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func walkTabs(_ page: WebDriver, _ language: String) async throws {
        try await page.click("tab-claims")
        try await page.click("filter-all")
        try await page.wait(until: "return \(WebDriver.find("claims")).children.length === 14")
        try await look(page, "claims", language)
        for index in [4, 8, 12] {
            _ = try await page.run("\(WebDriver.find("claims")).children[\(index)].scrollIntoView(); return true")
            try await look(page, "claims-\(index)", language)
        }
        try await page.click("filter-returned")
        try await page.click("amend-\(KioskClaimView.returned.claimNumber)")
        for section in ["battery", "motor", "certificate"] { try await page.click("amend-\(section)") }
        _ = try await page.run("document.querySelector('.dialog-lines').scrollTop = 0; return true")
        try await look(page, "amend", language)
        for part in ["battery", "certificate", "reason"] {
            _ = try await page.run("\(WebDriver.find("amend-\(part)")).scrollIntoView(); return true")
            try await look(page, "amend-\(part)", language)
        }
        try await page.click("dialog-close")
        try await page.click("tab-day")
        try await page.wait(until: "return \(WebDriver.find("day-verdict")) !== null")
        try await look(page, "day", language)
        try await page.click("tab-stick")
        try await look(page, "stick", language)
        try await page.click("tab-audit")
        try await page.wait(until: "return \(WebDriver.find("audit")).children.length > 10")
        try await look(page, "audit", language)
        _ = try await page.run("\(WebDriver.find("audit")).lastChild.scrollIntoView(); return true")
        try await look(page, "audit-end", language)
        try await page.click("pause")
        try await page.wait(until: "return \(WebDriver.find("confirm-yes")).offsetParent !== null")
        try await look(page, "pause", language)
    }

    private func look(_ page: WebDriver, _ name: String, _ language: String) async throws {
        try await page.keepPicture(as: "small-\(name)-\(language)")
        let wrong = try await page.run(Self.cutOff) as? String
        #expect(wrong == "[]", "\(name) in \(language)")
    }
}

extension SupervisorDouble.State {
    /// Everything that a status, a list and a log can say, at once.
    fileprivate mutating func fill() {
        status.light = .red
        status.waiting = 1_234
        status.needsPerson = 2
        status.returned = 3
        status.photosWaiting = 56
        status.photosNeedPerson = 2
        let photo = KioskError(
            .photoUnreadable,
            "the photo is not there as it was recorded",
            remedy: "look at the disk"
        )
        status.photoTrouble = .init(claimNumber: "RH01-013641-K", problem: ErrorBody(photo).error)
        let disk = KioskError(.photosNotMounted, "/var/lib/recycling-kiosk/photos is another", remedy: "Mount it.")
        status.photosMissing = ErrorBody(disk).error
        status.inReview = 7
        status.duplicate = 8
        status.lost = 3
        status.accepted = 12_345
        status.lastSequence = 13_655
        status.confirmedUpTo = 12_360
        status.oldestWaitingSince = "2025-03-01T08:00:00.000+08:00"
        status.oldestAgeSeconds = 9 * 86_400
        status.nextAttemptAt = "2025-03-10T10:01:30.000+08:00"
        status.central = "unreachable"
        status.clock = "set-back"
        status.roomForClaims = 150
        status.space = .none
        status.certificateEnds = "2025-03-20T10:00:00.000+08:00"
        status.certificateDays = 10
        status.certificate = QueueStatus.Reserve.none
        let error = KioskError(.centralUnreachable, "no route to host 10.0.0.1", remedy: "look at the cable")
        status.lastProblem = ErrorBody(error).error
        let answers: [(String, String?, [String: String])] = [
            ("returned", "correct-bank-card", [:]), ("returned", "correct-several", [:]), ("recorded", nil, [:]),
            ("needs-person", nil, [:]), ("amended", "amended", ["claim": "RH01-000009-X"]),
            ("accepted", "rival-in-dispute", ["claim": "RH02-000009-X"]), ("in-review", "verdict-differs", [:]),
            ("duplicate", "person-already-claimed", ["claim": "RH02-000002-X"]),
            ("in-review", "part-serial-seen", ["claim": "RH02-000003-X", "part": "battery"]), ("accepted", nil, [:]),
            ("refused", nil, [:]), ("withdrawn", nil, [:]), ("paid", nil, [:]), ("lost", nil, [:]),
        ]
        for (index, (standing, code, values)) in answers.enumerated() {
            var claim = KioskClaimView.returned
            claim.sequence = 13_640 + Int64(index)
            if index > 0 {
                claim.claimId = "01957f00-0000-7000-8000-00000000000\(index)"
                claim.claimNumber = KioskID("RH01").map { ClaimNumber(kiosk: $0, sequence: claim.sequence).text } ?? ""
            }
            claim.status = standing
            claim.reason = code.map { ReasonView(code: $0, values: values) }
            claim.attempts = standing == "recorded" ? 12 : 0
            if standing == "needs-person" {
                let error = KioskError(.claimNumberTaken, "Number RH01-013643-K belongs to another.", remedy: "call")
                claim.problem = ErrorBody(error).error
            }
            claims.append(claim)
        }
        proof = DayProof(
            kioskId: "RH01",
            date: "2025-03-10",
            count: 2,
            accounted: 1,
            first: 1,
            last: 3,
            hash: nil,
            complete: false,
            missing: [2],
            at: "2025-03-10T18:00:00.000+08:00"
        )
        let deeds = [
            "supervisor.login", "supervisor.login-failed", "supervisor.override-failed", "supervisor.logout",
            "queue.retry", "queue.retry-now",
            "queue.pause", "queue.resume", "queue.export", "queue.import-answer", "claim.amend", "day.print",
            "chain.export", "store.backup", "store.restore", "programme.end", "claim.settle-loss",
        ]
        let details = [
            "queue.export": "1234 claims, 56 photos", "queue.import-answer": "1 answered, 2 known, 3 refused",
            "claim.amend": "bank-card, certificate, battery", "chain.export": "13655 claims",
        ]
        for (index, deed) in deeds.enumerated() {
            let isClerk = deed == "queue.retry-now"
            audit.append(
                AuditLine(
                    number: Int64(index + 1),
                    at: "2025-03-10T10:00:00.000+08:00",
                    actor: isClerk ? "counter" : index == 1 ? "-" : "S01",
                    role: isClerk ? "clerk" : "supervisor",
                    via: index > 11 ? "socket" : "page",
                    action: deed,
                    subject: deed == "claim.amend" ? "RH01-000001-K" : nil,
                    detail: details[deed],
                    previous: "",
                    hash: ""
                )
            )
        }
    }
}
