package import NIOCore

/// The requests the driver sends.
package enum SDTRequest: Hashable, CaseIterable, Sendable {
    /// 10 FF: reset the security module.
    case reset
    /// 11 FF: is the security module well?
    case status
    /// 12 FF: the number of the security module.
    case moduleNumber
    /// 20 01: look for a card.
    case findCard
    /// 20 02: choose the card that was found.
    case selectCard
    /// 30 01: text and photo. Fingerprints (30 10) are never asked for.
    case readCard
    /// 30 03: the newest appended address, asked for only to learn whether the card that was read still lies there.
    case testPresence

    package var command: (UInt8, UInt8) {
        switch self {
        case .reset: (0x10, 0xFF)
        case .status: (0x11, 0xFF)
        case .moduleNumber: (0x12, 0xFF)
        case .findCard: (0x20, 0x01)
        case .selectCard: (0x20, 0x02)
        case .readCard: (0x30, 0x01)
        case .testPresence: (0x30, 0x03)
        }
    }

    package var frame: ByteBuffer { SDTFrame.request(command: command.0, parameter: command.1) }

    /// How long to wait for the whole reply: what working programs use; no guaranteed answer times are public.
    package var timeout: Duration {
        switch self {
        case .readCard: .milliseconds(3_000)
        case .reset, .status, .moduleNumber, .findCard, .selectCard, .testPresence: .milliseconds(1_000)
        }
    }
}

extension SDTRequest {
    /// What a reply says to this request.
    package enum Answer: Equatable, Sendable {
        /// 90 with the data this request brings; 9F for a find; 90 or 91 for the presence test.
        case done
        /// 80 to a find.
        case noCard
        /// The card, or its absence, is the reason. For the presence test: the card is gone.
        case failed(SDTStatus)
        /// Send it again.
        case again
        /// 60 or 66.
        case unusable(SDTStatus)
    }

    /// Nil when the reply cannot be one to this request: a late answer to an earlier one, to be ignored.
    package func answer(in reply: SDTReply) -> Answer? {
        let size = reply.data.readableBytes
        if reply.status.meaning == .good { return isOwnData(reply) ? .done : oversizedAnswer(size) }
        guard size == 0 else { return nil }
        if reply.status.meaning == .reader { return .unusable(reply.status) }
        switch self {
        case .reset, .status, .moduleNumber:
            return [.request, .unsupported].contains(reply.status.meaning) ? .again : nil
        case .findCard:
            if reply.status == .noCard { return .noCard }
            if reply.status == .unknownCardType { return .failed(reply.status) }
            return [.request, .unsupported].contains(reply.status.meaning) ? .again : nil
        case .selectCard:
            return cardAnswer(reply.status, isOurs: ![.readFailed, .lengthError].contains(reply.status))
        case .readCard:
            return cardAnswer(reply.status, isOurs: reply.status != .selectFailed)
        case .testPresence:
            return reply.status.meaning == .request ? .again : .failed(reply.status)
        }
    }

    private func cardAnswer(_ status: SDTStatus, isOurs: Bool) -> Answer? {
        switch status.meaning {
        case .card: isOurs ? .failed(status) : nil
        case .outOfOrder: .failed(status)
        case .request, .unsupported: .again
        case .good, .noCard, .reader: nil
        }
    }

    /// Whether a good status comes with the data that belongs to this request.
    private func isOwnData(_ reply: SDTReply) -> Bool {
        let size = reply.data.readableBytes
        switch (self, reply.status) {
        case (.reset, .success), (.status, .success): return size == 0
        case (.moduleNumber, .success): return size == SAMNumber.size
        case (.findCard, .cardFound): return size == 4
        case (.selectCard, .success): return size == 8
        case (.readCard, .success):
            // Fingerprints were not asked for; see `CardReadReply` for why this must be so strict.
            guard let read = CardReadReply(reply.data) else { return false }
            return read.fingerprintSize == nil
        case (.testPresence, .success): return AppendedAddress(reply.data) != nil
        case (.testPresence, .empty): return size == 0
        default: return false
        }
    }

    /// More data than any other request brings can only be a read reply, and then one whose lengths contradict.
    private func oversizedAnswer(_ size: Int) -> Answer? {
        self == .readCard && size > 280 ? .again : nil
    }
}
