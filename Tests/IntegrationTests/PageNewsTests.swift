import Claims
import Foundation
import KioskTestSupport
import Synchronization
import Testing
import WireAPI

/// What the pages show while news change, stop or come late, in a real browser.
@Suite(.serialized) struct PageNewsTests {
    @Test func `the counter's light is green only when claims and photos are all sent, and grey when it is not known`()
        async throws
    {
        try await SupervisorDouble.withPage { page, _, _ in
            let answer = try await page.runAsync(
                """
                const done = arguments[arguments.length - 1];
                import('/assets/lights.js').then(({ queueLevel }) => {
                    const names = ['waiting', 'needsPerson', 'photosWaiting', 'photosNeedPerson', 'returned'];
                    const wrong = [];
                    for (let bits = 0; bits < 128; bits += 1) {
                        const queue = Object.fromEntries(names.map((name, index) => [name, (bits >> index) & 1]));
                        if (bits & 32) queue.stopped = {code: 'programme.ended', message: 'm', remedy: 'r'};
                        if (bits & 64) queue.photosMissing = {code: 'photos.not-mounted', message: 'm', remedy: 'r'};
                        const isBad = queue.needsPerson || queue.photosNeedPerson || queue.returned || queue.stopped
                            || queue.photosMissing;
                        const right = isBad ? 'bad' : queue.waiting || queue.photosWaiting ? 'wait' : 'good';
                        if (queueLevel(queue) !== right) wrong.push({queue, level: queueLevel(queue)});
                    }
                    for (const queue of [null, undefined]) if (queueLevel(queue) !== 'unknown') wrong.push('unknown');
                    if (queueLevel({waiting: 0, needsPerson: 0, returned: 0}) === 'good') wrong.push('without photos');
                    done(JSON.stringify(wrong));
                }).catch((error) => done(String(error)));
                """
            )
            #expect(answer as? String == "[]")
        }
    }

    @Test func `a day that was all confirmed is counted again when a claim is recorded, and grey without news`()
        async throws
    {
        try await SupervisorDouble.withPage { page, desk, _ in
            desk.state.withLock { $0.recorded = (3, 3) }
            try await SupervisorDouble.logIn(page)
            try await page.click("tab-day")
            try await Self.level(page, "day-verdict", "good")
            desk.state.withLock { state in
                state.recorded = (4, 3)
                (state.status.lastSequence, state.status.waiting, state.status.light) = (4, 1, .amber)
            }
            try await Self.level(page, "day-verdict", "wait")
            #expect(try await page.text(of: "day-recorded").contains("4"))
            desk.state.withLock { state in
                state.recorded = (4, 4)
                (state.status.confirmedUpTo, state.status.waiting, state.status.light) = (4, 0, .green)
            }
            try await Self.level(page, "day-verdict", "good")
            _ = try await page.run("window.fetch = () => Promise.reject(new Error('gone')); return true")
            try await Self.level(page, "day-verdict", "unknown")
            try await page.keepPicture(as: "news-day-old")
        }
    }

    @Test func `facts are grey as soon as the status is old, though no answer came at all`() async throws {
        try await SupervisorDouble.withPage { page, _, _ in
            try await SupervisorDouble.logIn(page)
            try await Self.level(page, "fact-waiting", "good")
            // No answer any more, and the page's clock twenty seconds on.
            _ = try await page.run(
                """
                window.fetch = () => new Promise(() => {});
                const before = performance.now.bind(performance);
                performance.now = () => before() + 20_000;
                return true;
                """
            )
            try await Self.level(page, "light", "unknown")
            for fact in ["waiting", "needs-person", "returned", "photos", "confirmed", "central", "answers"] {
                try await Self.level(page, "fact-\(fact)", "unknown")
            }
            try await page.keepPicture(as: "news-facts-old")
        }
    }

    @Test func `who cannot be logged out is told so and stays`() async throws {
        try await SupervisorDouble.withPage { page, desk, _ in
            try await SupervisorDouble.logIn(page)
            _ = try await page.run(
                """
                const real = window.fetch;
                window.fetch = (path, request) =>
                    (path.endsWith('/logout') ? Promise.reject(new Error('gone')) : real(path, request));
                window.restore = () => { window.fetch = real; };
                return true;
                """
            )
            try await page.click("logout")
            try await page.wait(until: "return \(WebDriver.find("told"))?.dataset.ok === 'false'")
            #expect(try await page.run("return \(WebDriver.find("tab-claims")).offsetParent !== null") as? Bool == true)
            _ = try await page.run("window.restore(); return true")
            try await page.click("logout")
            try await page.wait(until: "return \(WebDriver.find("login")) !== null")
            #expect(desk.state.withLock { $0.done.last } == "supervisor.logout S01")
        }
    }

