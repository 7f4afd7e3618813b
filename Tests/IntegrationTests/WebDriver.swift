import AsyncHTTPClient
import Foundation
import KioskTestSupport
import NIOCore
import NIOHTTP1

/// A headless Chromium, driven through chromedriver by the W3C WebDriver protocol.
struct WebDriver: Sendable {
    private let client: HTTPClient
    private let session: String
    private let log: ProgramLog

    /// Runs `body` with a browser page of a counter screen (1024×768 beside 143 of the window); both are gone after it.
    static func with<Value: Sendable>(
        client: HTTPClient,
        _ body: @escaping @Sendable (WebDriver) async throws -> Value
    ) async throws -> Value {
        // The driver takes a free port for IPv4 and then wants the same one for IPv6, which may be taken: it ends, and
        // is started again.
        for _ in 1...5 {
            do { return try await started(client, body) } catch is DidNotStart {}
        }
        return try await started(client, body)
    }

    private struct DidNotStart: Error {
        let output: String
    }

    private static func started<Value: Sendable>(
        _ client: HTTPClient,
        _ body: @escaping @Sendable (WebDriver) async throws -> Value
    ) async throws -> Value {
        try await RunningProgram.with("/usr/bin/chromedriver", ["--port=0"]) { driver in
            guard let line = try? await driver.log.line(holding: "started successfully on port") else {
                throw DidNotStart(output: driver.log.text)
            }
            let digits = line.split(separator: " ").last.map { $0.filter(\.isNumber) } ?? ""
            let root = "http://127.0.0.1:\(digits)/session"
            let options: [String: Any] = [
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                    "--window-size=1024,911", "--lang=zh-CN",
                ]
            ]
            let capabilities: [String: Any] = [
                "capabilities": [
                    "alwaysMatch": ["goog:chromeOptions": options, "goog:loggingPrefs": ["browser": "ALL"]]
                ]
            ]
            let answer = try await call(client, "POST", root, capabilities)
            guard let session = (answer as? [String: Any])?["sessionId"] as? String else {
                throw TestFailure("no browser session: \(answer)")
            }
            let browser = WebDriver(client: client, session: "\(root)/\(session)", log: driver.log)
            do {
                let value = try await body(browser)
                _ = try? await call(client, "DELETE", browser.session, nil)
                return value
            } catch {
                _ = try? await call(client, "DELETE", browser.session, nil)
                throw error
            }
        }
    }

    func open(_ address: String) async throws { _ = try await send("POST", "/url", ["url": address]) }

    /// Waits until the script, the body of a function, returns something true, and gives it.
    @discardableResult
    func wait(until script: String, within bound: Duration = .seconds(30)) async throws -> String {
        // The browser itself watches its document; nothing here polls.
        let watching = """
            const done = arguments[arguments.length - 1];
            const probe = () => { \(script) };
            let watcher;
            const check = () => {
                let value; try { value = probe(); } catch { value = undefined; }
                if (value) { watcher?.disconnect(); done(String(value)); return true; }
                return false;
            };
            if (!check()) {
                watcher = new MutationObserver(check);
                watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
            }
            """
        _ = try await send("POST", "/timeouts", ["script": Int(bound.components.seconds) * 1_000])
        do {
            let value = try await send("POST", "/execute/async", ["script": watching, "args": [Any]()])
            return value as? String ?? ""
        } catch {
            let page = (try? await run("return document.body.innerText")) as? String ?? "?"
            throw TestFailure("the page never showed what was waited for: \(script)\nIt shows:\n\(page)\n\(error)")
        }
    }

    /// Clicks the element with this `data-testid` as a finger would, once it is there and enabled.
    func click(_ testID: String) async throws {
        try await wait(until: "const e = \(Self.find(testID)); return e && !e.disabled && e.offsetParent !== null")
        _ = try await send("POST", "/element/\(try await element(testID))/click", [String: Any]())
    }

    func type(_ text: String, into testID: String) async throws {
        try await wait(until: "const e = \(Self.find(testID)); return e && !e.disabled")
        _ = try await send("POST", "/element/\(try await element(testID))/value", ["text": text])
    }

    func text(of testID: String) async throws -> String {
        try await wait(until: "const e = \(Self.find(testID)); return e && e.textContent.trim()")
    }

    @discardableResult
    func run(_ script: String) async throws -> Any {
        try await send("POST", "/execute/sync", ["script": script, "args": [Any]()])
    }

    /// As `run`, for a script that calls its last argument when it is done.
    func runAsync(_ script: String, within bound: Duration = .seconds(60)) async throws -> Any {
        _ = try await send("POST", "/timeouts", ["script": Int(bound.components.seconds) * 1_000])
        return try await send("POST", "/execute/async", ["script": script, "args": [Any]()])
    }

    /// Chooses a file in a field for files.
    func choose(_ path: String, in testID: String) async throws {
        _ = try await send("POST", "/element/\(try await element(testID))/value", ["text": path])
    }

    /// Saves downloads to the folder without asking; Chromium's own command.
    func allowDownloads(to folder: String) async throws {
        let command: [String: Any] = [
            "cmd": "Browser.setDownloadBehavior", "params": ["behavior": "allow", "downloadPath": folder],
        ]
        _ = try await send("POST", "/goog/cdp/execute", command)
    }

    /// Shows the page as a screen of that size does; Chromium's own command.
    func resize(width: Int, height: Int) async throws {
        let parameters: [String: Any] = ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false]
        let command: [String: Any] = ["cmd": "Emulation.setDeviceMetricsOverride", "params": parameters]
        _ = try await send("POST", "/goog/cdp/execute", command)
    }

    func deleteCookies() async throws { _ = try await send("DELETE", "/cookie", nil) }

    /// A picture of the window, PNG.
    func screenshot() async throws -> Data {
        let encoded = try await send("GET", "/screenshot", nil) as? String ?? ""
        return Data(base64Encoded: encoded) ?? Data()
    }

    /// Keeps a picture when `KIOSK_SCREENSHOTS` names a folder.
    func keepPicture(as name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["KIOSK_SCREENSHOTS"] else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await screenshot().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    /// Errors and warnings in the page's console since the last call.
    func consoleProblems() async throws -> [String] {
        let entries = try await send("POST", "/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
        return entries.filter { ["SEVERE", "WARNING"].contains($0["level"] as? String) }
            .compactMap { $0["message"] as? String }
    }

    static func find(_ testID: String) -> String { "document.querySelector('[data-testid=\"\(testID)\"]')" }

    private func element(_ testID: String) async throws -> String {
        let found = try await send(
            "POST",
            "/element",
            ["using": "css selector", "value": "[data-testid=\"\(testID)\"]"]
        )
        guard let id = (found as? [String: String])?.values.first else { throw TestFailure("no element \(testID)") }
        return id
    }

    private func send(_ method: String, _ path: String, _ body: [String: Any]?) async throws -> Any {
        try await Self.call(client, method, session + path, body)
    }

    private static func call(
        _ client: HTTPClient,
        _ method: String,
        _ url: String,
        _ body: [String: Any]?
    ) async throws -> Any {
        var request = HTTPClientRequest(url: url)
        request.method = .RAW(value: method)
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
        }
        let answer = try await client.execute(request, timeout: .seconds(90))
        let bytes = try await answer.body.collect(upTo: 32 << 20)
        let object = try JSONSerialization.jsonObject(with: Data(bytes.readableBytesView), options: .fragmentsAllowed)
        let value = (object as? [String: Any])?["value"] ?? NSNull()
        guard answer.status == .ok else { throw TestFailure("\(method) \(url): \(value)") }
        return value
    }
}
