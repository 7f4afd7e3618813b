/// Text blocks of synthetic people: the test region 990001, invented names.
enum TestCards {
    static let addressee = "测试市样本区测试路1号"

    static func block(name: String = "样本甲", number: String = "990001199001010013") -> [UInt8] {
        var units = Array(repeating: UInt16(0x20), count: 128)
        func put(_ text: String, at offset: Int) {
            for (index, unit) in text.utf16.enumerated() { units[offset / 2 + index] = unit }
        }
        put(name, at: 0)
        put("1", at: 30)
        put("04", at: 32)
        put("19900101", at: 36)
        put(addressee, at: 52)
        put(number, at: 122)
        put("测试市公安局", at: 158)
        put("20200101", at: 188)
        put("长期", at: 204)
        return units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}
