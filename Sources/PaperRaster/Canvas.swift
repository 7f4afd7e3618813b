import CPangoCairo
import Claims

/// Grey dots to draw on. Owns its cairo surface; used by one thread.
final class Canvas {
    let width: Int
    let height: Int
    let context: OpaquePointer
    private let surface: OpaquePointer

    /// Throws `printer.image-failed` when there is no memory for it.
    init(width: Int, height: Int) throws(KioskError) {
        self.width = width
        self.height = height
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, CInt(width), CInt(height)),
            let context = cairo_create(surface)
        else { throw TextRaster.refused("no memory for an image") }
        // cairo gives objects in an error state instead of none; both are freed as usual.
        self.surface = surface
        self.context = context
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, cairo_status(context) == CAIRO_STATUS_SUCCESS
        else { throw TextRaster.refused("an image of \(width) by \(height) dots cannot be made") }
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Eight dots a byte, the leftmost in the highest bit.
    func rows(darkFrom threshold: Int) -> [UInt8] {
        cairo_surface_flush(surface)
        let bytesPerRow = (width + 7) / 8
        var rows = [UInt8](repeating: 0, count: bytesPerRow * height)
        let stride = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else { return rows }
        for row in 0..<height {
            for column in 0..<width where Int(data[row * stride + column]) >= threshold {
                rows[row * bytesPerRow + column / 8] |= 0x80 >> UInt8(column % 8)
            }
        }
        return rows
    }
}
