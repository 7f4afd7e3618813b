import Claims
import Testing

struct FenTests {
    @Test(arguments: [
        (37_100, "371.00"), (61_500, "615.00"), (78_500, "785.00"), (0, "0.00"), (1, "0.01"), (99, "0.99"),
        (100, "1.00"),
        (-1, "-0.01"), (-12_345, "-123.45"), (Int64.max, "92233720368547758.07"), (Int64.min, "-92233720368547758.08"),
    ])
    func `money is written as yuan with two decimals`(amount: Int64, text: String) {
        #expect(Fen(amount).description == text)
        #expect(Fen(amount).amount == amount)
    }

    @Test func `money is ordered`() {
        #expect(Fen(37_100) < Fen(61_500))
        #expect(!(Fen(37_100) < Fen(37_100)))
        #expect(Fen.zero == Fen(0))
        #expect(Fen(-1) < .zero)
    }
}
