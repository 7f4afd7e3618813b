package import Devices

/// Collects what goes over a line, and gives it out scrubbed only.
///
/// Nothing can be written while it comes in: a number may arrive in pieces, and half of it looks like nothing.
package struct CaptureRecorder: Sendable {
    private let driver: DeviceDriver
    private var chunks: [CaptureFile.Chunk] = []
    private var size = 0
    /// More came than a capture holds; the rest was not kept.
    package private(set) var isFull = false

    /// Nil for a driver whose recordings cannot be scrubbed.
    package init?(driver: DeviceDriver) {
        guard CaptureScrubber.knows(driver) else { return nil }
        self.driver = driver
    }

    /// - Parameter time: microseconds since the start; made to fit where it runs backwards.
    package mutating func add(_ bytes: some Collection<UInt8>, _ direction: CaptureFile.Direction, at time: Int64) {
        guard !bytes.isEmpty, !isFull else { return }
        guard size + bytes.count <= CaptureFile.largestRecording, time <= CaptureFile.longestTime else {
            isFull = true
            return
        }
        size += bytes.count
        let time = max(time, chunks.last?.time ?? 0, 0)
        chunks.append(CaptureFile.Chunk(time: time, direction: direction, bytes: Array(bytes)))
    }

    /// What is known so far, without a person in it.
    package func capture(device: String, baud: Int, when: String, who: String) -> CaptureFile {
        CaptureFile(
            device: device,
            driver: driver.rawValue,
            baud: baud,
            when: when,
            who: who,
            chunks: CaptureScrubber.scrubbed(chunks, driver: driver)
        )
    }
}
