package import Claims
import Subprocess
import SystemPackage
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
    private static let longestError = 65_536

    private enum Answer: Sendable {
        case images([UInt8])
        case failed(status: String, message: String)
        case tooLate
    }

    /// - Parameters:
    ///   - program: path of `kiosk-raster`.
    ///   - timeout: a cold font cache takes seconds on a small machine.
    package init(program: String, timeout: Duration = .seconds(30)) {
        self.program = program
        self.timeout = timeout
    }

    package func images(_ request: RasterRequest) async throws(KioskError) -> [PortableBitmap] {
        guard let input = try? JSONEncoder().encode(request) else { throw failed("the request has no JSON form") }
        switch try await answer(Array(input)) {
        case .tooLate: throw failed("it gave no images within \(timeout)")
        case .failed(let status, let message):
            if let detail = try? JSONDecoder().decode(ErrorBody.self, from: Data(message.utf8)).error {
                throw KioskError(KioskError.Code(detail.code), detail.message, remedy: detail.remedy)
            }
            throw failed("it ended with \(status)")
        case .images(let bytes):
            let images = try PortableBitmap.images(in: bytes, limit: request.paragraphs.count)
            guard images.count == request.paragraphs.count, images.allSatisfy({ $0.width == request.width }) else {
                throw failed("it gave \(images.count) images for \(request.paragraphs.count) paragraphs")
            }
            return images
        }
    }

    private func answer(_ input: [UInt8]) async throws(KioskError) -> Answer {
        do {
            return try await withThrowingTaskGroup(of: Answer.self) { group in
                group.addTask { try await run(input) }
                group.addTask {
                    // Not a wait for something to happen: the limit of the other task, which ends first as a rule.
                    try await Task.sleep(for: timeout)
                    return .tooLate
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .tooLate
            }
        } catch {
            throw failed("it could not be run", cause: error)
        }
    }

    private func run(_ input: [UInt8]) async throws -> Answer {
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            input: .array(input),
            output: .bytes(limit: Self.longestAnswer),
            error: .string(limit: Self.longestError)
        )
        guard result.terminationStatus.isSuccess else {
            return .failed(status: "\(result.terminationStatus)", message: result.standardError)
        }
        return .images(result.standardOutput)
    }

    private func failed(_ what: String, cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .printerImageFailed,
            "\(program): \(what)",
            remedy: "See that kiosk-raster is installed beside kioskd; try it by hand as docs/papers.md says.",
            cause: cause
        )
    }
}
