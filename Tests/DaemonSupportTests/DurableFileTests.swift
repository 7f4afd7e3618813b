import DaemonSupport
import Foundation
import KioskTestSupport
import Testing

struct DurableFileTests {
    @Test func `a link where the draft goes is replaced, and what it points to stays as it is`() async throws {
        try await withTemporaryFolder { folder in
            let victim = "\(folder)/victim"
            try "precious".write(toFile: victim, atomically: true, encoding: .utf8)
            for name in ["file", "file.part"] {
                try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: victim)
            }
            try DurableFile.write(Array("new".utf8), to: "\(folder)/file")
            #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
            #expect(try String(contentsOfFile: "\(folder)/file", encoding: .utf8) == "new")
            let kind = try FileManager.default.attributesOfItem(atPath: "\(folder)/file")[.type] as? FileAttributeType
            #expect(kind == .typeRegular)
        }
    }
}
