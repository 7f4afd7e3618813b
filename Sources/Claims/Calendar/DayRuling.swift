/// Whether a day is worked, and by which notice.
package enum DayRuling: Hashable, Sendable, CustomStringConvertible {
    case localDayOff(NoticeVersion, name: String)
    case makeUpDay(NoticeVersion)
    case nationalDayOff(NoticeVersion, name: String)
    /// Monday to Friday, and no notice says otherwise.
    case weekday
    /// Saturday or Sunday, and no notice says otherwise.
    case weekend

    package var isWorking: Bool {
        switch self {
        case .makeUpDay, .weekday: true
        case .localDayOff, .nationalDayOff, .weekend: false
        }
    }

    /// The notice that decided, if one did.
    package var notice: NoticeVersion? {
        switch self {
        case .localDayOff(let notice, _), .nationalDayOff(let notice, _), .makeUpDay(let notice): notice
        case .weekday, .weekend: nil
        }
    }

    /// English, for technicians.
    package var description: String {
        switch self {
        case .localDayOff(let notice, let name): "local day off, \(name), by \(notice)"
        case .makeUpDay(let notice): "make-up working day by \(notice)"
        case .nationalDayOff(let notice, let name): "national day off, \(name), by \(notice)"
        case .weekday: "working day"
        case .weekend: "weekend"
        }
    }
}
