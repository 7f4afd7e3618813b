import Claims
import Foundation
import KioskTestSupport
import Sealing
import Testing

@testable import Papers

/// The papers as people get them. `UPDATE_GOLDEN=1` writes the files anew; then read them.
struct GoldenPaperTests {
    @Test(arguments: [32, 48])
    func `the receipt of a recorded claim says no more than the kiosk knows`(columns: Int) throws {
        let paper = try Samples.receipt().paper(in: try Samples.catalogues())
        #expect(paper.kind == .receiptRecorded)
        try compare(paper, columns, "receipt-recorded")
    }

    @Test(arguments: [32, 48])
    func `the receipt of an accepted claim has the central's time`(columns: Int) throws {
        let time = try #require(Timestamp("2025-03-10T10:00:09.000+08:00"))
        let receipt = try Samples.receipt(stage: .accepted(at: time), reprint: true)
        let paper = receipt.paper(in: try Samples.catalogues(["zh-CN", "en"]))
        #expect(paper.kind == .receiptAccepted)
        try compare(paper, columns, "receipt-accepted-reprint")
    }

    @Test(arguments: [32, 48])
    func `a rehearsal's receipt says so first and last`(columns: Int) throws {
        let receipt = try Samples.receipt(outcome: .residual(Fen(5_000)), plate: nil, rehearsal: true)
        let paper = receipt.paper(in: try Samples.catalogues())
        #expect(paper.blocks.first?.kind == .mark && paper.blocks.last?.kind == .mark)
        try compare(paper, columns, "receipt-rehearsal-plateless")
    }

    @Test(arguments: [32, 48])
    func `a claim under review promises no amount`(columns: Int) throws {
        let paper = try Samples.receipt(outcome: .underReview).paper(in: try Samples.catalogues(["zh-CN"]))
        try compare(paper, columns, "receipt-under-review")
    }

    @Test func `once the central has a claim to review, the receipt says so and no longer that it will be sent`() throws
    {
        let time = try #require(Timestamp("2025-03-10T10:00:09.000+08:00"))
        let catalogues = try Samples.catalogues(["en"])
        let texts = try [Receipt.Stage.recorded, .inReview(at: time)].map { stage in
            let receipt = try Samples.receipt(stage: stage, outcome: .underReview)
            return PaperText.text(of: receipt.paper(in: catalogues), columns: 400)
        }
        let sent = catalogues[0].text("paper.receipt.next.recorded")
        #expect(texts[0].contains(sent) && !texts[1].contains(sent))
        #expect(texts[1].contains(catalogues[0].text("paper.receipt.in-review")))
        #expect(texts[1].contains("10:00:09") && !texts[0].contains("10:00:09"))
    }

    @Test func `an amount is called provisional until the central accepts it`() throws {
        let time = try #require(Timestamp("2025-03-10T10:00:09.000+08:00"))
        let catalogues = try Samples.catalogues(["en"])
        let word = catalogues[0].text("paper.receipt.provisional")
        for (stage, isSaid) in [(Receipt.Stage.recorded, true), (.accepted(at: time), false)] {
            let receipt = try Samples.receipt(stage: stage, provisional: true)
            let text = PaperText.text(of: receipt.paper(in: catalogues), columns: 400)
            #expect(text.contains(word) == isSaid)
        }
    }

    @Test(arguments: [32, 48])
    func `the certificate has every field, and values for what cannot be read`(columns: Int) throws {
        let certificate = try Samples.certificate(batteries: [.illegible, .read("DC-2103-78")])
        try compare(certificate.paper(in: try Samples.catalogues(), token: "EBC1:GOLDEN"), columns, "certificate")
    }

    @Test(arguments: [32, 48])
    func `what has not happened yet is said on the certificate`(columns: Int) throws {
        let certificate = try Samples.certificate(plate: nil, destroyed: nil, police: false, rehearsal: true)
        let paper = certificate.paper(in: try Samples.catalogues(["zh-CN", "en"]), token: "EBC1:GOLDEN")
        try compare(paper, columns, "certificate-not-yet")
    }

    @Test(arguments: [32, 48])
    func `a day that the central confirmed says so`(columns: Int) throws {
        let proof = DayPaper.Proof(count: 3, last: 123, missing: [])
        try compare(try Samples.day(proof: proof).paper(in: try Samples.catalogues()), columns, "day-confirmed")
    }

    @Test(arguments: [32, 48])
    func `a day that is not confirmed says so above all numbers, and names what is open`(columns: Int) throws {
        let kiosk = try #require(KioskID("DQ01"))
        let open = (124...160).map { ClaimNumber(kiosk: kiosk, sequence: $0).text }
        let proof = DayPaper.Proof(count: 3, last: 126, missing: [124, 125])
        let day = try Samples.day(open: open, more: 70, needsPerson: 1, proof: proof)
        let paper = day.paper(in: try Samples.catalogues(["zh-CN", "en"]))
        #expect(paper.blocks.filter { $0.kind == .mark }.count == 1)
        try compare(paper, columns, "day-open")
    }

    @Test func `no paper shows an identity number, only its last four characters`() throws {
        let receipt = try Samples.receipt().paper(in: try Samples.catalogues())
        let certificate = try Samples.certificate().paper(in: try Samples.catalogues(), token: "EBC1:GOLDEN")
        for paper in [receipt, certificate] {
            let text = PaperText.text(of: paper, columns: 48)
            #expect(text.contains("0013") && !text.contains("19900101"))
        }
    }

    @Test func `a kiosk's paper names nobody, a paper of the central's facts does`() throws {
        let catalogues = try Samples.catalogues()
        let kiosk = PaperText.text(of: try Samples.receipt().paper(in: catalogues), columns: 48)
        #expect(kiosk.contains("张*") && !kiosk.contains("张演示"))
        #expect(kiosk.contains("拉萨****01") && !kiosk.contains("拉萨A00101"))
        let facts = try Samples.certificate().paper(in: catalogues, token: "EBC1:GOLDEN")
        let central = PaperText.text(of: facts, columns: 48)
        #expect(central.contains("张演示") && central.contains("拉萨A00101"))
        let serial = Words(catalogues: catalogues).serial(nil)
        #expect(serial.first == "已登记，已加密保存")
    }

    @Test func `a screen gets the same paper as JSON and back`() throws {
        let paper = try Samples.receipt().paper(in: try Samples.catalogues())
        let bytes = try JSONEncoder().encode(paper)
        #expect(try JSONDecoder().decode(Paper.self, from: bytes) == paper)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("<"))
    }

    @Test func `a value cannot begin a line of its own or command a printer`() throws {
        let block = Paper.Block.field(["名"], ["张\u{1B}@\n演示\u{202E}"])
        let lines = PaperText.lines(of: Paper(kind: .certificate, languages: ["zh-CN"], blocks: [block]), columns: 32)
        #expect(lines.map(\.text) == ["名: 张\u{FFFD}@\u{FFFD}演示\u{FFFD}"])
    }

    private func compare(_ paper: Paper, _ columns: Int, _ name: String) throws {
        let text = PaperText.text(of: paper, columns: columns)
        for line in text.split(separator: "\n") { #expect(TextWidth.columns(of: line) <= columns, "\(line)") }
        let path = "\(RunningProgram.repository)/Tests/PapersTests/Golden/\(name)-\(columns).txt"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self) == text, "\(path)")
    }
}
