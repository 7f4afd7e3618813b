import CentralSync
import Testing
import WireAPI

struct DownSyncMachineTests {
    private typealias Machine = DownSyncMachine

    @Test func `a round asks for changes, tells the end, and asks for files when it is time`() {
        var machine = Machine()
        #expect(machine.begin(isUnconfirmed: false, withManifest: true) == .askChanges)
        #expect(machine.tookChanges(more: true, highest: 5, end: 5, lacking: []) == (.nothing, .askChanges))
        #expect(machine.tookChanges(more: false, highest: 5, end: 5, lacking: []) == (.nothing, .tellEnd))
        #expect(machine.toldEnd() == .askManifest)
        _ = machine.begin(isUnconfirmed: false, withManifest: false)
        #expect(machine.toldEnd() == .done)
    }

    @Test func `a restored store first asks for what it lacks`() {
        var machine = Machine()
        #expect(machine.begin(isUnconfirmed: true, withManifest: false) == .askChain)
        #expect(machine.tookLinks(more: true) == .askChain)
        #expect(machine.tookLinks(more: false) == .askChanges)
    }

    @Test func `numbers that this store does not know make it an old copy`() {
        var machine = Machine()
        _ = machine.begin(isUnconfirmed: false, withManifest: false)
        #expect(machine.tookChanges(more: false, highest: 6, end: 5, lacking: []) == (.storeIsOld, .askChain))
    }

    @Test func `an end that the central was told of and this store does not have makes it an old copy too`() {
        var machine = Machine()
        _ = machine.begin(isUnconfirmed: false, withManifest: false)
        #expect(machine.tookChanges(more: false, highest: 4, told: 5, end: 5, lacking: []) == (.nothing, .tellEnd))
        #expect(machine.tookChanges(more: false, highest: 4, told: 6, end: 5, lacking: []) == (.storeIsOld, .askChain))
        #expect(machine.told == 6)
    }

    @Test func `what is missing on two pages in a row was lost, on one page nothing is proved`() {
        var machine = Machine()
        _ = machine.begin(isUnconfirmed: false, withManifest: false)
        #expect(machine.tookChanges(more: false, highest: 4, end: 5, lacking: [2, 5]) == (.nothing, .askChanges))
        #expect(
            machine.tookChanges(more: false, highest: 4, end: 5, lacking: [2, 3]) == (.sendAgain([2]), .askChanges)
        )
        #expect(machine.tookChanges(more: false, highest: 4, end: 5, lacking: []) == (.nothing, .tellEnd))
        // Lost once more, months later.
        _ = machine.begin(isUnconfirmed: false, withManifest: false)
        #expect(machine.tookChanges(more: false, highest: 4, end: 5, lacking: [2]) == (.nothing, .askChanges))
        #expect(machine.tookChanges(more: false, highest: 4, end: 5, lacking: [2]) == (.sendAgain([2]), .askChanges))
    }

    @Test func `what stays missing after it was sent again is not sent a third time`() {
        var machine = Machine()
        _ = machine.begin(isUnconfirmed: false, withManifest: false)
        _ = machine.tookChanges(more: false, highest: 0, end: 1, lacking: [1])
        #expect(machine.tookChanges(more: false, highest: 0, end: 1, lacking: [1]) == (.sendAgain([1]), .askChanges))
        for _ in 0..<5 {
            #expect(machine.tookChanges(more: false, highest: 0, end: 1, lacking: [1]) == (.nothing, .tellEnd))
        }
    }

    @Test func `a central that is another one with each page does not hold the kiosk`() {
        var machine = Machine()
        var step = machine.begin(isUnconfirmed: false, withManifest: true)
        var pages = 0
        while step == .askChanges {
            step = machine.restarted()
            pages += 1
        }
        #expect(pages == Machine.longestRound && step == .done)
    }

    @Test func `a central whose pages never end does not hold the kiosk`() {
        var machine = Machine()
        var step = machine.begin(isUnconfirmed: false, withManifest: true)
        var pages = 0
        while step == .askChanges {
            step = machine.tookChanges(more: true, highest: 0, end: 0, lacking: []).1
            pages += 1
        }
        #expect(pages == Machine.longestRound && step == .done)
    }
}
