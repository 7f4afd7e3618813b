/// All figures of one run. Prints them; judges nothing.
struct RegistryBenchReport {
    let machine: BenchMachine
    let plates: Int
    let figures: [Figure]

    var table: String {
        let width = figures.map(\.name.count).max() ?? 0
        let values = figures.map { "\($0.text) \($0.unit)" }
        let column = values.map(\.count).max() ?? 0
        func line(_ name: String, _ value: String) -> String {
            "| \(name)\(String(repeating: " ", count: max(0, width - name.count))) | "
                + "\(String(repeating: " ", count: max(0, column - value.count)))\(value) |"
        }
        let head = [
            "\(machine.cores) cores, load \(Figure("", machine.load, "").text) after", "",
            line("registry, \(plates) plates", ""),
            "| \(String(repeating: "-", count: width)) | \(String(repeating: "-", count: max(column - 1, 1))): |",
        ]
        return (head + zip(figures, values).map { line($0.name, $1) }).joined(separator: "\n")
    }

    /// `{"plates": …, "figures": [{"name", "value", "unit"}]}`; no name or unit needs an escape.
    var json: String {
        let rows = figures.map { #"{"name":"\#($0.name)","unit":"\#($0.unit)","value":\#($0.value)}"# }
        let all = rows.joined(separator: ",")
        return #"{"cores":\#(machine.cores),"figures":[\#(all)],"load":\#(machine.load),"plates":\#(plates)}"#
    }
}
