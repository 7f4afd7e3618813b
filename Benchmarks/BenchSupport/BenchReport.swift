import Glibc

/// All figures of one run. Prints them; judges nothing.
package struct BenchReport {
    private let title: String
    private let figures: [Figure]
    /// Processes that wanted a core, over one minute, when the run began.
    private let loadBefore: Double

    package init(_ title: String, figures: [Figure], loadBefore: Double) {
        self.title = title
        self.figures = figures
        self.loadBefore = loadBefore
    }

    package static var load: Double {
        var averages = [0.0]
        return getloadavg(&averages, 1) == 1 ? averages[0] : 0
    }

    private var cores: Int { sysconf(CInt(_SC_NPROCESSORS_ONLN)) }

    package var table: String {
        let width = figures.map(\.name.count).max() ?? 0
        let column = figures.map(\.text.count).max() ?? 0
        let rows = [(title, "")] + figures.map { ($0.name, $0.text) }
        var lines = rows.map { name, value in
            "| \(name)\(String(repeating: " ", count: max(0, width - name.count))) | "
                + "\(String(repeating: " ", count: max(0, column - value.count)))\(value) |"
        }
        let rule = "| \(String(repeating: "-", count: width)) | \(String(repeating: "-", count: max(column - 1, 1))): |"
        lines.insert(rule, at: 1)
        let load =
            "\(cores) cores, load \(Figure("", loadBefore, "").text) before, \(Figure("", Self.load, "").text) after"
        return ([load, ""] + lines).joined(separator: "\n")
    }

    /// `{"cores", "load", "figures": [{"name", "value", "unit"}]}`; no name or unit needs an escape.
    package var json: String {
        let rows = figures.map { #"{"name":"\#($0.name)","unit":"\#($0.unit)","value":\#($0.value)}"# }
        return #"{"cores":\#(cores),"figures":[\#(rows.joined(separator: ","))],"load":\#(Self.load)}"#
    }
}
