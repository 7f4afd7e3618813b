import Glibc

/// What /proc says of a process at one moment (proc(5)).
struct ProcessSample {
    let at: Int64
    /// `VmRSS`, `VmHWM`, `RssAnon`, `RssFile`, … in KiB.
    let memory: [String: Int]
    let descriptors: Int
    /// Voluntary context switches by thread.
    let switches: [Int: Int]
    let names: [Int: String]

    init(_ pid: pid_t) throws {
        at = Monotonic.now
        memory = Self.numbers(try textFile("/proc/\(pid)/status"))
        descriptors = Self.entries("/proc/\(pid)/fd").count
        var switches: [Int: Int] = [:]
        var names: [Int: String] = [:]
        for thread in Self.entries("/proc/\(pid)/task").compactMap({ Int($0) }) {
            // A thread may end between the two looks.
            guard let status = try? textFile("/proc/\(pid)/task/\(thread)/status") else { continue }
            switches[thread] = Self.numbers(status)["voluntary_ctxt_switches"]
            names[thread] = status.split(separator: "\n").first.map { String($0.dropFirst("Name:\t".count)) }
        }
        self.switches = switches
        self.names = names
    }

    var threads: Int { switches.count }

    /// Switches since `earlier`, by thread. Those of a thread that ended in between are lost, those of one that began
    /// count from zero.
    func switches(since earlier: ProcessSample) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: switches.map { ($0.key, $0.value - (earlier.switches[$0.key] ?? 0)) })
    }

    private static func numbers(_ status: String) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for line in status.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let number = parts[1].split(whereSeparator: \.isWhitespace).first else { continue }
            numbers[String(parts[0])] = Int(number)
        }
        return numbers
    }

    private static func entries(_ folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
