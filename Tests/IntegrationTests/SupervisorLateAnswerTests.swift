import KioskTestSupport
import Testing

/// Answers that come when the page has moved on.
@Suite(.serialized) struct SupervisorLateAnswerTests {
    @Test func `who is here, answered after the login, is not taken for the status`() async throws {
        try await SupervisorDouble.withPage { page, _, _ in
            // The page asks every few seconds; the next answer is held.
            _ = try await page.run(
                """
                const real = window.fetch;
                const held = new Promise((release) => { window.release = release; });
                window.fetch = async (path, request) => {
                    const response = await real(path, request);
                    if (path === '/v1/supervisor' && request.method === 'GET') {
                        document.body.dataset.held = 'yes';
                        await held;
                    }
                    return response;
                };
                """
            )
            try await page.wait(until: "return document.body.dataset.held === 'yes'")
            try await page.type(SupervisorDouble.supervisor, into: "login-name")
            try await page.type(SupervisorDouble.pin, into: "login-pin")
            try await page.click("login-submit")
            try await page.wait(until: "return \(WebDriver.find("tab-claims")).offsetParent !== null")
            _ = try await page.run("window.release(); return true")
            try await page.wait(
                until: "const light = \(WebDriver.find("light")); return light.dataset.level !== 'unknown'"
            )
            let text = try await page.run("return document.body.innerText") as? String ?? ""
            #expect(!text.contains("undefined") && text != "")
        }
    }
}
