import NIOCore
package import ReaderProtocols

extension CaptureRecorder {
    /// With all records until the stream ends, the task is cancelled, or the capture is full.
    package func collecting(_ records: AsyncStream<LineRecord>) async -> CaptureRecorder {
        var recorder = self
        var start: Int64?
        for await record in records {
            let now = Int64(record.time.uptimeNanoseconds / 1_000)
            let direction: CaptureFile.Direction = record.direction == .toDevice ? .toDevice : .fromDevice
            recorder.add(record.bytes.readableBytesView, direction, at: now - (start ?? now))
            start = start ?? now
            if recorder.isFull { break }
        }
        return recorder
    }
}
