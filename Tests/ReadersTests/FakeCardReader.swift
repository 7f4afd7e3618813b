import Foundation
import Glibc
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
        /// The speed the module is set to. At any other the request reaches it as nonsense.
        var baud: Int?
        /// What it sends when it was sent nonsense.
        var answerToNonsense: [UInt8] = []
        /// Exactly these bytes instead of the next replies to a request with this command and parameter.
        var scripted: [[UInt8]: [[UInt8]]] = [:]
        var module: [UInt8]? = [5, 0, 1, 0, 0x4D, 0x29, 0x33, 1, 0x40, 0xE2, 1, 0, 0xF1, 0xFB, 9, 0]
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

    /// The speed that the program under test has set, in bits per second.
    var lineSpeed: Int? {
        let line = Glibc.open(terminal.path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        defer { close(line) }
        var settings = termios()
        guard tcgetattr(line, &settings) == 0 else { return nil }
        let speeds = [B9600: 9_600, B19200: 19_200, B38400: 38_400, B57600: 57_600, B115200: 115_200]
        return speeds[CInt(cfgetospeed(&settings))]
    }

    private static func start(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 5 else { return nil }
        return (0...bytes.count - 5).first { Array(bytes[$0..<$0 + 5]) == SDTFrame.preamble }
    }

    private func answer(_ request: [UInt8]) {
        let speed = lineSpeed
        let (bytes, pieces) = behaviour.withLock { behaviour -> ([UInt8], Int) in
            if let baud = behaviour.baud, baud != speed { return (behaviour.answerToNonsense, Int.max) }
            behaviour.requests.append(request)
            if behaviour.ignoredRequests > 0 {
                behaviour.ignoredRequests -= 1
                return ([], 1)
            }
            let command = Array(request[7...8])
            if let scripted = behaviour.scripted[command]?.first {
                behaviour.scripted[command]?.removeFirst()
                return (scripted, behaviour.pieces)
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
        case (0x12, 0xFF):
            return behaviour.module.map { frame(.success, $0) } ?? frame(.badCommand)
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
