import Claims
import QueueServer
import WireAPI

extension StoreQueueDesk {
    func daySlip(_ day: CivilDate) async throws -> DaySlip {
        throw KioskError(.requestNotFound, "the day's slip is not served yet", remedy: "use a later version")
    }

    func printDaySlip(_ day: CivilDate, language: String, by actor: QueueActor) async throws -> PrintView {
        throw KioskError(.requestNotFound, "the day's slip is not served yet", remedy: "use a later version")
    }
}
