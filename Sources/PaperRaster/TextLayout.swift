import CPangoCairo
import WireAPI

/// A paragraph laid out by Pango for one canvas. Owns its PangoLayout; used by one thread.
final class TextLayout {
    /// The Chinese font first: it has no Tibetan letters, and the hyphens of Tibetan fonts hang too high for numbers.
    private static let fonts = "Noto Sans CJK SC, Noto Serif Tibetan, Noto Sans Tibetan, Noto Sans"

    private let layout: OpaquePointer?
    private var size = 0

    init(_ paragraph: RasterRequest.Paragraph, width: Int, on canvas: Canvas) {
        layout = pango_cairo_create_layout(canvas.context)
        guard let layout else { return }
        let context = pango_layout_get_context(layout)
        pango_context_set_language(context, pango_language_from_string(paragraph.language))
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        // Positions on whole dots: letters of one word get even gaps.
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        let font = pango_font_description_new()
        pango_font_description_set_family(font, Self.fonts)
        pango_font_description_set_absolute_size(font, Double(paragraph.size) * Double(PANGO_SCALE))
        pango_font_description_set_weight(font, paragraph.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_MEDIUM)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_width(layout, CInt(width) * PANGO_SCALE)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_alignment(layout, paragraph.alignment == .centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT)
        pango_layout_set_single_paragraph_mode(layout, 1)
        pango_layout_set_text(layout, paragraph.text, -1)
        size = paragraph.size
        if paragraph.text.unicodeScalars.contains(where: Self.isTibetan) { pango_layout_set_line_spacing(layout, 0.72) }
        // Last: every change of the layout makes its lines anew.
        Self.putOnOneBaseline(layout)
    }

    deinit { if let layout { g_object_unref(UnsafeMutableRawPointer(layout)) } }

    var unknownGlyphs: Int { layout.map { Int(pango_layout_get_unknown_glyphs_count($0)) } ?? 0 }

    /// Dots: the line height, but no more than a third of an em beside the ink. Tibetan fonts leave far more, for stacks
    /// deeper than any in a receipt.
    var height: Int { bottom - top }

    func draw(on canvas: Canvas) {
        guard let layout else { return }
        cairo_move_to(canvas.context, 0, Double(-top))
        pango_cairo_show_layout(canvas.context, layout)
    }

    private var top: Int {
        let (ink, logical) = extents
        return min(Int(ink.y), max(Int(logical.y), Int(ink.y) - size / 3))
    }

    private var bottom: Int {
        let (ink, logical) = extents
        let end = Int(ink.y + ink.height)
        return max(end, min(Int(logical.y + logical.height), end + size / 3))
    }

    /// Where a line begins with Chinese, Pango 1.50 lifts Tibetan letters by most of an em, to align head lines by a
    /// table that these fonts do not have. Before anything is measured.
    private static func putOnOneBaseline(_ layout: OpaquePointer) {
        for index in 0..<pango_layout_get_line_count(layout) {
            var node = pango_layout_get_line(layout, index)?.pointee.runs
            while let run = node {
                run.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self).pointee.y_offset = 0
                node = run.pointee.next
            }
        }
    }

    private static func isTibetan(_ scalar: Unicode.Scalar) -> Bool { (0x0F00...0x0FFF).contains(scalar.value) }

    private var extents: (ink: PangoRectangle, logical: PangoRectangle) {
        var ink = PangoRectangle()
        var logical = PangoRectangle()
        if let layout { pango_layout_get_pixel_extents(layout, &ink, &logical) }
        return (ink, logical)
    }
}
