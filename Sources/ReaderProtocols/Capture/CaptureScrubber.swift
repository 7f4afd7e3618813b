package import Devices

/// Replaces what names a person in recorded bytes by synthetic content of the same length, before anything is written.
///
/// Only what is understood whole stays as it was. Sizes, times and the cuts between chunks do not change, so a replay
/// meets the same framing, the same kinds of cards, the same damage.
///
/// Not for printers and keyboards: what a receipt says cannot be told from a name.
package enum CaptureScrubber {
    /// Whether recordings of this driver can be scrubbed at all.
    package static func knows(_ driver: DeviceDriver) -> Bool {
        switch driver {
        case .sdt, .line, .ssi: true
        case .keyboard, .escpos: false
        }
    }

    /// Nothing comes back for a driver that is not known.
    package static func scrubbed(_ chunks: [CaptureFile.Chunk], driver: DeviceDriver) -> [CaptureFile.Chunk] {
        guard knows(driver) else { return [] }
        var chunks = chunks
        for direction in CaptureFile.Direction.allCases {
            var stream = chunks.flatMap { $0.direction == direction ? $0.bytes : [] }
            switch (driver, direction) {
            case (.sdt, .fromDevice): SDTScrubber.scrub(&stream)
            case (.sdt, .toDevice): SDTScrubber.scrubRequests(&stream)
            case (.ssi, _): ScanScrubber.scrubPackets(&stream)
            case (.line, _): ScanScrubber.scrubText(&stream)
            case (.keyboard, _), (.escpos, _): return []
            }
            var rest = stream[...]
            for index in chunks.indices where chunks[index].direction == direction {
                let count = chunks[index].bytes.count
                chunks[index].bytes = Array(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
        }
        return chunks
    }
}
