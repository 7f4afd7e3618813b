import ForgetfulIO
package import NIOCore

/// Tells what a scanner typed from what a person did, and makes it text.
///
/// A scanner's keys come within 50 ms of each other; whatever is slower was typed by a person and is dropped. Enter or
/// tab ends a code. Half a record is kept across reads.
package struct KeyStrokes: Sendable {
    package enum Output: Equatable, Sendable {
        case frame(ByteBuffer)
        /// So many keys were too slow for a scanner.
        case person(Int)
        /// Keys that are no characters, or some that the kernel lost: up to the next end all is dropped.
        case damaged
        /// More than `LineFramer.maximumFrameSize` keys without an end: up to the next end all is dropped.
        case oversize
        /// The keys stopped, quick enough for a scanner, without an end.
        case fragment
    }

    /// Between the keys of one code.
    package static let longestGap: Int64 = 50_000

    private var pending = ByteBuffer()
    private var text = ByteBuffer()
    private var lastKey: Int64?
    private var shifts: Set<UInt16> = []
    private var modifiers: Set<UInt16> = []
    private var isResynchronising = false

    package init() {}

    /// Whether something waits for its end.
    package var isPending: Bool { text.readableBytes > 0 || isResynchronising }

    package mutating func received(_ bytes: ByteBuffer) -> [Output] {
        var bytes = bytes
        pending.writeBuffer(&bytes)
        var outputs: [Output] = []
        while let event = InputEvent(from: &pending) {
            outputs += take(event)
        }
        pending.forgetReadBytes()
        return outputs
    }

    /// No key for longer than a scanner pauses.
    package mutating func silence() -> Output? {
        defer { clear() }
        guard !isResynchronising, text.readableBytes > 0 else { return nil }
        // One key at a time is a person's.
        return text.readableBytes == 1 ? .person(1) : .fragment
    }

    private mutating func take(_ event: InputEvent) -> [Output] {
        switch event.type {
        case InputEvent.synchronisation where event.code == InputEvent.dropped:
            // Which keys are held is not known any more either.
            shifts = []
            modifiers = []
            return spoil(.damaged)
        case InputEvent.key: return key(event)
        default: return []
        }
    }

    private mutating func key(_ event: InputEvent) -> [Output] {
        let key = KeyMap.key(event.code)
        switch (key, event.value) {
        case (.shift, 1): shifts.insert(event.code)
        case (.shift, 0): shifts.remove(event.code)
        case (.modifier, 1): modifiers.insert(event.code)
        case (.modifier, 0): modifiers.remove(event.code)
        case (.character(let plain, let shifted), 1):
            let outputs = dropSlow(event.microseconds)
            guard !isResynchronising else { return outputs }
            guard modifiers.isEmpty else { return outputs + spoil(.damaged) }
            guard text.readableBytes < LineFramer.maximumFrameSize else { return outputs + spoil(.oversize) }
            text.writeInteger(shifts.isEmpty ? plain : shifted)
            return outputs
        case (.end, 1):
            let outputs = dropSlow(event.microseconds)
            defer { clear() }
            return text.readableBytes > 0 && !isResynchronising ? outputs + [.frame(text)] : outputs
        case (.other, 1): return dropSlow(event.microseconds) + spoil(.damaged)
        default: break
        }
        return []
    }

    /// Drops what came before too long a pause. A clock that was set back makes no pause.
    private mutating func dropSlow(_ now: Int64) -> [Output] {
        defer { lastKey = now }
        guard let lastKey, now &- lastKey > Self.longestGap else { return [] }
        let count = text.readableBytes
        let wasResynchronising = isResynchronising
        clear()
        return count > 0 && !wasResynchronising ? [.person(count)] : []
    }

    private mutating func spoil(_ output: Output) -> [Output] {
        defer { isResynchronising = true }
        text = ByteBuffer()
        return isResynchronising ? [] : [output]
    }

    private mutating func clear() {
        text = ByteBuffer()
        lastKey = nil
        isResynchronising = false
    }
}
