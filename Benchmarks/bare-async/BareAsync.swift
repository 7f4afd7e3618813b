import Glibc

/// The least that a Swift program with concurrency is: no library of ours, one task that waits for good.
///
/// Its memory, its start and its wake-ups stand beside those of `kioskd` as what the language's runtime costs.
@main
struct BareAsync {
    static func main() async {
        // The task pool starts its first thread here, as it does in every program that awaits anything.
        await Task { print("ready") }.value
        fflush(nil)
        if CommandLine.arguments.contains("--exit") { return }
        let (silence, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in silence {}
        continuation.finish()
    }
}
