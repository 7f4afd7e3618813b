import ArgumentParser

/// A part of a long list.
struct PageOptions: ParsableArguments {
    @Option(help: "Only what has a number above this one.") var after: Int64 = 0
    @Option(help: "How many at most, 1–500.") var limit = 100

    func validate() throws {
        guard (1...500).contains(limit) else {
            throw ValidationError("--limit is 1 to 500; --after NUMBER goes on where a list ended.")
        }
        guard after >= 0 else { throw ValidationError("--after is a running number, from 0.") }
    }
}
