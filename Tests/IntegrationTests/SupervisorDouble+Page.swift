import AsyncHTTPClient
import KioskTestSupport

extension SupervisorDouble {
    /// The supervisors' page in a browser, before anybody is logged in.
    static func withPage(
        _ body: @escaping @Sendable (WebDriver, SupervisorDouble, _ folder: String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let desk = SupervisorDouble()
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            do {
                try await desk.serve { address in
                    try await WebDriver.with(client: client) { page in
                        try await page.open(address + "/supervisor")
                        try await page.wait(until: "return \(WebDriver.find("login")) !== null")
                        try await body(page, desk, folder)
                    }
                }
            } catch {
                try? await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    static func logIn(_ page: WebDriver) async throws {
        try await page.type(SupervisorDouble.supervisor, into: "login-name")
        try await page.type(SupervisorDouble.pin, into: "login-pin")
        try await page.click("login-submit")
        try await page.wait(until: "return \(WebDriver.find("fact-waiting")).offsetParent !== null")
    }
}
