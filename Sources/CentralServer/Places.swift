import Claims
import Synchronization

/// A number of places for what takes memory. Who finds none is sent away, not queued.
final class Places: Sendable {
    private struct Taken {
        var all = 0
        /// Of kiosks that have one.
        var byKiosk: [KioskID: Int] = [:]
    }

    private let count: Int
    private let ofOne: Int
    private let taken = Mutex(Taken())

    /// `ofOne` is how many one kiosk can have, so that none holds them all.
    init(_ count: Int, ofOne: Int) {
        self.count = max(1, count)
        self.ofOne = max(1, ofOne)
    }

    /// Whether a place was taken; it must be left again. A nil kiosk is one of a rehearsal, of which nobody knows which.
    func take(for kiosk: KioskID?) -> Bool {
        taken.withLock { taken in
            guard taken.all < count else { return false }
            if let kiosk {
                let own = taken.byKiosk[kiosk] ?? 0
                guard own < ofOne else { return false }
                taken.byKiosk[kiosk] = own + 1
            }
            taken.all += 1
            return true
        }
    }

    func leave(by kiosk: KioskID?) {
        taken.withLock { taken in
            taken.all -= 1
            guard let kiosk, let own = taken.byKiosk[kiosk] else { return }
            taken.byKiosk[kiosk] = own > 1 ? own - 1 : nil
        }
    }
}
