/// The control interface of a simulated device, HTTP over a Unix socket. Rehearsal only.
///
/// `GET /v1/state` answers `SimulatedDeviceState`; `POST /v1/{action}` with `SimulatorAction` as body answers the new
/// state. Actions: `tap`, `lift` (ID-card reader), `scan` (scanner), `unplug`, `plug` and `step` (all).
package struct SimulatorAction: Codable, Sendable {
    /// `tap`: id of one of the synthetic people.
    package var person: String?
    /// `scan`: the text that the scanner sends.
    package var text: String?
    /// `step`: one step of the script language, docs/kiosk-sim.md.
    package var step: String?

    package init(person: String? = nil, text: String? = nil, step: String? = nil) {
        self.person = person
        self.text = text
        self.step = step
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

    /// `id-card`, `scanner` or `printer`.
    package var role: String
    package var plugged: Bool
    /// The person whose card lies on the reader.
    package var card: String?
    package var choices: [Choice]
    /// A scanner's or printer's last commands from its host, in words, oldest first, at most 20.
    package var heard: [String]?
    /// What stands on a printer's paper, a line of text for each thing, at most the last 200.
    package var paper: [String]?

    package init(
        role: String,
        plugged: Bool,
        card: String?,
        choices: [Choice],
        heard: [String]? = nil,
        paper: [String]? = nil
    ) {
        self.heard = heard
        self.paper = paper
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
