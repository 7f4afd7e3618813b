import CFuzzer
import Glibc

/// Feeds one target with inputs that libFuzzer makes up: `kiosk-fuzz TARGET [libFuzzer's own arguments]`.
///
/// `kiosk-fuzz --list` names the targets, each with the longest input it is given. scripts/fuzz runs it.
@main
struct KioskFuzz {
    static func main() {
        let names = FuzzTarget.all.map(\.name)
        if CommandLine.argc == 2, CommandLine.arguments[1] == "--list" {
            for target in FuzzTarget.all { print(target.name, target.longestInput) }
            return
        }
        guard CommandLine.argc > 1, let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] })
        else {
            print("usage: kiosk-fuzz TARGET [libFuzzer's arguments]; targets: \(names.joined(separator: " "))")
            exit(64)
        }
        chosen = target.run
        // What follows the target's name is libFuzzer's.
        var count = CommandLine.argc - 1
        var values: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        CommandLine.unsafeArgv[1] = CommandLine.unsafeArgv[0]
        exit(
            LLVMFuzzerRunDriver(&count, &values) { bytes, size in
                chosen(UnsafeRawBufferPointer(start: bytes, count: size))
                return 0
            }
        )
    }

    /// A C callback captures nothing. Written once, before libFuzzer starts; one thread.
    nonisolated(unsafe) private static var chosen: (UnsafeRawBufferPointer) -> Void = { _ in }
}
