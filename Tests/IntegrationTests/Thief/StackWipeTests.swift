import Foundation
import KioskTestSupport
import Testing

/// What a thread that waits still holds of what it has copied: on its stack, and in its registers, of which every signal
/// handler, and a core dump, have a copy.
struct StackWipeTests {
    @Test(arguments: [16, 32, 64, 128, 256])
    func `a thread that copied a secret and waits has nothing of it after the wiping`(length: Int) async throws {
        let probe = try await RunningProgram.output(of: "wipe-probe", ["copied", "\(length)"])
        #expect(probe.status == 0)
        #expect(probe.output == "threads 2, found 0\nthreads 2, found 0\n", "\(probe.errors)")
    }

    @Test func `threads that come and go, map memory and compute are not disturbed by it`() async throws {
        let probe = try await RunningProgram.output(of: "wipe-probe", ["busy", "30"], within: .seconds(300))
        #expect(probe.status == 0)
        #expect(probe.output == "changed 0\n", "\(probe.errors)")
    }

    @Test func `code that is given back leaves the process's memory, and runs again when it is called`() async throws {
        let probe = try await RunningProgram.output(of: "wipe-probe", ["code"])
        #expect(probe.status == 0, "\(probe.errors)")
        let figures = probe.output.split(separator: "\n").compactMap { Int($0.split(separator: " ")[1]) }
        #expect(figures.count == 3 && figures[0] > 0)
        #expect(figures[2] < figures[1], "\(probe.output)")
    }
}