    @Test func `the late answer to a photo does not take the place of the next photo`() async throws {
        try await SupervisorDouble.withPage { page, _, _ in
            let answer = try await page.runAsync(
                Self.heldPhotos + """
                    const done = arguments[arguments.length - 1];
                    (async () => {
                        const { photoField } = await import('/assets/photo.js');
                        const field = photoField();
                        document.body.append(field.node);
                        const wrong = [];
                        await choose(field.node);
                        await until(() => held.length === 1);
                        await choose(field.node);
                        await until(() => held.length === 2);
                        if (!field.isSending() || field.value() !== null) wrong.push('not sending');
                        held[1]('b');
                        await until(() => field.value() === 'b');
                        held[0]('a');
                        await new Promise((next) => setTimeout(next, 200));
                        if (field.value() !== 'b') wrong.push(`now ${field.value()}`);
                        await choose(field.node);
                        await until(() => held.length === 3);
                        field.clear();
                        held[2]('c');
                        await new Promise((next) => setTimeout(next, 200));
                        if (field.value() !== null || field.isSending()) wrong.push(`cleared, now ${field.value()}`);
                        done(JSON.stringify(wrong));
                    })().catch((error) => done(String(error)));
                    """
            )
            #expect(answer as? String == "[]")
        }
    }

    @Test func `a certificate is not sent without the photo that is being saved, at the counter and at the desk`()
        async throws
    {
        try await SupervisorDouble.withPage { page, desk, folder in
            let answer = try await page.runAsync(
                Self.heldPhotos + """
                    const done = arguments[arguments.length - 1];
                    (async () => {
                        const { ownership } = await import('/assets/steps/ownership.js');
                        const { store } = await import('/assets/store.js');
                        store.connected = true;
                        const step = ownership();
                        document.body.append(step.node);
                        step.update({}, {programme: {certificatePhoto: false}});
                        const find = (id) => step.node.querySelector(`[data-testid="${id}"]`);
                        for (const id of ['issuer', 'number', 'date']) find(`certificate-${id}`).value = '2025-03-01';
                        await choose(step.node);
                        await until(() => held.length === 1);
                        const wrong = [];
                        step.node.querySelector('form').requestSubmit();
                        await new Promise((next) => setTimeout(next, 200));
                        if (sent.length > 0) wrong.push('sent without it');
                        if (find('photo-sending').hidden) wrong.push('nothing is said');
                        held[0]('a');
                        await until(() => find('photo-sending').hidden);
                        step.node.querySelector('form').requestSubmit();
                        await until(() => sent.length > 0);
                        if (sent[0].photo !== 'a') wrong.push(sent);
                        step.node.remove();
                        done(JSON.stringify(wrong));
                    })().catch((error) => done(String(error)));
                    """
            )
            #expect(answer as? String == "[]")

            desk.state.withLock { state in
                state.status.returned = 1
                state.claims = [.returned]
            }
            try await SupervisorDouble.logIn(page)
            try await page.click("fact-returned")
            try await page.click("amend-\(KioskClaimView.returned.claimNumber)")
            try await page.click("amend-certificate")
            try await page.type("Community", into: "amend-issuer-name")
            try await page.type("7", into: "amend-certificate-number")
            try await page.type("2025-03-01", into: "amend-certificate-date")
            try await page.type("another paper", into: "amend-reason")
            let paper = try #require(Data(base64Encoded: Self.pixel))
            try paper.write(to: URL(fileURLWithPath: "\(folder)/paper.png"))
            _ = try await page.run(Self.heldPhotos + "window.held = held; return true")
            try await page.choose("\(folder)/paper.png", in: "certificate-photo")
            try await page.wait(until: "return window.held.length === 1")
            try await page.click("amend-submit")
            try await page.wait(
                until: "return \(WebDriver.find("amend-problem")).dataset.code === 'ownership.photo.wait'"
            )
            #expect(desk.state.withLock { $0.amendments.isEmpty })
            let name = String(repeating: "0a", count: 32)
            _ = try await page.run("window.held[0]('\(name)'); return true")
            try await page.wait(until: "return \(WebDriver.find("photo-state")).parentNode.dataset.state === 'there'")
            try await page.click("amend-submit")
            try await page.wait(until: "return \(WebDriver.find("told")) !== null")
            #expect(desk.state.withLock { $0.amendments.first?.certificate?.photo } == name)
        }
    }

    // MARK: Steps

    /// One red pixel.
    private static let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"

    /// Answers to photos are held until a test gives them a name; certificates are noted and not sent.
    private static let heldPhotos = """
        const real = window.fetch;
        const held = [];
        const sent = [];
        window.fetch = (path, request) => {
            if (path === '/v1/session/photos') {
                return new Promise((answer) => held.push((name) => {
                    answer(new Response(JSON.stringify({photo: name}), {status: 200}));
                }));
            }
            if (path === '/v1/session/certificate') {
                sent.push(JSON.parse(request.body));
                return Promise.resolve(new Response('{}', {status: 200}));
            }
            return real(path, request);
        };
        const until = async (condition) => {
            for (let tries = 0; tries < 400; tries += 1) {
                if (condition()) return;
                await new Promise((next) => setTimeout(next, 25));
            }
            throw new Error(`never: ${condition}`);
        };
        const choose = async (node) => {
            const input = node.querySelector('[data-testid="certificate-photo"]');
            const canvas = document.createElement('canvas');
            const blob = await new Promise((ready) => canvas.toBlob(ready, 'image/png'));
            const files = new DataTransfer();
            files.items.add(new File([blob], 'paper.png', {type: 'image/png'}));
            input.files = files.files;
            input.dispatchEvent(new Event('change'));
        };

        """

    private static func level(_ page: WebDriver, _ testID: String, _ level: String) async throws {
        try await page.wait(until: "return \(WebDriver.find(testID))?.dataset.level === '\(level)'")
    }
}
