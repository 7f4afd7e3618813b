package import Claims
package import Outbox

/// The kiosk's clock, as the one who hears the central's needs it.
package protocol TimeKeeper: Sendable {
    var reading: ClockReading { get }

    /// The central's time from a signed answer, and the readings around the exchange.
    func heard(_ central: Timestamp, sent: ClockReading, received: ClockReading)
}
