/// What an extract's columns are for.
package enum ExtractColumn: String, CaseIterable, Sendable {
    case plate, plateKind, registeredOn, ownerId
    // An extract may lack these.
    case volts, model, frame, motor

    package var isRequired: Bool {
        switch self {
        case .plate, .plateKind, .registeredOn, .ownerId: true
        case .volts, .model, .frame, .motor: false
        }
    }

    /// Headings that are known without being told, in the form of `folded`. The real extract's are not known yet:
    /// others are named with `--column`.
    var aliases: [String] {
        switch self {
        case .plate: ["号牌号码", "车牌号码", "车牌号", "号牌", "plate", "platenumber"]
        case .plateKind: ["号牌种类", "号牌类型", "platekind", "platetype"]
        case .registeredOn: ["登记日期", "注册登记日期", "初次登记日期", "registeredon", "registrationdate"]
        case .ownerId: ["身份证号", "身份证号码", "身份证明号码", "公民身份号码", "ownerid", "owner"]
        case .volts: ["标称电压", "电压", "volts", "voltage"]
        case .model: ["品牌型号", "厂牌型号", "model"]
        case .frame: ["车架号", "整车编码", "frame", "framenumber"]
        case .motor: ["电机号", "电机编号", "motor", "motornumber"]
        }
    }

    /// Headings are compared without white space, underscores, hyphens and brackets' width, in lower case.
    static func folded(_ heading: some StringProtocol) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in heading.narrowed.unicodeScalars where !scalar.properties.isWhitespace {
            if scalar != "_", scalar != "-", scalar != "\u{FEFF}" { folded.append(scalar) }
        }
        return String(folded).lowercased()
    }
}

extension StringProtocol {
    /// Full-width forms U+FF01–FF5E as ASCII, the ideographic space as a space.
    var narrowed: String {
        // Most fields are ASCII, and there are millions of them.
        if utf8.allSatisfy({ $0 < 0x80 }) { return String(self) }
        var narrow = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: narrow.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: narrow.append(" ")
            default: narrow.append(scalar)
            }
        }
        return String(narrow)
    }

    /// Whether a control character is among them.
    var hasControl: Bool {
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return false }
        return unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Without white space at both ends.
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }
}
