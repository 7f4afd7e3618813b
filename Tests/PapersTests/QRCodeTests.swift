import Claims
import Foundation
import KioskTestSupport
import Papers
import Sealing
import Testing

struct QRCodeTests {
    @Test func `a reader reads the certificate's code from the drawing`() async throws {
        let token = try Samples.certificate().token(signedBy: SigningKey())
        #expect(try await read(try QRCode(token)) == token)
    }

    @Test func `a long text in other letters is read too`() async throws {
        let text = String(repeating: "拉萨A00101 བོད་ ", count: 20) + "end"
        #expect(try await read(try QRCode(text)) == text)
    }

    @Test func `a certificate's code needs no more than 57 modules`() throws {
        // Version 10 at most: 0.5 mm a module is under 30 mm on paper.
        #expect(try QRCode(try Samples.certificate().token(signedBy: SigningKey())).size <= 57)
    }

    @Test(arguments: ["", "a\u{0}b", String(repeating: "x", count: 2_900), String(repeating: "x", count: 10_000)])
    func `what no code can hold is refused`(text: String) {
        let error = #expect(throws: KioskError.self) { try QRCode(text) }
        #expect(error?.code == .requestTooLarge)
    }

    @Test func `the drawing covers exactly the dark modules`() throws {
        let code = try QRCode("EBC1:TEST")
        let side = code.size + 8
        #expect(code.svg.contains("viewBox=\"0 0 \(side) \(side)\""))
        var drawn = 0
        for run in code.svg.matches(of: /M\d+ \d+h(\d+)v1h/) { drawn += Int(run.output.1) ?? 0 }
        #expect(drawn == code.modules.filter { $0 }.count && drawn > 100)
        #expect(!code.isDark(row: -1, column: 0) && !code.isDark(row: 0, column: code.size))
    }

    /// The modules as a grey picture, four pixels each, through zbarimg.
    private func read(_ code: QRCode) async throws -> String {
        try await withTemporaryFolder { folder in
            let side = (code.size + 8) * 4
            var picture = Array("P5 \(side) \(side) 255\n".utf8)
            for y in 0..<side {
                for x in 0..<side { picture.append(code.isDark(row: y / 4 - 4, column: x / 4 - 4) ? 0 : 255) }
            }
            let path = "\(folder)/code.pgm"
            try Data(picture).write(to: URL(fileURLWithPath: path))
            let result = try await RunningProgram.output(of: "/usr/bin/zbarimg", ["--raw", "--quiet", path])
            return result.output.split(separator: "\n").joined(separator: "\n")
        }
    }
}
