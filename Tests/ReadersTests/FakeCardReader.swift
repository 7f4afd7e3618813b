import Foundation
import KioskTestSupport
import NIOCore
import ReaderProtocols
import Synchronization

/// A small ID-card reader on a pseudo-terminal, with the faults that real ones show.
final class FakeCardReader: Sendable {
    struct Behaviour {
        /// The text block of the card that lies on the reader.
        var card: [UInt8]?
        /// The card was read and not taken away since.
        var wasRead = false
        /// So many requests get no answer.
        var ignoredRequests = 0
        /// So many read replies get a wrong checksum.
        var damagedReads = 0
        /// The card goes away after so many bytes of the next read reply, and nothing more of it is sent.
        var liftedAfter: Int?
        var selfTestFails = false
        var noise: [UInt8] = []
        /// Bytes at a time.
        var pieces = Int.max
        var photo = [UInt8](repeating: 0x5A, count: 1_024)
        var requests: [[UInt8]] = []
    }

    let terminal: PseudoTerminal
    private let behaviour: Mutex<Behaviour>

    init(_ behaviour: Behaviour = Behaviour()) throws {
        terminal = try PseudoTerminal()
        self.behaviour = Mutex(behaviour)
        let thread = Thread { [weak self, terminal] in
            var pending: [UInt8] = []
            while terminal.isOpen {
                pending += terminal.read(within: 50)
                while let start = Self.start(of: pending), pending.count >= start + 10 {
                    let request = Array(pending[start..<start + 10])
                    pending.removeFirst(start + 10)
                    guard let self else { return }
                    self.answer(request)
                }
            }
        }
        thread.start()
    }

    var path: String { terminal.path }
    var requests: [[UInt8]] { behaviour.withLock { $0.requests } }

    func set(_ change: (inout Behaviour) -> Void) { behaviour.withLock { change(&$0) } }

    func tap(_ card: [UInt8]) {
        set {
            $0.card = card
            $0.wasRead = false
        }
    }

    func lift() { set { $0.card = nil } }

    func unplug() { terminal.hangUp() }

    private static func start(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 5 else { return nil }
        return (0...bytes.count - 5).first { Array(bytes[$0..<$0 + 5]) == SDTFrame.preamble }
    }

    private func answer(_ request: [UInt8]) {
        let (bytes, pieces) = behaviour.withLock { behaviour -> ([UInt8], Int) in
            behaviour.requests.append(request)
            if behaviour.ignoredRequests > 0 {
                behaviour.ignoredRequests -= 1
                return ([], 1)
            }
            return (Self.reply(to: request, &behaviour), behaviour.pieces)
        }
        for start in stride(from: 0, to: bytes.count, by: max(1, min(pieces, bytes.count))) {
            terminal.write(Array(bytes[start...].prefix(pieces)))
        }
    }

    private static func reply(to request: [UInt8], _ behaviour: inout Behaviour) -> [UInt8] {
        func frame(_ status: SDTStatus, _ data: [UInt8] = []) -> [UInt8] {
            behaviour.noise + Array(SDTFrame.reply(status: status, data: data).readableBytesView)
        }
        if behaviour.selfTestFails { return frame(.selfTestFailed) }
        switch (request[7], request[8]) {
        case (0x20, 0x01):
            let isFound = behaviour.card != nil && !behaviour.wasRead
            return isFound ? frame(.cardFound, [0, 0, 0, 0]) : frame(.noCard)
        case (0x20, 0x02):
            return behaviour.card == nil ? frame(.selectFailed) : frame(.success, [0, 0, 0, 0, 0, 0, 0, 0])
        case (0x30, 0x01):
            guard let card = behaviour.card else { return frame(.readFailed) }
            var bytes = frame(.success, [1, 0, 4, 0] + card + behaviour.photo)
            if let count = behaviour.liftedAfter {
                behaviour.liftedAfter = nil
                behaviour.card = nil
                return Array(bytes.prefix(count))
            }
            if behaviour.damagedReads > 0 {
                behaviour.damagedReads -= 1
                bytes[bytes.count - 1] ^= 0xFF
            } else {
                behaviour.wasRead = true
            }
            return bytes
        case (0x30, 0x03):
            return behaviour.card != nil && behaviour.wasRead ? frame(.empty) : frame(.readFailed)
        default:
            return frame(.success)
        }
    }
}
