import CWipe
import Foundation
import Glibc
import KioskTestSupport
import Testing

/// What a thread that waits still holds of what it has copied: on its stack, and in its registers, of which a signal
/// handler, and a core dump, have a copy.
@Suite(.serialized) struct StackWipeTests {
    @Test(arguments: [8, 16, 32, 64, 128, 256])
    func `a thread that copied a name and waits has nothing of it after the wiping`(length: Int) async throws {
        let copier = Copier(length: length)
        // A mapping of its own, with a guard below as every stack has.
        let size = 1 << 20
        let guardSize = 1 << 12
        let mapping = try #require(mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        try #require(mapping != MAP_FAILED)
        defer { munmap(mapping, size) }
        try #require(mprotect(mapping, guardSize, PROT_NONE) == 0)
        let stack = UnsafeMutableRawBufferPointer(start: mapping + guardSize, count: size - guardSize)
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        try #require(pthread_attr_init(attributes) == 0)
        defer { pthread_attr_destroy(attributes) }
        try #require(pthread_attr_setstack(attributes, stack.baseAddress!, stack.count) == 0)
        var thread = pthread_t()
        let started = pthread_create(
            &thread,
            attributes,
            { argument in
                Unmanaged<Copier>.fromOpaque(argument!).takeUnretainedValue().run()
                return nil
            },
            Unmanaged.passUnretained(copier).toOpaque()
        )
        try #require(started == 0)
        defer {
            sem_post(copier.leave)
            pthread_join(thread, nil)
        }
        while sem_wait(copier.copied) != 0 {}
        try await withBound(.seconds(30), "a thread that sleeps") {
            while !copier.sleeps { await Task.yield() }
        }
        // Twice: the second sees the registers again, which the first has cleared.
        for _ in 1...2 {
            #expect(cwipe_stacks() > 1)
            let used = Data(stack.suffix(1 << 16))
            #expect(used.range(of: copier.piece) == nil)
        }
    }
}

/// Copies a secret, clears both places, and waits.
private final class Copier: @unchecked Sendable {
    let length: Int
    let copied = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    let leave = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private let from = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    private let to = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    private let folder = UnsafeMutablePointer<CChar>.allocate(capacity: 64)

    init(length: Int) {
        self.length = length
        sem_init(copied, 0, 0)
        sem_init(leave, 0, 0)
        for index in 0..<256 { from[index] = byte(index) }
    }

    deinit {
        for semaphore in [copied, leave] {
            sem_destroy(semaphore)
            semaphore.deallocate()
        }
        folder.deallocate()
        from.deallocate()
        to.deallocate()
    }

    /// The first eight bytes of the secret, which it has again and again.
    var piece: Data { Data((0..<8).map { byte($0) }) }

    private func byte(_ index: Int) -> UInt8 { UInt8(0x91 ^ (index % 8) * 23) }

    func run() {
        folder[max(0, readlink("/proc/thread-self", folder, 63))] = 0
        memmove(to, from, length)
        sem_post(copied)
        while sem_wait(leave) != 0 {}
    }

    /// Whether it waits for `leave`.
    var sleeps: Bool {
        let state = (try? String(contentsOfFile: "/proc/\(String(cString: folder))/stat", encoding: .utf8)) ?? ""
        return state.split(separator: ")").last?.split(separator: " ").first == "S"
    }
}
