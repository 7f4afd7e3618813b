import Foundation
import Glibc

/// The memory of a process as a core dump has it: every mapping that can be written, and those of no file.
///
/// What a program only maps from its own file cannot hold anything of anybody, and is not in a core either
/// (`core(5)`, `coredump_filter`).
struct ProcessMemory {
    struct Region {
        let name: String
        let bytes: Data
    }

    /// The process should be stopped meanwhile. Needs the right to trace it.
    static func regions(of process: Int32) throws -> [Region] {
        let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
        let memory = open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else { throw SearchFailure("/proc/\(process)/mem: \(String(cString: strerror(errno)))") }
        defer { close(memory) }
        var regions: [Region] = []
        for line in maps.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            let name = fields.count > 5 ? fields[5].trimmingCharacters(in: .whitespaces) : ""
            guard ends.count == 2, fields[1].hasPrefix("r"), !name.hasPrefix("[v") else { continue }
            guard fields[1].dropFirst().hasPrefix("w") || !name.hasPrefix("/") else { continue }
            var bytes = Data(count: Int(ends[1] - ends[0]))
            let count = bytes.withUnsafeMutableBytes { pread(memory, $0.baseAddress, $0.count, off_t(ends[0])) }
            guard count > 0 else { continue }
            regions.append(Region(name: "\(fields[0]) \(fields[1]) \(name)", bytes: bytes.prefix(count)))
        }
        guard !regions.isEmpty else { throw SearchFailure("no memory of \(process) could be read") }
        return regions
    }
}
