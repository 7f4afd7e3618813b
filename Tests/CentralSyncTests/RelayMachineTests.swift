import Claims
import Outbox
import Testing

@testable import CentralSync

struct RelayMachineTests {
    private let problem = RelayDecision.problem(.centralUnreachable, "no route", remedy: "wait")
    private let accepted = RelayAction.acknowledge(
        CentralAnswer(status: .accepted, receivedAt: Timestamp(milliseconds: 0))
    )
    private var machine = RelayMachine(BackOff.Policy())

    private mutating func attempt(_ verdict: RelayVerdict, of count: Int = 1) -> RelayMachine.Consequence {
        machine.attempted(verdict, of: count, random: 0)
    }

    @Test mutating func `trouble and recovery are told once, however many attempts there are`() {
        #expect(machine.central == .unknown)
        #expect(attempt(.each([accepted])).change == nil)
        let changes = (0..<5).map { _ in attempt(.postponeAll(problem)).change }
        #expect(changes == [.trouble(problem), nil, nil, nil, nil])
        #expect(machine.central == .unreachable && machine.problem == problem)
        #expect(attempt(.each([accepted])).change == .recovered)
        #expect(attempt(.each([accepted])).change == nil)
        #expect(machine.central == .reachable && machine.problem == nil)
    }

    @Test mutating func `pauses grow until something gets through`() {
        let pauses = (0..<3).map { _ in attempt(.postponeAll(problem)).pause }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(attempt(.each([accepted])).pause == nil)
        #expect(attempt(.postponeAll(problem)).pause == .milliseconds(500))
    }

    @Test mutating func `a refusal is an answer and the next batch goes at once`() {
        _ = attempt(.postponeAll(problem))
        #expect(attempt(.each([.setAside(problem)])) == RelayMachine.Consequence(change: .recovered))
        #expect(machine.central == .reachable)
    }

    @Test mutating func `one claim of many that waits makes no pause, and is told`() {
        let next = attempt(.each([accepted, .postpone(problem), accepted]), of: 3)
        #expect(next == RelayMachine.Consequence(change: .trouble(problem)))
        #expect(machine.central == .reachable && machine.problem == problem)
    }

    @Test mutating func `when all of a batch wait the relay waits too, a claim longer than the relay`() throws {
        let next = attempt(.each([.postpone(problem), .postpone(problem)]), of: 2)
        let pause = try #require(next.pause)
        #expect(machine.central == .reachable && next.change == .trouble(problem))
        #expect(machine.pause(afterAttempts: 0, random: 0) > pause)
        let pauses = (0..<9).map { machine.pause(afterAttempts: $0, random: 0) }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 120, 120].map { .seconds($0) })
    }

    @Test mutating func `batches grow only by full ones that went well`() {
        #expect(machine.limit == 16)
        _ = attempt(.each([accepted]), of: 15)
        #expect(machine.limit == 16)
        let limits = [16, 32, 64, 128, 256, 512, 1_000, 1_000].map { count in
            _ = attempt(.each([accepted]), of: count)
            return machine.limit
        }
        #expect(limits == [32, 64, 128, 256, 512, 1_000, 1_000, 1_000])
    }

    @Test mutating func `batches shrink when they are refused or take too long, not when the network is away`() {
        _ = attempt(.postponeAll(problem), of: 16)
        #expect(machine.limit == 16)
        let late = RelayDecision.timedOut(after: .seconds(10))
        let limits = [16, 8, 4].map { count in
            _ = attempt(.postponeAll(late), of: count)
            return machine.limit
        }
        #expect(limits == [8, 4, 2])
        #expect(attempt(.split(problem), of: 2) == RelayMachine.Consequence())
        #expect(machine.limit == 1)
        _ = attempt(.postponeAll(late), of: 1)
        #expect(machine.limit == 1)
    }

    @Test mutating func `a line that breaks under large batches gets smaller ones, down to the first`() {
        for _ in 0..<6 { _ = attempt(.each([accepted]), of: machine.limit) }
        #expect(machine.limit == 1_000)
        let limits = (0..<7).map { _ in
            _ = attempt(.postponeAll(problem), of: machine.limit)
            return machine.limit
        }
        #expect(limits == [500, 250, 125, 62, 31, 16, 16])
        _ = attempt(.each([accepted]), of: 16)
        #expect(machine.limit == 32)
    }

    @Test mutating func `no batch goes ahead of the answer to one that took long`() {
        #expect(machine.sendsAhead)
        _ = machine.attempted(.each([accepted]), of: 1, took: .seconds(6), random: 0)
        #expect(!machine.sendsAhead)
        _ = machine.attempted(.each([accepted]), of: 1, took: .seconds(4), random: 0)
        #expect(machine.sendsAhead)
    }

    @Test mutating func `what took too long is dared again only after many batches that went well`() {
        let late = RelayDecision.timedOut(after: .seconds(10))
        _ = attempt(.each([accepted]), of: 16)
        _ = attempt(.postponeAll(late), of: 32)
        let limits = (0..<40).map { _ in
            _ = attempt(.each([accepted]), of: machine.limit)
            return machine.limit
        }
        #expect(limits.prefix(31).allSatisfy { $0 == 16 } && limits.dropFirst(31).allSatisfy { $0 == 32 })
    }

    @Test mutating func `asking for an attempt now begins the pauses again`() {
        for _ in 0..<6 { _ = attempt(.postponeAll(problem)) }
        machine.retryNow()
        #expect(attempt(.postponeAll(problem)).pause == .milliseconds(500))
    }
}
