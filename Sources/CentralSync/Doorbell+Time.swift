extension Doorbell {
    /// The first of the given rings; empty when the time is over or the task was cancelled.
    func wait(for rings: Rings, atMost pause: Duration, _ clock: any Clock<Duration>) async -> Rings {
        await withTaskGroup(of: Rings.self) { group in
            group.addTask { await self.wait(for: rings) }
            group.addTask {
                // The back-off itself, on the clock that was passed in; a ring ends it early.
                try? await clock.sleep(for: pause)
                return []
            }
            let first = await group.next() ?? []
            group.cancelAll()
            // Both may have come at once: a ring is not lost.
            return await group.reduce(into: first) { $0.formUnion($1) }
        }
    }
}
