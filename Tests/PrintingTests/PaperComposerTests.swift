import Claims
import DeviceSimulator
import Devices
import Glibc
import KioskTestSupport
import Papers
import Printing
import ReaderProtocols
import Testing
import WireAPI

struct PaperComposerTests {
    /// The real program that was built with the tests.
    private static let raster = RasterProcess(program: "\(RunningProgram.folder)/kiosk-raster")

    private let paper = Paper(
        kind: .receiptRecorded,
        languages: ["zh-CN", "bo"],
        blocks: [
            .mark(["演练", "སྦྱོང་བརྡར།"]), .heading(["回收凭证", "ཕྱིར་སྡུད་བྱུང་འཛིན།"]), .rule,
            .field(["金额", "དངུལ་གྲངས།"], ["615.00 元"]), .field(["编号"], ["DQ01-000123-7"]),
            .text(["请保管好。", "ཉར་ཚགས་གནང་རོགས།"]), .code("EBC1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        ]
    )

    private func print(_ paper: Paper, _ change: (inout PrinterSettings) -> Void = { _ in }) async throws
        -> [PrintedItem]
    {
        var settings = PrinterSettings()
        change(&settings)
        let data = try await PaperComposer(settings: settings, drawing: Self.raster).data(of: paper)
        var printer = ESCPOSReader()
        for piece in data.pieces { printer.receive(piece) }
        #expect(printer.unknownCommands.isEmpty)
        return printer.paper
    }

    private func texts(_ paper: [PrintedItem]) -> [String] {
        paper.compactMap { if case .text(let text, _) = $0 { text } else { nil } }
    }

    private func images(_ paper: [PrintedItem]) -> [PrintedImage] {
        paper.compactMap { if case .image(let image) = $0 { image } else { nil } }
    }

    @Test func `in text mode the printer's font shows what it has, and Tibetan is drawn`() async throws {
        let printed = try await print(paper) { $0.text = .gb18030 }
        #expect(texts(printed).contains("编号: DQ01-000123-7"))
        #expect(texts(printed).contains("请保管好。"))
        #expect(texts(printed).contains(String(repeating: "-", count: 48)))
        #expect(texts(printed).allSatisfy { !$0.unicodeScalars.contains { (0xF00...0xFFF).contains($0.value) } })
        #expect(printed.contains(.code("EBC1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", moduleSize: 6)))
        #expect(images(printed).count == 4)
        #expect(images(printed).allSatisfy { $0.width == 576 && $0.dots.contains(true) })
        let heading = printed.first { if case .text(let text, _) = $0 { text.contains("回收凭证") } else { false } }
        guard case .text(_, let style) = heading else { throw TestFailure("no heading") }
        #expect(style.isBold && style.heights == 2 && style.widths == 1)
        #expect(printed.last == .cut(isPartial: true))
    }

    @Test func `in raster mode everything is an image, also the code`() async throws {
        let printed = try await print(paper) {
            $0.dots = 384
            $0.columns = 32
            $0.cuts = false
        }
        #expect(texts(printed).isEmpty)
        #expect(images(printed).map(\.width) == [384])
        #expect(printed.last == .feed(5))
        #expect(!printed.contains { if case .code = $0 { true } else { false } })
    }

    @Test func `a name of rare characters is drawn, not left blank`() async throws {
        let rare = Paper(kind: .receiptRecorded, languages: ["zh-CN"], blocks: [.field(["姓名"], ["张𠮷"])])
        #expect(!PrintLayout.printerCanShow("张𠮷") && PrintLayout.printerCanShow("张三，A-1：“一”"))
        let printed = try await print(rare) { $0.text = .gb18030 }
        #expect(texts(printed).isEmpty && images(printed).count == 1)
    }

    @Test func `a character without a font is an error, and nothing is printed`() async throws {
        let paper = Paper(kind: .receiptRecorded, languages: ["zh-CN"], blocks: [.text(["甲\u{1BC00}\u{16FE4}"])])
        let error = await #expect(throws: KioskError.self) { try await print(paper) }
        #expect(error?.code == .printerFontMissing)
    }

    @Test(arguments: [("/bin/false", "ended with"), ("/bin/cat", "images"), ("/no/such/program", "could not be run")])
    func `a drawing program that fails costs the paper and nothing else`(program: String, words: String) async throws {
        let composer = PaperComposer(settings: PrinterSettings(), drawing: RasterProcess(program: program))
        let error = await #expect(throws: KioskError.self) { try await composer.data(of: paper) }
        #expect(error?.code == .printerImageFailed)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test func `a drawing program that hangs is ended`() async throws {
        let script = "/tmp/printing-tests-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        let file = try #require(fopen(script, "w"))
        fputs("#!/bin/sh\nexec sleep 600\n", file)
        fclose(file)
        chmod(script, 0o700)
        defer { unlink(script) }
        let hanging = RasterProcess(program: script, timeout: .milliseconds(300))
        let error = await #expect(throws: KioskError.self) {
            try await hanging.images(RasterRequest(width: 576, paragraphs: []))
        }
        #expect(error?.code == .printerImageFailed)
        #expect(error?.message.contains("no images within") == true, "\(error?.message ?? "")")
    }

    @Test func `programs that leave early, over and over, are survived`() async throws {
        // More input than any buffer on the way holds, for a program that reads none of it.
        let long = String(repeating: "回", count: 2_000)
        let paragraph = RasterRequest.Paragraph(text: long, language: "bo", size: 24, bold: false, alignment: .left)
        let request = RasterRequest(width: 576, paragraphs: [RasterRequest.Paragraph](repeating: paragraph, count: 60))
        for _ in 0..<50 {
            let error = await #expect(throws: KioskError.self) {
                try await RasterProcess(program: "/bin/false").images(request)
            }
            #expect(error?.message.contains("ended with 1") == true)
        }
        let flood = await #expect(throws: KioskError.self) {
            try await RasterProcess(program: "/usr/bin/yes").images(request)
        }
        #expect(flood?.message.contains("more than") == true, "\(flood?.message ?? "")")
    }

    @Test func `a code too wide for the paper is refused`() async throws {
        let paper = Paper(
            kind: .certificate,
            languages: ["zh-CN"],
            blocks: [.code(String(repeating: "a", count: 2_000))]
        )
        let error = await #expect(throws: KioskError.self) { try await print(paper) { $0.dots = 200 } }
        #expect(error?.code == .requestTooLarge)
    }
}
