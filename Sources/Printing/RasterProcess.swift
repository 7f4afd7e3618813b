package import Claims
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs `kiosk-raster` once a paper. A crash of it, or a hang, costs the paper and nothing else.
package struct RasterProcess: TextDrawing {
    private let program: String
    private let timeout: Duration

    /// Bytes of the images: 200 paragraphs of 1000 lines each would be an error of ours.
    private static let longestAnswer = 16 << 20
    /// - Parameters:
    ///   - program: path of `kiosk-raster`.
    ///   - timeout: a cold font cache takes seconds on a small machine.
    package init(program: String, timeout: Duration = .seconds(30)) {
        self.program = program
        self.timeout = timeout
    }

    package func images(_ request: RasterRequest) async throws(KioskError) -> [PortableBitmap] {
        guard let input = try? JSONEncoder().encode(request) else { throw failed("the request has no JSON form") }
        let child = ChildProcess(program: program, timeout: timeout, longestOutput: Self.longestAnswer)
        let result = await child.run(Array(input))
        switch result.ending {
        case .tooLate: throw failed("it gave no images within \(timeout)")
        case .tooMuch: throw failed("it gave more than \(Self.longestAnswer) bytes")
        case .notStarted(let code): throw failed("it could not be run (error \(code) of the system)")
        case .signalled(let signal): throw failed("it ended with signal \(signal)")
        case .exited(0): break
        case .exited(let status):
            if let detail = try? JSONDecoder().decode(ErrorBody.self, from: Data(result.error)).error {
                throw KioskError(KioskError.Code(detail.code), detail.message, remedy: detail.remedy)
            }
            throw failed("it ended with \(status)")
        }
        let images = try PortableBitmap.images(in: result.output, limit: request.paragraphs.count)
        guard images.count == request.paragraphs.count, images.allSatisfy({ $0.width == request.width }) else {
            throw failed("it gave \(images.count) images for \(request.paragraphs.count) paragraphs")
        }
        return images
    }

    private func failed(_ what: String) -> KioskError {
        KioskError(
            .printerImageFailed,
            "\(program): \(what)",
            remedy: "See that kiosk-raster is installed beside kioskd; try it by hand as docs/papers.md says."
        )
    }
}
