import Claims
import KioskTestSupport
import Testing

@testable import DeviceSimulator

/// A made-up person who comes to the counter: nobody's identity number, nobody's card, a name that no program text holds.
struct Visitor: Sendable {
    /// From 1.
    let index: Int

    /// How the visit goes, so that every way by which a name comes in is gone.
    enum Way: Int, CaseIterable {
        /// Plate and bank card are typed.
        case typed
        /// Plate and bank card come from the scanner, and the receipt is printed.
        case scanned
        /// Somebody else comes for the owner.
        case agent
        /// The bike is somebody else's in the registry: a certificate with a signatory, and its photo.
        case certificate
        /// A card number that a supervisor lets pass, with a reason that names people.
        case override
    }

    var way: Way { Way.allCases[index % Way.allCases.count] }

    var plate: String { "拉萨T\(Self.digits(index, 5))" }

    /// Of scripts that cards carry: Han, rare ones beyond the basic plane and of the private use area among them, Tibetan,
    /// names with a dot, Latin letters.
    var name: String {
        let own = Self.given[index % Self.given.count] + Self.han(index)
        return switch index % 7 {
        case 0: "བཀྲ་\(Self.tibetan[index / 7 % Self.tibetan.count])་\(Self.tibetan[index / 77 % Self.tibetan.count])"
        case 1: "\(Self.surnames[index % Self.surnames.count])\(own)"
        case 2: "次仁·\(own)试"
        case 3: "𠮷\(own)䶮"
        case 4: "欧阳\(own)"
        case 5: "QWIXLE \(Self.latin(index))"
        default: "\(Self.surnames[index % Self.surnames.count])\u{E5C1}\(own)"
        }
    }

    var number: String { Self.identity(index) }
    /// Of who comes for the owner.
    var agentNumber: String { Self.identity(index + 5_000) }
    var agentName: String { "蘅\(Self.given[(index + 3) % Self.given.count])\(Self.han(index))" }
    var signatory: String { "麤\(Self.given[(index + 5) % Self.given.count])\(Self.han(index))" }

    /// 16 to 19 digits, of a prefix that no bank has; on the way `override` its last digit is wrong.
    var bankCard: String {
        let scattered = Self.digits(index * 7_919 % 100_000_000, 8)
        let body = "629999" + scattered + String("731".prefix(index % 4))
        let right = body + String((0...9).first { BankCardNumber("\(body)0\($0)")?.isLuhnValid == true } ?? 0)
        let number = "\(body)0\(right.suffix(1))"
        guard way == .override, let last = number.last?.wholeNumberValue else { return number }
        return number.dropLast() + String((last + 1) % 10)
    }

    var card: SimulatedCard { Self.card(name, number) }
    var agentCard: SimulatedCard { Self.card(agentName, agentNumber) }

    /// A line of the police's extract.
    var record: String {
        let owner = way == .certificate ? Self.identity(index + 9_000) : number
        return "\(plate),white-red,2021-06-01,\(owner),60,,,"
    }

    /// What names people of this visit.
    var names: [String] { [name] + (way == .agent ? [agentName] : []) + (way == .certificate ? [signatory] : []) }
    var numbers: [String] { [number, bankCard] + (way == .agent ? [agentNumber] : []) }

    /// Region 990001, born between 1950 and 2004.
    private static func identity(_ index: Int) -> String {
        let year = 1950 + index * 13 % 55
        let day = "\(digits(1 + index * 5 % 12, 2))\(digits(1 + index * 11 % 28, 2))"
        let body = "990001\(year)\(day)\(digits(1 + index % 997, 3))"
        return body + String(decoding: [ResidentID.checkCharacter(for: body.utf8)], as: UTF8.self)
    }

    private static func card(_ name: String, _ number: String) -> SimulatedCard {
        SimulatedCard(
            layout: .resident(ethnicity: "04"),
            name: name,
            sex: "1",
            birthDate: String(number.dropFirst(6).prefix(8)),
            address: "样本自治区测试县演习乡7组",
            number: number,
            authority: "测试县公安局",
            validFrom: "20180501",
            validTo: "20380501"
        )
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    private static func han(_ index: Int) -> String {
        let digits = Array("垚淼焱鑫森晶磊犇骉麤")
        return String(String(index).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    }

    private static func latin(_ index: Int) -> String {
        let letters = Array("BCDFGHJKLM")
        return String(String(index).compactMap { $0.wholeNumberValue.map { letters[$0] } }) + "ZQ"
    }

    private static let surnames = ["璩", "仉", "亓官", "缑", "厍", "逄", "闫"]
    private static let given = ["翀", "赟", "槊", "黼", "彧", "旻", "頔", "喆", "甯", "翯", "珺", "祎", "昶", "韡", "湜"]
    private static let tibetan = ["སྒྲོལ", "དབང", "ཕུན", "ལྷ", "ཉི", "ཟླ", "རྡོར", "ཆོས", "དཔལ", "བསོད", "ནོར"]
}
