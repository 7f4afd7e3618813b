import Devices
import Foundation
import Testing

@testable import Settings

/// The udev rules beside the match table: what one knows, the other does.
struct UdevRulesTests {
    /// `vendor:product` of the rules whose text holds `holding`, products as in the match table.
    private func numbers(_ attribute: String, holding: String) throws -> Set<String> {
        let text = try String(contentsOfFile: shipped("config/udev/60-recycling-kiosk.rules"), encoding: .utf8)
        var numbers: Set<String> = []
        for line in text.split(separator: "\n") where line.hasPrefix("\(attribute){idVendor}") && line.contains(holding)
        {
            let fields = line.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
            let vendor = fields[1]
            let products = line.contains("{idProduct}") ? fields[3].replacing("?", by: "x") : "*"
            for product in products.split(separator: "|") { numbers.insert("\(vendor):\(product)") }
        }
        return numbers
    }

    private func rows(_ keep: (MatchRow.Verdict) -> Bool) throws -> Set<String> {
        let table = try MatchFile.load(shipped("share/\(MatchFile.name)"))
        return Set(table.rows.filter { keep($0.verdict) }.map { "\($0.vendorID):\($0.productID)" })
    }

    /// A rule for a whole vendor covers the vendor's rows.
    private func uncovered(_ rows: Set<String>, by rules: Set<String>) -> Set<String> {
        rows.filter { !rules.contains($0) && !rules.contains("\($0.prefix(4)):*") }
    }

    @Test func `ModemManager is kept from every device and every bridge of the table`() throws {
        let known = try rows { verdict in
            switch verdict {
            case .device, .bridge: true
            case .keyboard, .printer, .unusable, .foreign: false
            }
        }
        let rules = try numbers("ATTR", holding: "ENV{ID_MM_DEVICE_IGNORE}=\"1\"")
        #expect(known.count > 15)
        #expect(uncovered(known, by: rules) == [])
        #expect(rules.subtracting(known) == [], "a rule for something that is not in the table")
    }

    @Test func `each device has its name, each bridge only the tag`() throws {
        let devices = try rows { if case .device = $0 { true } else { false } }
        let bridges = try rows { $0 == .bridge }
        let named = try numbers("ATTRS", holding: "GOTO=\"recycling_kiosk_scanner\"")
        let tagged = try numbers("ATTRS", holding: "GOTO=\"recycling_kiosk_ours\"")
        #expect(uncovered(devices, by: named) == [] && named.subtracting(devices) == [])
        #expect(tagged == bridges)
    }
}
