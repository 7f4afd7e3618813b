import Glibc

/// The one clock of all figures: CLOCK_MONOTONIC, in nanoseconds.
enum Monotonic {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    static func seconds(_ count: Int) -> Int64 { Int64(count) * 1_000_000_000 }
}
