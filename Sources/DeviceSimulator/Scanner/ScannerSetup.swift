/// How a line scanner is set up, as its set-up codes would do it.
package struct ScannerSetup: Equatable, Sendable {
    /// What follows each scan, or comes before it.
    package enum Ending: String, CaseIterable, Sendable {
        case crlf, cr, lf, tab
        case none
        /// `03`, the number of bytes, the bytes: modules of the GM65 class with "protocol output" on.
        case length

        var suffix: [UInt8] {
            switch self {
            case .crlf: [0x0D, 0x0A]
            case .cr: [0x0D]
            case .lf: [0x0A]
            case .tab: [0x09]
            case .none, .length: []
            }
        }
    }

    /// The commands that it takes from its host.
    package enum Commands: String, CaseIterable, Sendable {
        case none, honeywell, newland, datalogic, gm65
    }

    package var ending = Ending.crlf
    /// STX before and ETX after the data, inside the ending.
    package var hasSTX = false
    /// The AIM identifier before the data.
    package var hasAIM = false
    /// Says how the text is encoded, with codes that can; needs the AIM identifier.
    package var hasECI = false
    /// Honeywell's letter of the symbology before the data; not together with the AIM identifier.
    package var hasHoneywellID = false
    package var encoding = CodeEncoding.utf8
    package var commands = Commands.none
    /// Reads a code only when the host pulls the trigger.
    package var waitsForTrigger = false

    package init() {}
}
