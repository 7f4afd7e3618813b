import Claims
import Glibc

extension Reading where Value == String {
    /// A path; a relative one starts at the folder of the file it stands in. The value is absolute.
    static var path: Reading {
        let expected = "a path of 1–1024 bytes"
        let text = Reading.parsed(expected) { (1...1_024).contains($0.utf8.count) ? $0 : nil }
        return Reading(expected) { (node) throws(KioskError) in
            SettingsPath.absolute(try text.read(node), besides: node.place.file)
        }
    }

    /// A path that fits a Unix socket's address: 107 bytes when absolute (`unix(7)`).
    static var socketPath: Reading {
        let expected = "the path of a Unix socket, at most 107 bytes when absolute"
        return Reading(expected) { (node) throws(KioskError) in
            let path = try Reading.path.read(node)
            guard path.utf8.count <= 107 else {
                throw node.place.fault(
                    .configInvalidValue,
                    "the absolute path has \(path.utf8.count) bytes, expected \(expected)",
                    remedy: "Use a folder with a shorter name."
                )
            }
            return path
        }
    }
}

enum SettingsPath {
    /// Lexical only: `.` and doubled slashes go, `..` and links stay for the kernel.
    static func absolute(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/") else { return tidy(path) }
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        if file.hasPrefix("/") { return tidy("\(folder)/\(path)") }
        let here = getcwd(nil, 0)
        defer { free(here) }
        return tidy("\(here.map { String(cString: $0) } ?? "")/\(folder)/\(path)")
    }

    private static func tidy(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
