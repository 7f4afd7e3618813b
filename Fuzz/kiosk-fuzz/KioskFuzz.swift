import Glibc

/// Feeds one target with inputs that libFuzzer makes up: `kiosk-fuzz TARGET [libFuzzer's own arguments]`.
///
/// `kiosk-fuzz --list` names the targets, each with the longest input it is given. scripts/fuzz runs it. The program's
/// `main` is libFuzzer's, which calls the two functions below (https://llvm.org/docs/LibFuzzer.html).
enum KioskFuzz {
    /// Written once, before the first input; one thread.
    nonisolated(unsafe) fileprivate static var chosen: (UnsafeRawBufferPointer) -> Void = { _ in }

    fileprivate static func choose(_ arguments: [String]) {
        if arguments == ["--list"] {
            for target in FuzzTarget.all { print(target.name, target.longestInput) }
            exit(0)
        }
        guard let target = FuzzTarget.all.first(where: { $0.name == arguments.first }) else {
            let names = FuzzTarget.all.map(\.name).joined(separator: " ")
            print("usage: kiosk-fuzz TARGET [libFuzzer's arguments]; targets: \(names)")
            exit(64)
        }
        chosen = target.run
    }
}

/// C's `argv`.
typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Takes the target's name off the arguments: what follows is libFuzzer's.
@c(LLVMFuzzerInitialize)
func initialize(_ count: UnsafeMutablePointer<CInt>, _ values: UnsafeMutablePointer<Arguments>) -> CInt {
    let arguments = (1..<max(1, Int(count.pointee))).compactMap { values.pointee[$0].map { String(cString: $0) } }
    KioskFuzz.choose(arguments)
    values.pointee[1] = values.pointee[0]
    values.pointee += 1
    count.pointee -= 1
    return 0
}

@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    KioskFuzz.chosen(UnsafeRawBufferPointer(start: bytes, count: size))
    return 0
}
