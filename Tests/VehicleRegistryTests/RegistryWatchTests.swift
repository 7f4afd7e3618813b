import Claims
import Dispatch
import Glibc
import Sealing
import Testing
import VehicleRegistry

@Suite(.timeLimit(.minutes(5)))
struct RegistryWatchTests {
    private let desk: Desk
    private let plate: Plate

    init() throws {
        desk = try Desk()
        plate = try #require(Plate("拉萨A00101"))
    }

    private func watch(_ report: @escaping @Sendable (RegistryWatch.Change) -> Void = { _ in }) -> RegistryWatch {
        RegistryWatch(
            path: desk.target,
            key: desk.signingKey.verificationKey,
            digestKey: desk.digestKey,
            rehearsal: true,
            report: report
        )
    }

    /// What the watch tells, one text a change.
    private func told() -> (AsyncStream<String>.Iterator, @Sendable (RegistryWatch.Change) -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(16))
        return (
            stream.makeAsyncIterator(),
            { change in
                switch change {
                case .opened(let header): continuation.yield(header.version)
                case .refused(let error): continuation.yield(error.code.name)
                }
            }
        )
    }

    @Test func `the first look-up opens the file`() async throws {
        try desk.run(Desk.heading + Desk.row)
        let watch = watch()
        #expect(watch.current == nil)
        let (snapshot, record) = try await watch.lookUp(plate)
        #expect(record?.volts == 60 && snapshot.version == "rehearsal-1")
        #expect(watch.problem == nil)
    }

    @Test func `a file that was replaced is taken after the next look-up`() async throws {
        var (changes, report) = told()
        try desk.run(Desk.heading + Desk.row, version: "one")
        let watch = watch(report)
        await watch.refresh()
        #expect(await changes.next() == "one")
        try desk.run(Desk.heading + "A2,green,2021-01-10,\(Desk.owner),,,,\n", version: "two")
        _ = try await watch.lookUp(plate)
        #expect(await changes.next() == "two")
        let (snapshot, record) = try await watch.lookUp(plate)
        #expect(record == nil && snapshot.version == "two")
        #expect(try await watch.lookUp(#require(Plate("A2"))).record != nil)
    }

    @Test func `a refresh takes a file that was replaced at once`() async throws {
        try desk.run(Desk.heading + Desk.row, version: "one")
        let watch = watch()
        await watch.refresh()
        try desk.run(Desk.heading + Desk.row, version: "two")
        await watch.refresh()
        #expect(watch.current?.version == "two")
    }

    @Test func `a bad file in its place is told once and keeps the old one`() async throws {
        var (changes, report) = told()
        try desk.run(Desk.heading + Desk.row, version: "one")
        let good = try desk.folder.bytes(of: "registry.snapshot")
        let watch = watch(report)
        await watch.refresh()
        #expect(await changes.next() == "one")
        try desk.folder.replace("registry.snapshot", with: Array(good.dropLast()))
        _ = try await watch.lookUp(plate)
        #expect(await changes.next() == "registry.damaged")
        for _ in 0..<3 { #expect(try await watch.lookUp(plate).snapshot.version == "one") }
        #expect(watch.problem?.code == .registryDamaged)
        // The next thing it has to tell is the good file, so the bad one was not told again.
        try desk.run(Desk.heading + Desk.row, version: "three")
        _ = try await watch.lookUp(plate)
        #expect(await changes.next() == "three")
        #expect(watch.problem == nil)
    }

    @Test func `look-ups go on in the old file while the new one is looked at`() async throws {
        let (entered, entry) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let release = DispatchSemaphore(value: 0)
        try desk.run(Desk.heading + Desk.row, version: "one")
        let watch = watch { change in
            guard case .refused = change else { return }
            // The one queue on which files are verified stands still here.
            entry.yield()
            _ = release.wait(timeout: .now() + 30)
        }
        await watch.refresh()
        try desk.folder.replace("registry.snapshot", with: [1, 2, 3])
        _ = try await watch.lookUp(plate)
        var iterator = entered.makeAsyncIterator()
        await iterator.next()
        try desk.folder.replace("registry.snapshot", with: [1, 2, 3, 4])
        for _ in 0..<3 { #expect(try await watch.lookUp(plate).record?.volts == 60) }
        // Once for the first bad file, once for the second, and once for the refresh.
        for _ in 0..<3 { release.signal() }
        await watch.refresh()
        #expect(watch.problem?.code == .registryDamaged)
    }

    @Test func `without any good file a look-up says why`() async throws {
        let watch = watch()
        let missing = await #expect(throws: KioskError.self) { try await watch.lookUp(plate) }
        #expect(missing?.code == .registryUnreadable)
        try desk.run(Desk.heading + Desk.row)
        #expect(try await watch.lookUp(plate).record != nil)
        #expect(watch.problem == nil)
    }

    @Test func `a file that went away is told and the old one stays`() async throws {
        var (changes, report) = told()
        try desk.run(Desk.heading + Desk.row, version: "one")
        let watch = watch(report)
        await watch.refresh()
        #expect(await changes.next() == "one")
        unlink(desk.target)
        #expect(try await watch.lookUp(plate).record != nil)
        #expect(await changes.next() == "registry.unreadable")
        #expect(try await watch.lookUp(plate).record != nil)
    }

    @Test func `a refused file is tried again only when that is asked for`() async throws {
        var (changes, report) = told()
        try desk.folder.write([1, 2, 3], to: "registry.snapshot")
        let watch = watch(report)
        for _ in 0..<3 { await #expect(throws: KioskError.self) { try await watch.lookUp(plate) } }
        #expect(await changes.next() == "registry.damaged")
        await watch.refresh()
        #expect(await changes.next() == "registry.damaged")
        try desk.run(Desk.heading + Desk.row, version: "one")
        await watch.refresh()
        #expect(await changes.next() == "one")
    }

    @Test func `look-ups at once from many tasks all get an answer while files change`() async throws {
        try desk.run(Desk.heading + Desk.row, version: "one")
        let first = try desk.folder.bytes(of: "registry.snapshot")
        try desk.run(Desk.heading + Desk.row, version: "two")
        let second = try desk.folder.bytes(of: "registry.snapshot")
        let watch = watch()
        try await withThrowingTaskGroup(of: Bool.self) { [plate, folder = desk.folder] group in
            for number in 0..<100 {
                group.addTask {
                    if number.isMultiple(of: 25) {
                        try folder.write(number % 2 == 0 ? first : second, to: "next-\(number)")
                        rename("\(folder.path)/next-\(number)", "\(folder.path)/registry.snapshot")
                    }
                    return try await watch.lookUp(plate).record?.volts == 60
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
