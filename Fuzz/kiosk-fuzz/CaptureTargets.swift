import Claims
import Devices
import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// Capture files: what was read can be written and read again.
    static let captureFile = FuzzTarget(name: "capture-file", longestInput: 8_192) { bytes in
        do throws(KioskError) {
            let file = try CaptureFile(parsing: bytes)
            must(file.chunks.count <= bytes.count, "a chunk is not longer in the file than in memory")
            let text = file.text
            let again = try CaptureFile(parsing: Array(text.utf8))
            must(again.chunks == file.chunks, "what a capture recorded survives its writing")
            must(again.text == text, "a capture that was written stays as it is")
        } catch {
            must(error.code.name == "capture.malformed", "a capture is refused with its code")
            must(error.description.utf8.count < 1_024, "a refusal is short")
        }
    }

    /// Recordings with everybody's data taken out: same sizes, same times, and a second time nothing changes in size.
    static let captureScrubber = FuzzTarget(name: "capture-scrubber", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        let driver = DeviceDriver.allCases[Int(input.byte()) % DeviceDriver.allCases.count]
        let cuts = Cuts(&input)
        var chunks: [CaptureFile.Chunk] = []
        let isAnswer = input.byte()
        for (index, piece) in cuts.pieces(of: input.all()).enumerated() {
            let direction: CaptureFile.Direction = isAnswer >> UInt8(index % 8) & 1 == 0 ? .fromDevice : .toDevice
            chunks.append(.init(time: Int64(index), direction: direction, bytes: Array(piece.readableBytesView)))
        }
        let scrubbed = CaptureScrubber.scrubbed(chunks, driver: driver)
        guard CaptureScrubber.knows(driver) else { return must(scrubbed.isEmpty, "what is not known is not kept") }
        must(scrubbed.count == chunks.count, "no chunk is lost")
        for (before, after) in zip(chunks, scrubbed) {
            must(before.time == after.time && before.direction == after.direction, "times and directions stay")
            must(before.bytes.count == after.bytes.count, "sizes stay")
        }
    }
}
