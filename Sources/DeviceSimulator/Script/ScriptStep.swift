/// One thing that a hand, a scanner's trigger or bad luck does to a simulated device.
package enum ScriptStep: Equatable, Sendable {
    case plug
    case unplug
    /// Lays the card of one of the cast on the reader.
    case tap(String)
    case lift
    /// SW3 that the reader gives whatever is asked, so many times or until told otherwise; nil for its own answers.
    case answer(UInt8?, count: Int?)
    /// Holds a code under the scanner.
    case scan(String, Symbology)
    case scanner(ScannerFault)
    case printer(PrinterChange)
    case line(LineFault)
}

/// What goes wrong between a device and its host.
package enum LineFault: Equatable, Sendable {
    /// So many bytes without sense, now; the same in every run.
    case noise(Int)
    /// A few bytes at a time; nil for the line's own pace.
    case pace(LinePace?)
    /// So many of the next messages have a wrong last byte, where SDT and SSI keep their sums.
    case wrongSums(Int)
    case silence(Bool)
    /// The device is set to this speed, and a host at another one hears and is heard wrongly; nil for any speed.
    case speed(Int?)
    /// The plug comes out when so many more bytes have gone out.
    case unplugAfter(Int)
}

package enum ScannerFault: Equatable, Sendable {
    /// The host's next acknowledgements are lost on the way (SSI).
    case loseAcks(Int)
}

package enum PrinterChange: Equatable, Sendable {
    package enum Paper: String, CaseIterable, Sendable {
        case ok, low, out
    }

    case paper(Paper)
    /// The paper ends after so many more lines, pictures and cuts.
    case paperFor(items: Int)
    case cover(isOpen: Bool)
    case cutter(isJammed: Bool)
    /// Tears the paper off.
    case tear
}
