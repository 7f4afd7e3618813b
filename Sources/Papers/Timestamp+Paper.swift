import Claims

extension Timestamp {
    /// `2025-03-10 10:00:05`, the programme's time.
    var onPaper: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }
}
