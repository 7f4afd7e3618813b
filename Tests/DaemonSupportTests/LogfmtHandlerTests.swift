import DaemonSupport
import Foundation
import Logging
import Testing

struct LogfmtHandlerTests {
    private let output = Pipe()

    private func logger(
        level: Logger.Level = .trace,
        environment: [String: String] = [:]
    ) -> Logger {
        let descriptor = output.fileHandleForWriting.fileDescriptor
        return Logger(label: "test") { _ in
            LogfmtHandler(level: level, descriptor: descriptor, environment: { environment[$0] })
        }
    }

    /// Everything written so far; the pipe is closed for writing.
    private func written() throws -> String {
        try output.fileHandleForWriting.close()
        return String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    @Test func `a line has level, message and sorted fields`() throws {
        var logger = logger()
        logger[metadataKey: "kiosk"] = "DQ01"
        logger.notice("store open", metadata: ["claims": "12", "age": "3 s"])
        #expect(try written() == "level=notice msg=\"store open\" age=\"3 s\" claims=12 kiosk=DQ01\n")
    }

    @Test(arguments: [
        (Logger.Level.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
    ])
    func `under the journal a line begins with its priority`(level: Logger.Level, priority: Int) throws {
        logger(environment: ["JOURNAL_STREAM": "8:1"]).log(level: level, "x")
        #expect(try written() == "<\(priority)>level=\(level) msg=\"x\"\n")
    }

    @Test func `nothing in a value can begin another line or field`() throws {
        logger().info(
            "two\nlines \u{1B}[31m \"quoted\" \\ \u{202E}turned\u{2028}",
            metadata: ["a b=\nc": "x\r\ny", "empty": "", "equals": "a=b", "tab": "\t", "plain": "藏A12345"]
        )
        let expected =
            #"level=info msg="two\nlines \u001b[31m \"quoted\" \\ \u202eturned\u2028""#
            + #" a_b__c="x\r\ny" empty="" equals="a=b" plain=藏A12345 tab="\t""# + "\n"
        #expect(try written() == expected)
    }

    @Test func `an event below the level is not written`() throws {
        let logger = logger(level: .warning)
        logger.notice("quiet")
        logger.warning("loud")
        #expect(try written() == "level=warning msg=\"loud\"\n")
    }

    // A line of n such characters has 3n + 18 bytes.
    @Test(arguments: [2_700, 2_724, 2_725, 2_726, 2_727, 20_000])
    func `a long line is cut between characters and still ends`(count: Int) throws {
        logger().info("\(String(repeating: "藏", count: count))")
        let text = try written()
        #expect(text.utf8.count <= LogfmtHandler.maximumLine)
        #expect(text.hasSuffix("\n") && text.filter { $0 == "\n" }.count == 1)
        #expect(!text.contains("\u{FFFD}"))
        #expect(text.hasSuffix("...\n") == (count > 2_724))
    }

    @Test func `a closed descriptor is survived`() throws {
        let logger = Logger(label: "test") { _ in LogfmtHandler(descriptor: -1, environment: { _ in nil }) }
        logger.error("nobody reads this")
    }
}
