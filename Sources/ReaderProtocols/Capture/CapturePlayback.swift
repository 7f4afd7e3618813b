import Devices
import NIOCore

/// Plays the device's half of a capture: what came from it, when it came, and for an ID-card reader after the request
/// that it answered.
package struct CapturePlayback: Sendable {
    /// Bytes to send after a pause.
    package struct Step: Equatable, Sendable {
        /// Microseconds after the step before.
        package var pause: Int64
        package var bytes: [UInt8]

        package init(pause: Int64, bytes: [UInt8]) {
            self.pause = pause
            self.bytes = bytes
        }
    }

    /// Longer silences are cut to this: nobody waits for somebody who went for tea. One second.
    package static let longestPause: Int64 = 1_000_000

    private let chunks: [CaptureFile.Chunk]
    private let answersRequests: Bool
    private let isEndless: Bool
    /// The next chunk to be looked at.
    private var position = 0
    private var pending: [UInt8] = []

    /// - Parameter isEndless: goes on after the end, as a device that stays plugged in.
    package init(_ capture: CaptureFile, isEndless: Bool = false) {
        chunks = capture.chunks
        answersRequests = capture.driver == DeviceDriver.sdt.rawValue
        self.isEndless = isEndless
    }

    /// Never for an endless one.
    package var isAtEnd: Bool { !isEndless && position >= chunks.count }

    /// Whether it sends by itself again what it sent at the start, as a person who scans the same codes once more.
    package var repeatsItself: Bool { isEndless && !answersRequests }

    /// What the device sends without being asked.
    package mutating func start() -> [Step] {
        position = 0
        return answersRequests ? answer() : steps { $0.direction == .fromDevice }
    }

    /// The host sent something. What is asked at every opening is answered in any case. A request that the capture holds further on is answered from there; one that it holds
    /// only further back is answered from there without going back.
    package mutating func received(_ bytes: some Collection<UInt8>) -> [Step] {
        guard answersRequests else { return [] }
        pending = Array((pending + bytes).suffix(2 * SDTFrame.headerSize + 4_096))
        var steps: [Step] = []
        while let request = nextRequest() {
            if let found = place(of: request, in: position..<chunks.count) {
                position = found + 1
                steps += answer()
            } else if let found = place(of: request, in: 0..<min(position, chunks.count)) {
                let here = position
                position = found + 1
                steps += answer()
                if !isEndless { position = here }
            } else if let reply = Self.usualReply(to: request) {
                steps.append(Step(pause: 0, bytes: reply))
            }
        }
        return steps
    }

    /// What every driver asks when it opens a reader, and a recording of a reader that was open already does not hold.
    private static func usualReply(to request: [UInt8]) -> [UInt8]? {
        let asked = SDTRequest.allCases.first { request.elementsEqual($0.frame.readableBytesView) }
        switch asked {
        case .status: return Array(SDTFrame.reply(status: .success).readableBytesView)
        case .moduleNumber: return Array(SDTFrame.reply(status: .badCommand).readableBytesView)
        case .reset, .findCard, .selectCard, .readCard, .testPresence, nil: return nil
        }
    }

    private func place(of request: [UInt8], in range: Range<Int>) -> Int? {
        range.first { chunks[$0].direction == .toDevice && chunks[$0].bytes == request }
    }

    /// What came until the next request.
    private mutating func answer() -> [Step] {
        let end = chunks[position...].firstIndex { $0.direction == .toDevice } ?? chunks.count
        defer { position = chunks[end...].contains { $0.direction == .fromDevice } ? end : chunks.count }
        return steps(upTo: end) { _ in true }
    }

    private mutating func steps(upTo end: Int? = nil, where isSent: (CaptureFile.Chunk) -> Bool) -> [Step] {
        let end = end ?? chunks.count
        guard position < end else { return [] }
        var time = position > 0 ? chunks[position - 1].time : chunks[position].time
        let steps = chunks[position..<end].filter(isSent).map { chunk in
            defer { time = chunk.time }
            return Step(pause: min(max(0, chunk.time - time), Self.longestPause), bytes: chunk.bytes)
        }
        position = end
        return steps
    }

    /// Cuts a whole frame from what the host sent; noise before it is dropped.
    private mutating func nextRequest() -> [UInt8]? {
        while !pending.isEmpty {
            guard zip(pending, SDTFrame.preamble).allSatisfy({ $0 == $1 }) else {
                pending.removeFirst()
                continue
            }
            guard pending.count >= SDTFrame.headerSize else { return nil }
            let size = SDTFrame.headerSize + (Int(pending[5]) << 8 | Int(pending[6]))
            guard size <= 4_096 else {
                pending.removeFirst()
                continue
            }
            guard pending.count >= size else { return nil }
            defer { pending.removeFirst(size) }
            return Array(pending.prefix(size))
        }
        return nil
    }
}
