import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// What a scanner's bytes become: text that holds every byte of them, or nothing.
    static let scannedText = FuzzTarget(name: "scanned-text", longestInput: 4_096) { bytes in
        let frame = ByteBuffer(bytes: bytes)
        guard let scan = ScannedText(frame: frame) else { return }
        must(frame.readableBytesView.elementsEqual(scan.text.utf8), "no byte is lost, added or replaced")
        must(scan.description == "scan of \(scan.text.count) characters", "a description tells the length only")
    }
}
