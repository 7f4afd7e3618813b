import Bundles
import Claims
import NIOCore
import Sealing

/// A bundle as a target makes it of an input, and what was read of one.
struct BundleText {
    let pieces: [[UInt8]]

    /// The first byte's lowest bit chooses: the rest as it is; or lines of JSON that get the checks that fit, so that what
    /// stands in them is looked at. Three bytes say how the file is cut.
    init(_ input: inout FuzzInput) {
        let isChecked = input.byte() & 1 == 1
        let cuts = Cuts(&input)
        let rest = input.all()
        let bytes = isChecked ? Self.checked(rest) : rest
        pieces = cuts.pieces(of: bytes).map { Array($0.readableBytesView) }
    }

    var bytes: [UInt8] { pieces.flatMap(\.self) }

    private static func checked(_ lines: [UInt8]) -> [UInt8] {
        let magic = Array("recycling-kiosk bundle 1".utf8)
        var hash = RunningHash(start: magic)
        var bytes = magic + [0x0A]
        for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !line.starts(with: "end ".utf8) { hash.add(line) }
            bytes += hash.text.utf8.prefix(16)
            bytes.append(0x20)
            bytes += line
            bytes.append(0x0A)
        }
        return bytes
    }
}

/// What a reader made of a bundle.
struct BundleReading: Equatable {
    private(set) var header: BundleHeader?
    private(set) var entries: [BundleEntry?] = []
    private(set) var lines: [Int] = []
    private(set) var seal: BundleSeal?
    /// The damage that a lenient reader came upon, or why a strict one stopped.
    private(set) var problem: String?
    private(set) var isRefused = false

    init(_ pieces: [[UInt8]], _ kind: BundleKind, isLenient: Bool = false) {
        var reader = BundleReader([kind], isLenient: isLenient)
        do {
            for piece in pieces {
                try reader.take(piece) { entry, line in
                    entries.append(entry)
                    lines.append(line)
                }
            }
            seal = try reader.finish()
            problem = reader.damage?.message
        } catch {
            mustBeOurs(error, ["bundle."], longest: 512)
            problem = (error as? KioskError)?.message
            isRefused = true
        }
        header = reader.header
    }
}
