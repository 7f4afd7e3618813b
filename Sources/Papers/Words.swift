import Claims

/// Says things in the languages of one paper, in their order.
struct Words {
    let catalogues: [TextCatalogue]

    func callAsFunction(_ key: TextKey, _ values: [String: String] = [:]) -> [String] {
        catalogues.map { $0.text(key, values) }
    }

    /// The programme file's own text; what a language lacks is said in Chinese, else by its name in the file.
    func own(_ texts: [String: String], _ name: String) -> [String] {
        catalogues.map { texts[$0.language] ?? texts["zh-CN"] ?? name }
    }

    /// A part and what was found of it: `battery present, 60 V`.
    func part(_ part: Part, _ condition: PartFinding.Condition, volts: Int? = nil) -> Paper.Block {
        let voltage = volts.map { self(.volts, ["volts": String($0)]) }
        let found = self(Self.key(condition))
        return .field(
            self(Self.key(part)),
            found.enumerated().map { index, text in voltage.map { "\(text) \($0[index])" } ?? text }
        )
    }

    /// Nil: read and sealed.
    func serial(_ serial: PartSerial?) -> [String] {
        switch serial {
        case nil: self(.sealedSerial)
        case .read(let text): [text]
        case .illegible: self(.illegible)
        case .groundOff: self(.groundOff)
        case .some(.none): self(.noSerial)
        }
    }

    func money(_ amount: Fen) -> [String] { self(.money, ["yuan": amount.description]) }

    func plate(_ plate: PaperPlate?) -> Paper.Block {
        .field(self(.plate), plate.map { [$0.text] } ?? self(.plateless))
    }

    func idTail(_ tail: IDTail) -> Paper.Block { .field(self(.id), self(.idTail, ["tail": tail.text])) }

    func foot(_ programme: PaperProgramme) -> [Paper.Block] {
        let titles = own(programme.title, programme.version)
        let values = zip(catalogues, titles).map {
            $0.text(.programmeValue, ["title": $1, "version": programme.version])
        }
        return [.field(self(.programme), values), .field(self(.hotline), [programme.hotline])]
    }

    /// Above everything else.
    func marks(rehearsal: Bool, reprint: Bool) -> [Paper.Block] {
        (rehearsal ? [.mark(self(.rehearsal))] : []) + (reprint ? [.mark(self(.reprint))] : [])
    }

    private static func key(_ part: Part) -> TextKey {
        switch part {
        case .battery: .battery
        case .motor: .motor
        case .frame: .frame
        }
    }

    private static func key(_ condition: PartFinding.Condition) -> TextKey {
        switch condition {
        case .present: .present
        case .missing: .missing
        case .wrong: .wrong
        }
    }
}
