import Devices
import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// What a scanner's bytes become: AIM identifier and ECI off, the characters decided, or nothing.
    static let scannedText = FuzzTarget(name: "scanned-text", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        let settings = ScannerSettings(from: &input)
        let frame = ByteBuffer(bytes: input.all())
        guard let scan = try? ScanDecoder(settings).decode(frame) else { return }
        must(!scan.text.isEmpty, "a scan has characters")
        must(!scan.text.unicodeScalars.contains("\u{FFFD}"), "no character is replaced")
        must(scan.text.unicodeScalars.count <= frame.readableBytes, "no character comes from nowhere")
        must(scan.description.utf8.count < 40, "a description tells the length only")
        must(scan.identifier?.utf8.count ?? AIMIdentifier.size == AIMIdentifier.size, "an identifier has three bytes")
        // A decoder that was used before decides as a new one.
        let decoder = ScanDecoder(settings)
        _ = try? decoder.decode(ByteBuffer(bytes: [0xB2, 0xD8, 0x41]))
        _ = try? decoder.decode(ByteBuffer(bytes: [0xFF, 0xFE]))
        must((try? decoder.decode(frame)) == scan, "what came before changes nothing")
        if scan.charset == .ascii, scan.symbology == nil {
            must(scan.text.utf8.elementsEqual(frame.readableBytesView), "ASCII stays as it is")
        }
    }
}
