import Synchronization

/// A value that a line (one event loop) and its device (an actor) both use. Each use is short and never waits.
final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func use<Result>(_ body: (inout sending Value) -> sending Result) -> sending Result { value.withLock(body) }
}
