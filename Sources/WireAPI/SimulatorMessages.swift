/// The control interface of a simulated device, HTTP over a Unix socket. Rehearsal only.
///
/// `GET /v1/state` answers `SimulatedDeviceState`; `POST /v1/{action}` with `SimulatorAction` as body answers the new
/// state. Actions: `tap`, `lift` (ID-card reader), `scan` (scanner), `unplug`, `plug` (both).
package struct SimulatorAction: Codable, Sendable {
    /// `tap`: id of one of the synthetic people.
    package var person: String?
    /// `scan`: the text that the scanner sends.
    package var text: String?

    package init(person: String? = nil, text: String? = nil) {
        self.person = person
        self.text = text
    }
}

package struct SimulatedDeviceState: Codable, Equatable, Sendable {
    package struct Choice: Codable, Equatable, Sendable {
        /// What to send back: a person's id, or the text to scan.
        package var id: String
        /// What to show.
        package var label: String
        /// A key of the text catalogues that says what this choice shows.
        package var note: String

        package init(id: String, label: String, note: String) {
            self.id = id
            self.label = label
            self.note = note
        }
    }

    /// `id-card` or `scanner`.
    package var role: String
    package var plugged: Bool
    /// The person whose card lies on the reader.
    package var card: String?
    package var choices: [Choice]

    package init(role: String, plugged: Bool, card: String?, choices: [Choice]) {
        self.role = role
        self.plugged = plugged
        self.card = card
        self.choices = choices
    }
}

/// The answer of `GET /v1/rehearsal` at the kiosk.
package struct RehearsalView: Codable, Equatable, Sendable {
    package var devices: [SimulatedDeviceState]

    package init(devices: [SimulatedDeviceState]) { self.devices = devices }
}
