import Glibc

/// Why a measurement could not be made.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// What a system call said.
    static func call(_ name: String) -> BenchFailure { BenchFailure("\(name): \(String(cString: strerror(errno)))") }
}
