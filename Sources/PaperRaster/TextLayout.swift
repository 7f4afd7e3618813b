import CPangoCairo
import WireAPI

/// A paragraph laid out by Pango for one canvas. Owns its PangoLayout; used by one thread.
final class TextLayout {
    /// Serif for Tibetan: the block letters of its sans lose their strokes at this size. Bold Chinese where it is asked for.
    private static let tibetanFirst = "Noto Serif Tibetan, Noto Sans Tibetan, Noto Sans CJK SC, Noto Sans"
    private static let chineseFirst = "Noto Sans CJK SC, Noto Serif Tibetan, Noto Sans Tibetan, Noto Sans"

    private let layout: OpaquePointer?

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
        pango_font_description_set_family(font, paragraph.language == "bo" ? Self.tibetanFirst : Self.chineseFirst)
        pango_font_description_set_absolute_size(font, Double(paragraph.size) * Double(PANGO_SCALE))
        pango_font_description_set_weight(font, paragraph.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_MEDIUM)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_width(layout, CInt(width) * PANGO_SCALE)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_alignment(layout, paragraph.alignment == .centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT)
        pango_layout_set_single_paragraph_mode(layout, 1)
        pango_layout_set_text(layout, paragraph.text, -1)
    }

    deinit { if let layout { g_object_unref(UnsafeMutableRawPointer(layout)) } }

    var unknownGlyphs: Int { layout.map { Int(pango_layout_get_unknown_glyphs_count($0)) } ?? 0 }

    /// Dots, of the ink and the line height together: deep Tibetan stacks may reach below the line.
    var height: Int {
        let (ink, logical) = extents
        return max(Int(logical.y + logical.height), Int(ink.y + ink.height)) - top
    }

    func draw(on canvas: Canvas) {
        guard let layout else { return }
        cairo_move_to(canvas.context, 0, Double(-top))
        pango_cairo_show_layout(canvas.context, layout)
    }

    private var top: Int {
        let (ink, logical) = extents
        return min(Int(logical.y), Int(ink.y))
    }

    private var extents: (ink: PangoRectangle, logical: PangoRectangle) {
        var ink = PangoRectangle()
        var logical = PangoRectangle()
        if let layout { pango_layout_get_pixel_extents(layout, &ink, &logical) }
        return (ink, logical)
    }
}
