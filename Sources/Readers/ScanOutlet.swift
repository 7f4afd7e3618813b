import Claims
import Devices
import NIOCore
import ReaderProtocols

/// The last steps of every scanner's driver: repeats out, bytes to text, the text handed on or the trouble told.
final class ScanOutlet {
    /// So many codes that are no text, one after the other, mean that something is set up wrong.
    static let failuresToComplain = 3
    /// So many codes without an end, one after the other, mean that the scanner is not set up to send one.
    static let fragmentsToComplain = 3

    private let report: DeviceReport
    private let decoder: ScanDecoder
    private var repeats = RepeatFilter()
    private var rate: ScanRate
    private var failuresInARow = 0
    private var fragmentsInARow = 0

    init(_ report: DeviceReport, _ settings: ScannerSettings) {
        self.report = report
        decoder = ScanDecoder(settings)
        rate = ScanRate(report.limits)
    }

    func take(_ frame: ByteBuffer, _ symbology: Symbology? = nil, at now: NIODeadline) {
        fragmentsInARow = 0
        report.update { $0.frames += 1 }
        guard !repeats.isRepeat(frame, at: now) else { return }
        rate.scanned(at: now)
        guard !rate.isFlooded else {
            let path = report.path
            return report.update {
                $0.damaged += 1
                $0.problem = .flooded(path)
            }
        }
        do throws(ScanDecoder.Failure) {
            let scan = try decoder.decode(frame, symbology: symbology)
            failuresInARow = 0
            report.update { $0.problem = nil }
            report.handOn(scan)
        } catch {
            failuresInARow += 1
            let isSetUpWrong = failuresInARow >= Self.failuresToComplain
            let path = report.path
            report.update {
                $0.damaged += 1
                $0.problem = isSetUpWrong ? .undecodable(path, error) : nil
            }
        }
    }

    /// Bytes that were no frame.
    func damaged() { report.update { $0.damaged += 1 } }

    /// Something without an end was thrown away. `counts` is false where it need not have been a code.
    func fragment(counts: Bool = true) {
        if counts { fragmentsInARow += 1 }
        let isSetUpWrong = counts && fragmentsInARow >= Self.fragmentsToComplain
        let path = report.path
        report.update {
            $0.discarded += 1
            if isSetUpWrong { $0.problem = .noTerminator(path) }
        }
    }
}
