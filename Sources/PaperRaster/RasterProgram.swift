import Claims
import Glibc
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kiosk-raster`: one request on standard input, images on standard output. A program of its own, so that a fault in a
/// text library or a font ends it and not the kiosk.
package enum RasterProgram {
    /// The exit code: 0; 65 with an `ErrorBody` on standard error; 74 when nobody takes the images.
    package static func run() -> Int32 {
        // Whoever closes the pipe early gets no images; that is no reason to die of a signal.
        signal(SIGPIPE, SIG_IGN)
        do {
            let images = try TextRaster.images(try request())
            for image in images where !write(image.bytes, to: STDOUT_FILENO) { return EX_IOERR }
            return 0
        } catch {
            if let body = try? JSONEncoder().encode(ErrorBody(error)) { _ = write(Array(body), to: STDERR_FILENO) }
            return EX_DATAERR
        }
    }

    private static func request() throws(KioskError) -> RasterRequest {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(STDIN_FILENO, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += part.prefix(count)
            guard bytes.count <= RasterRequest.longestRequest else {
                throw TextRaster.refused("the request is longer than \(RasterRequest.longestRequest) bytes")
            }
        }
        do {
            return try JSONDecoder().decode(RasterRequest.self, from: Data(bytes))
        } catch {
            throw TextRaster.refused("the request is no JSON of the right form")
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
