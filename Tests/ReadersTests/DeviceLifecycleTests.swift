import Testing

@testable import Readers

struct DeviceLifecycleTests {
    @Test func `a device is opened when it appears and again after a hang-up`() {
        var lifecycle = DeviceLifecycle()
        #expect(lifecycle.appeared() == .open)
        #expect(lifecycle.appeared() == .none)
        #expect(lifecycle.opened() == .none)
        #expect(lifecycle.appeared() == .none)
        #expect(lifecycle.closed() == .pause)
        #expect(lifecycle.paused() == .open)
        #expect(lifecycle.closed() == .pause)
        #expect(lifecycle.appeared() == .open)
    }

    @Test func `a device that disappears is closed without a hang-up`() {
        var lifecycle = DeviceLifecycle()
        _ = lifecycle.appeared()
        _ = lifecycle.opened()
        #expect(lifecycle.disappeared() == .close)
        #expect(lifecycle.disappeared() == .none)
        #expect(lifecycle.closed() == .waitForDevice)
        #expect(lifecycle.paused() == .none)
        #expect(lifecycle.appeared() == .open)
    }

    @Test func `the hang-up may come before the disappearance`() {
        var lifecycle = DeviceLifecycle()
        _ = lifecycle.appeared()
        _ = lifecycle.opened()
        #expect(lifecycle.closed() == .pause)
        #expect(lifecycle.disappeared() == .waitForDevice)
        #expect(lifecycle.paused() == .none)
    }

    @Test func `a device replaced while its line closes is opened anew`() {
        var lifecycle = DeviceLifecycle()
        _ = lifecycle.appeared()
        _ = lifecycle.opened()
        #expect(lifecycle.disappeared() == .close)
        #expect(lifecycle.appeared() == .none)
        #expect(lifecycle.closed() == .pause)
    }

    @Test func `a device that went away while it was opened is closed`() {
        var lifecycle = DeviceLifecycle()
        _ = lifecycle.appeared()
        #expect(lifecycle.disappeared() == .none)
        #expect(lifecycle.opened() == .close)
        #expect(lifecycle.closed() == .waitForDevice)
    }

    @Test func `pauses double from 0.2 to 5 seconds, give or take a fifth, and start anew`() {
        var generator = SystemRandomNumberGenerator()
        var backoff = Backoff()
        for expected in [0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5] {
            let pause = backoff.next(using: &generator)
            #expect(pause >= .seconds(expected * 0.79) && pause <= .seconds(expected * 1.21))
        }
        backoff.reset()
        #expect(backoff.next(using: &generator) <= .milliseconds(241))
    }
}

struct CardWishTests {
    @Test func `one card fulfils a wish, and only a new wish asks again`() {
        let wish = CardWish()
        wish.ask(true)
        #expect(wish.fulfil(1))
        #expect(!wish.fulfil(1))
        wish.ask(true)
        #expect(!wish.fulfil(1))
        wish.ask(false)
        #expect(!wish.fulfil(1))
        wish.ask(true)
        #expect(!wish.fulfil(1))
        #expect(wish.fulfil(2))
    }
}
