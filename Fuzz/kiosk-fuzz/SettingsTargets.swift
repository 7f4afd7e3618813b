import Claims
import Glibc
import Settings

/// The files that people write: read, or refused with a place and a remedy.
extension FuzzTarget {
    static let kioskSettings = settings("kiosk-settings", KioskSettings.load)
    static let centralSettings = settings("central-settings", CentralSettings.load)
    static let programme = settings("programme", ProgrammeFile.load)
    static let calendar = settings("calendar", CalendarFile.load)
    static let matchTable = settings("match-table", MatchFile.load)
    static let supervisors = settings("supervisors", SupervisorsFile.load)

    private static func settings<Value: Equatable & Sendable>(
        _ name: String,
        _ load: @escaping @Sendable (String) throws(KioskError) -> Value
    ) -> FuzzTarget {
        let file = ScratchFile()
        return FuzzTarget(name: name, longestInput: 16_384) { bytes in
            file.write(bytes)
            do throws(KioskError) {
                let value = try load(file.path)
                must(try load(file.path) == value, "a file reads the same each time")
            } catch {
                must(error.code.name.hasPrefix("config."), "a file is refused with a config.* code")
                must(error.message.hasPrefix(file.path), "a refusal names the file")
                must(error.message.utf8.count < 4_096, "a refusal is short")
                must(!error.message.contains("\n"), "a refusal is one line")
                must(!error.remedy.isEmpty, "a refusal says what to do")
            }
        }
    }
}

/// A file in memory, for code that reads files: written again for each input.
struct ScratchFile {
    let path: String
    private let descriptor: CInt

    init() {
        var name = Array("/dev/shm/kiosk-fuzz.XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { fatalError("no file in memory: errno \(errno)") }
        // Nothing is left behind, however the process ends.
        unlink(name)
        path = "/proc/self/fd/\(descriptor)"
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count else {
            fatalError("cannot write the file in memory: errno \(errno)")
        }
    }
}
