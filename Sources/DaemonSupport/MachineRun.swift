import Glibc

/// One run of the machine, from its start to its end.
package struct MachineRun: Sendable {
    /// Another one after each start of the machine: 16 lower-case hexadecimal digits of the kernel's boot id (`random(4)`).
    /// Zeros where the kernel does not tell it.
    package let id: String

    package init() {
        var digits: [UInt8] = []
        if let file = fopen("/proc/sys/kernel/random/boot_id", "re") {
            defer { fclose(file) }
            while digits.count < 16 {
                let byte = getc(file)
                guard byte >= 0 else { break }
                if let digit = UInt8(exactly: byte), isxdigit(byte) != 0 { digits.append(digit) }
            }
        }
        digits += Array(repeating: UInt8(ascii: "0"), count: 16 - digits.count)
        id = String(decoding: digits, as: UTF8.self)
    }

    /// Since the machine's start, asleep or awake; no change of the wall clock touches it.
    package static var uptimeMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
