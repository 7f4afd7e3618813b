import Claims
import Devices
import NIOCore
import ReaderProtocols

/// Lines with made-up people on them; what must not be found afterwards is in `secrets`.
enum CaptureFixture {
    static let name = "样本甲"
    static let number = "990001199001010013"
    static let address = "测试市样本区测试路一号"
    static let secrets = [name, number, address]

    static func units(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

    static func block(
        name: String = name,
        number: String = number,
        validUntil: String = "20350101",
        flag: UInt16 = 0x20
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 256)
        for low in stride(from: 0, to: 256, by: 2) { block[low] = 0x20 }
        func put(_ text: String, at offset: Int) {
            block.replaceSubrange(offset..<offset + 2 * text.utf16.count, with: units(text))
        }
        put(name, at: 0)
        put("1", at: 30)
        put("19900101", at: 36)
        put(address, at: 52)
        put(number, at: 122)
        put("测试市公安局", at: 158)
        put("20250101", at: 188)
        put(validUntil, at: 204)
        (block[248], block[249]) = (UInt8(flag & 0xFF), UInt8(flag >> 8))
        return block
    }

    static func frame(_ status: SDTStatus, _ data: [UInt8] = []) -> [UInt8] {
        Array(SDTFrame.reply(status: status, data: data).readableBytesView)
    }

    static func read(_ block: [UInt8]) -> [UInt8] {
        frame(.success, [1, 0, 4, 0] + block + [UInt8](repeating: 0x5A, count: 1_024))
    }

    /// The stream from the device, cut into pieces and scrubbed.
    static func scrubbed(_ bytes: [UInt8], driver: DeviceDriver = .sdt, pieces: Int = 61) -> [UInt8] {
        var recorder = CaptureRecorder(driver: driver)
        for (index, start) in stride(from: 0, to: bytes.count, by: pieces).enumerated() {
            recorder?.add(bytes[start..<min(start + pieces, bytes.count)], .fromDevice, at: Int64(index))
        }
        return recorder?.capture(device: "d", baud: 9_600, when: "w", who: "x").chunks.flatMap(\.bytes) ?? []
    }

    static func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }

    static func replies(_ bytes: [UInt8]) -> [SDTFrameDecoder.Output] {
        var buffer = ByteBuffer(bytes: bytes)
        var decoder = SDTFrameDecoder()
        var outputs: [SDTFrameDecoder.Output] = []
        while let output = decoder.decode(buffer: &buffer) { outputs.append(output) }
        return outputs
    }

    static func identity(in block: ByteBufferView) -> (name: String, number: String, validity: String)? {
        (try? CardTextBlock.identity(in: block)).map { ($0.name, $0.number.text, $0.validity.description) }
    }
}
