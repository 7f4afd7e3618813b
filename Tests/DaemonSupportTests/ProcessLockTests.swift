import Claims
import DaemonSupport
import Foundation
import Testing

struct ProcessLockTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("lock-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    @Test func `a second daemon on the same folder is refused and told who runs`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lock = try ProcessLock(folder: folder, name: "kioskd")
        let error = try #require(throws: KioskError.self) { _ = try ProcessLock(folder: folder, name: "kioskd") }
        #expect(error.code == .alreadyRunning)
        #expect(error.message.contains(folder) && error.message.contains("process id \(getpid())"))
        _ = try ProcessLock(folder: folder, name: "kiosk-central")
        withExtendedLifetime(lock) {}
    }

    @Test func `the lock goes with its holder, and the file that stays is no lock`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for _ in 0..<3 { _ = try ProcessLock(folder: folder, name: "kioskd") }
        #expect(FileManager.default.fileExists(atPath: folder + "/kioskd.lock"))
    }

    @Test(.enabled(if: geteuid() == 0)) func `root leaves the lock to whose folder it is, unless it has another name`()
        throws
    {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func owner(_ name: String) -> uid_t? {
            var file = stat()
            return stat("\(folder)/\(name)", &file) == 0 ? file.st_uid : nil
        }
        #expect(chown(folder, 12_345, 12_345) == 0)
        try Data().write(to: URL(filePath: folder + "/else"))
        #expect(link(folder + "/else", folder + "/linked.lock") == 0)
        for name in ["kioskd", "linked"] { _ = try ProcessLock(folder: folder, name: name) }
        #expect(owner("kioskd.lock") == 12_345 && owner("linked.lock") == 0)
    }

    @Test func `a folder that is not there is an error with its path`() throws {
        try FileManager.default.removeItem(atPath: folder)
        let error = try #require(throws: KioskError.self) { _ = try ProcessLock(folder: folder, name: "kioskd") }
        #expect(error.code == .storeOpen && error.message.contains(folder))
    }
}
