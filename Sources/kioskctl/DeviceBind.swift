import ArgumentParser
import KioskTools
import WireAPI

struct DeviceBind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind",
        abstract: "Gives a device a role. It keeps it over unplugging and restarts.",
        discussion: "The words of each option are those of config/kiosk.yaml, which explains them."
    )

    @Argument(help: "The device as devices list shows it, or its path.", completion: .file()) var device: String
    @Option(help: "id-card, scanner, bank-card or printer.") var role: String
    @Option(help: "sdt, line, ssi, keyboard or escpos. Needed for adapters and unknown devices.") var driver: String?
    @Option(help: "Bits per second.") var baud: Int?
    @Option(help: "Scanner: auto, cr, lf, crlf, tab, none or length-prefixed.") var ending: String?
    @Option(help: "Scanner with --ending none: 50–2000.") var silenceMilliseconds: Int?
    @Flag(inversion: .prefixedNo, help: "Scanner: STX and ETX around each code.") var stripSTX: Bool?
    @Flag(inversion: .prefixedNo, help: "Scanner: each code begins with its AIM identifier.") var aim: Bool?
    @Option(name: .customLong("code-ids"), help: "Scanner: none or honeywell.") var codeIDs: String?
    @Option(help: "Scanner: auto, utf-8, gb18030, big5 or iso-8859-1.") var encoding: String?
    @Option(help: "Scanner: none, honeywell, newland, datalogic, gm65 or weiguang.") var commands: String?
    @Option(help: "Printer: dots a line.") var dots: Int?
    @Option(help: "Printer: characters a line.") var columns: Int?
    @Option(help: "Printer: gb18030 or raster.") var text: String?
    @Flag(inversion: .prefixedNo, help: "Printer: has a cutter.") var cuts: Bool?
    @Flag(inversion: .prefixedNo, help: "Printer: answers when asked for paper and cover.") var answersStatus: Bool?
    @OptionGroup var options: ToolOptions

    func run() async throws {
        var request = ControlBind(device: device, role: role)
        (request.driver, request.baud) = (driver, baud)
        (request.ending, request.silenceMilliseconds, request.stripSTX) = (ending, silenceMilliseconds, stripSTX)
        (request.aim, request.codeIDs, request.encoding, request.commands) = (aim, codeIDs, encoding, commands)
        (request.dots, request.columns, request.text) = (dots, columns, text)
        (request.cuts, request.answersStatus) = (cuts, answersStatus)
        try end(with: await options.tool.bind(request))
    }
}
