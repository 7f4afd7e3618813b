package import Claims

/// A plate as a paper shows it: in full at the central, masked at the kiosk, which does not keep it.
package struct PaperPlate: Equatable, Sendable {
    package let text: String
    /// Nil where only the mask is known.
    let whole: Plate?

    package init(_ plate: Plate) {
        text = plate.text
        whole = plate
    }

    package init(masked text: String) {
        self.text = text
        whole = nil
    }
}
