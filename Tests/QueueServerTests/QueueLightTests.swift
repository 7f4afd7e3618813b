import QueueServer
import Testing
import WireAPI

struct QueueLightTests {
    /// All combinations of what the light looks at.
    private static var all: [(status: QueueStatus, days: Int64?)] {
        var all: [(QueueStatus, Int64?)] = []
        let counts = [(0, 0), (1, 0), (0, 1), (1, 1)]
        for (waiting, needsPerson) in counts {
            for (photos, returned) in counts {
                for (last, confirmed) in [(0, 0), (5, 5), (5, 3)] as [(Int64, Int64)] {
                    for clock in ["confirmed", "plausible", "set-back"] {
                        for (free, room) in [(0, 0), (1 << 40, 10), (1 << 40, 1 << 20)] as [(Int64, Int64)] {
                            for isPaused in [false, true] {
                                for central in ["unknown", "reachable", "unreachable"] {
                                    for days in [nil, -1, 5, 80] as [Int64?] {
                                        var status = FakeDesk.status
                                        status.stopped = nil
                                        (status.waiting, status.needsPerson) = (waiting, needsPerson)
                                        (status.photosWaiting, status.returned) = (photos, returned)
                                        (status.lastSequence, status.confirmedUpTo) = (last, confirmed)
                                        (status.clock, status.central) = (clock, central)
                                        (status.freeBytes, status.roomForClaims) = (free, room)
                                        status.paused = isPaused ? QueueStatus.Pause(by: "a", since: "b") : nil
                                        all.append((status, days))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return all
    }

    @Test func `nothing is green while anything is unsent, set aside, returned or unconfirmed`() {
        var seen: Set<QueueStatus.Light> = []
        for (status, days) in Self.all {
            let light = status.rightLight(certificateDaysLeft: days)
            seen.insert(light)
            let isUnsent =
                status.waiting + status.needsPerson + status.photosWaiting + status.returned > 0
                || status.confirmedUpTo < status.lastSequence
            if isUnsent || status.paused != nil { #expect(light != .green) }
            if status.needsPerson + status.returned > 0 || status.clock == "set-back" { #expect(light == .red) }
            if status.freeBytes == 0 || days.map({ $0 < 14 }) ?? false { #expect(light == .red) }
        }
        #expect(seen == Set(QueueStatus.Light.allCases))
    }

    @Test func `with everything at the central and nothing wrong it is green`() {
        let green = Self.all.filter { $0.status.rightLight(certificateDaysLeft: $0.days) == .green }
        // Two chains, two clocks, one size, three centrals, two certificates.
        #expect(green.count == 24)
    }

    @Test func `it is red while nothing can be recorded, whatever else it says`() {
        for (status, days) in Self.all {
            var stopped = status
            stopped.stopped = FakeDesk.status.stopped
            #expect(stopped.rightLight(certificateDaysLeft: days) == .red)
        }
    }
}
