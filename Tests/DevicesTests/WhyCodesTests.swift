import Devices
import Foundation
import Testing

struct WhyCodesTests {
    @Test func `docs devices lists each reason, and no other`() throws {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        let page = try String(contentsOf: folder.appending(path: "docs/devices.md"), encoding: .utf8)
        let rest = try #require(page.components(separatedBy: "## Reasons").last)
        let section = rest.components(separatedBy: "\n## ")[0]
        let listed = section.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("| `") else { return nil }
            return line.split(separator: "`").dropFirst().first.map(String.init)
        }
        #expect(Set(listed) == Set(DeviceWhy.Code.allCases.map(\.rawValue)))
        #expect(listed.count == Set(listed).count)
    }
}
