import Glibc
import Testing

/// A folder of its own for one test, gone with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/claim-register.XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(folder)
        }
        rmdir(path)
    }

    func file(_ name: String = "register.sqlite") -> String { "\(path)/\(name)" }
}
