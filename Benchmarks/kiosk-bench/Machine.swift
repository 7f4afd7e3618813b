import Glibc

/// Where the figures were taken.
struct Machine: Encodable {
    let processor: String
    let cores: Int
    let memoryMiB: Int
    let kernel: String
    let system: String
    /// Of the programs.
    let configuration: String
    /// Processes that wanted a core when the bench began and when it ended, over one minute.
    let loadBefore: Double
    private(set) var loadAfter: Double

    init(configuration: String) {
        func value(_ file: String, _ key: String, _ separator: Character) -> String? {
            guard let text = try? textFile(file) else { return nil }
            return text.split(separator: "\n").first { $0.hasPrefix(key) }
                .flatMap { $0.split(separator: separator, maxSplits: 1).last }
                .map { $0.trimmingPrefix { " \t\"".contains($0) }.prefix { $0 != "\"" } }
                .map(String.init)
        }
        var name = utsname()
        uname(&name)
        kernel = withUnsafePointer(to: &name.release) {
            $0.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
        }
        processor = value("/proc/cpuinfo", "model name", ":") ?? "unknown"
        system = value("/etc/os-release", "PRETTY_NAME", "=") ?? "unknown"
        cores = sysconf(CInt(_SC_NPROCESSORS_ONLN))
        memoryMiB = sysconf(CInt(_SC_PHYS_PAGES)) / 256
        self.configuration = configuration
        loadBefore = Self.load
        loadAfter = 0
    }

    mutating func end() { loadAfter = Self.load }

    private static var load: Double {
        var averages = [0.0]
        return getloadavg(&averages, 1) == 1 ? averages[0] : 0
    }
}
