import Claims
import QueueServer
import Testing
import WireAPI

struct QueueLightTests {
    /// All combinations of what the light looks at.
    private static var all: [QueueStatus] {
        var all: [QueueStatus] = []
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
                                        (status.stopped, status.photosMissing) = (nil, nil)
                                        (status.waiting, status.needsPerson) = (waiting, needsPerson)
                                        (status.photosWaiting, status.returned) = (photos, returned)
                                        (status.lastSequence, status.confirmedUpTo) = (last, confirmed)
                                        (status.clock, status.central) = (clock, central)
                                        (status.freeBytes, status.roomForClaims) = (free, room)
                                        status.space = .init(roomForClaims: room, freeBytes: free)
                                        status.certificateDays = days
                                        status.certificate = days.map { .init(certificateDays: $0) }
                                        status.paused = isPaused ? QueueStatus.Pause(by: "a", since: "b") : nil
                                        all.append(status)
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
        for status in Self.all {
            let light = status.rightLight
            seen.insert(light)
            let isUnsent =
                status.waiting + status.needsPerson + status.photosWaiting + status.returned > 0
                || status.confirmedUpTo < status.lastSequence
            if isUnsent || status.paused != nil { #expect(light != .green) }
            if status.needsPerson + status.returned > 0 || status.clock == "set-back" { #expect(light == .red) }
            if status.freeBytes == 0 || status.certificateDays.map({ $0 < 14 }) ?? false { #expect(light == .red) }
        }
        #expect(seen == Set(QueueStatus.Light.allCases))
    }

    @Test func `with everything at the central and nothing wrong it is green`() {
        let green = Self.all.filter { $0.rightLight == .green }
        // Two chains, two clocks, one size, three centrals, two certificates.
        #expect(green.count == 24)
    }

    @Test func `a photo that does not go by itself is red, whatever else is well`() {
        for status in Self.all {
            var photo = status
            photo.photosNeedPerson = 1
            #expect(photo.rightLight == .red)
        }
    }

    @Test func `it is red while the central refuses this kiosk's certificate, however empty the queue is`() {
        for status in Self.all {
            var refused = status
            refused.lastProblem = ErrorBody(KioskError(.trustCertificateUnknown, "m", remedy: "r")).error
            #expect(refused.rightLight == .red)
        }
    }

    @Test(
        arguments: [
            (199, 1 << 40, .none), (1_000, (16 << 20) - 1, .none), (200, 16 << 20, .little),
            (499, 1 << 40, .little), (500, 1 << 40, .enough),
        ] as [(Int64, Int64, QueueStatus.Reserve)]
    )
    func `space is judged by claims and by bytes`(room: Int64, free: Int64, reserve: QueueStatus.Reserve) {
        #expect(QueueStatus.Reserve(roomForClaims: room, freeBytes: free) == reserve)
    }

    @Test(
        arguments: [(-1, QueueStatus.Reserve.none), (13, .none), (14, .little), (29, .little), (30, .enough)]
            as [(Int64, QueueStatus.Reserve)]
    )
    func `a certificate is judged by its days`(days: Int64, reserve: QueueStatus.Reserve) {
        #expect(QueueStatus.Reserve(certificateDays: days) == reserve)
    }

    @Test func `it is red while nothing can be recorded, whatever else it says`() {
        for status in Self.all {
            var stopped = status
            stopped.stopped = FakeDesk.status.stopped
            #expect(stopped.rightLight == .red)
        }
    }
}
