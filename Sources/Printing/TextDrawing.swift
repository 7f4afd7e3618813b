package import Claims
package import WireAPI

/// Makes images of text. `RasterProcess` does; tests may do without fonts.
package protocol TextDrawing: Sendable {
    /// One image a paragraph, in order, each of the width asked for.
    ///
    /// Throws `printer.font-missing` and `printer.image-failed`.
    func images(_ request: RasterRequest) async throws(KioskError) -> [PortableBitmap]
}
