import Testing

@testable import KioskRuntime

struct PressFilterTests {
    @Test func `presses within ten seconds are one, and the next one counts again`() {
        let filter = PressFilter()
        let start = ContinuousClock.now
        let counted = [0, 1, 5, 9, 10, 11, 19, 21].filter { filter.isNew(at: start + .seconds($0)) }
        #expect(counted == [0, 10, 21])
    }
}
