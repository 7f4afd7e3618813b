import Claims
import Foundation
import Testing

@testable import Settings

/// The folder of the package.
let packageRoot = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

func shipped(_ path: String) -> String { packageRoot.appending(path: path).path(percentEncoded: false) }

/// A folder of its own that disappears with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory.path(percentEncoded: false)
            .trimmingSuffix("/") + "/settings-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String = "kiosk.yaml") throws -> String {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try bytes.write(to: URL(filePath: file))
        return file
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }

    func replacing(_ old: String, by new: String) -> String { replacingOccurrences(of: old, with: new) }
}

/// The error that the body throws; fails the test when it throws nothing.
func fault<Value>(_ body: () throws(KioskError) -> Value) -> KioskError? {
    do {
        _ = try body()
        Issue.record("nothing was thrown")
        return nil
    } catch {
        return error
    }
}

/// A short file that loads, for tables that change one thing of it.
let plainKiosk = """
    mode: rehearsal
    kiosk:
      id: DQ01
      point: dongga
    stateDirectory: state
    programme: programme.yaml
    digestKeyFile: /etc/key
    counter:
      host: 127.0.0.1
      port: 8080
    central:
      url: http://127.0.0.1:8090
    devices:
      - role: id-card
        path: /dev/ttyS0
        driver: sdt
      - role: scanner
        path: /dev/ttyS1
        driver: line
    """
