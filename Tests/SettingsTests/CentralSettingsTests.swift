import Claims
import Foundation
import Testing

@testable import Settings

struct CentralSettingsTests {
    @Test func `the shipped central file loads with every key it documents`() throws {
        let settings = try CentralSettings.load(shipped("config/central.yaml"))
        #expect(
            settings
                == CentralSettings(
                    mode: .production,
                    listenHost: "0.0.0.0",
                    listenPort: 8443,
                    stateDirectory: "/var/lib/recycling-kiosk-central",
                    programmeFiles: [shipped("config/programmes/doilungdeqen-2025.yaml")],
                    calendarFolder: shipped("config/calendars"),
                    digestKeyFile: "/run/credentials/kiosk-central.service/digest-key",
                    tls: CentralSettings.TLS(
                        certificateFile: shipped("config/server.crt"),
                        keyFile: "/run/credentials/kiosk-central.service/tls-key",
                        authorityFile: shipped("config/authority.crt"),
                        authorityKeyFile: "/run/credentials/kiosk-central.service/authority-key",
                        sealingKeysFile: shipped("config/sealing-keys")
                    ),
                    answerKeyFile: "/run/credentials/kiosk-central.service/answer-key",
                    controlSocket: "/run/recycling-kiosk-central/control.sock",
                    sealing: .init(
                        reviewersKeyFiles: ["/run/credentials/kiosk-central.service/reviewers-key"],
                        payersKeyFiles: [shipped("config/payers.pub")]
                    ),
                    logLevel: .notice
                )
        )
    }

    @Test func `every programme that the shipped central names loads`() throws {
        let settings = try CentralSettings.load(shipped("config/central.yaml"))
        let programmes = try ProgrammeFile.load(files: settings.programmeFiles)
        #expect(programmes.map(\.id) == ["doilungdeqen-2025"])
        let calendar = try CalendarFolder.load(settings.calendarFolder, ids: programmes[0].calendars)
        #expect(calendar.notices.count == 2)
    }

    @Test func `two programmes of one id and version are refused, two versions are not`() throws {
        let text = try String(contentsOfFile: shipped("config/programmes/doilungdeqen-2025.yaml"), encoding: .utf8)
        let folder = try TemporaryFolder()
        let first = try folder.write(text, to: "first.yaml")
        let same = try folder.write(text.replacing("fen: 37100", by: "fen: 37200"), to: "same.yaml")
        let newer = try folder.write(text.replacing("2025-02-09.2", by: "2025-03-01.1"), to: "newer.yaml")
        #expect(try ProgrammeFile.load(files: [first, newer]).map(\.version) == ["2025-02-09.2", "2025-03-01.1"])
        let error = try #require(
            fault { () throws(KioskError) in try ProgrammeFile.load(files: [first, newer, same]) }
        )
        #expect(error.code == .configContradiction)
        #expect(error.message.hasPrefix("\(first) and \(same): both are version 2025-02-09.2"))
    }

    @Test(arguments: [
        (
            "programmes:\n  - programmes/doilungdeqen-2025.yaml", "programmes: []", "config.invalid-value",
            "programmes: found 0 items, expected 1–32"
        ),
        (
            "programmes:\n  - programmes/doilungdeqen-2025.yaml", "programmes:\n  - a.yaml\n  - ./a.yaml", "config.contradiction",
            "programmes[1]: the file \""
        ),
        ("calendars: calendars", "calendars: []", "config.wrong-type", "calendars: found an empty list"),
        (
            "  payersKeys:\n    - payers.pub", "  payersKeys: []", "config.invalid-value",
            "sealing.payersKeys: found 0 items, expected 1–8"
        ),
        ("logLevel: notice", "signing: {}", "config.missing-key", "signing: the key \"key\" is missing"),
        ("logLevel: notice", "signing: {kee: a}", "config.unknown-key", "signing.kee: unknown key"),
        (
            "logLevel: notice", "signing: {key: a, validDays: 1}", "config.missing-key",
            "signing: the key \"company\" is missing"
        ),
        (
            "logLevel: notice", "signing: {key: a, company: \"\", validDays: 1}", "config.invalid-value",
            "signing.company: found the text \"\", expected a text of 1–80 characters"
        ),
        (
            "logLevel: notice", "signing: {key: a, company: b, validDays: 0}", "config.invalid-value",
            "signing.validDays: found the number 0, expected a whole number of days from 1 to 3650"
        ),
        (
            "logLevel: notice", "signing: {key: a, company: b, validDays: 3651}", "config.invalid-value",
            "signing.validDays: found the number 3651"
        ),
    ])
    func `a wrong central file is refused with its place`(old: String, new: String, code: String, says: String) throws {
        let text = try String(contentsOfFile: shipped("config/central.yaml"), encoding: .utf8)
        #expect(text.contains(old))
        let folder = try TemporaryFolder()
        let file = try folder.write(text.replacing(old, by: new), to: "central.yaml")
        let error = try #require(fault { () throws(KioskError) in try CentralSettings.load(file) })
        #expect(error.code.name == code, "\(error)")
        #expect(error.message.contains(says), "\(error)")
    }

    @Test func `the signing block that the shipped file shows in comments loads when uncommented`() throws {
        let text = try String(contentsOfFile: shipped("config/central.yaml"), encoding: .utf8)
        let folder = try TemporaryFolder()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let block = lines.drop { $0 != "# signing:" }.prefix { $0.hasPrefix("#") }
        let shown = block.map { $0.dropFirst(2) }.joined(separator: "\n")
        let settings = try CentralSettings.load(try folder.write("\(text)\n\(shown)\n", to: "central.yaml"))
        let expected = CentralSettings.Signing(
            keyFile: "/run/credentials/kiosk-central.service/signing-key",
            company: "示例再生资源有限公司",
            validDays: 730
        )
        #expect(settings.signing == expected)
        #expect(settings.calendarFolder == "\(folder.path)/calendars")
    }

    private static let plain = """
        mode: rehearsal
        listen: {host: 127.0.0.1, port: 0}
        stateDirectory: state
        programmes: [a.yaml]
        digestKeyFile: digest.key
        sealing: {reviewersKeys: [reviewers.key], payersKeys: [payers.pub]}
        """

    @Test func `without TLS the central listens to nobody but this machine`() throws {
        let folder = try TemporaryFolder()
        let good = try CentralSettings.load(try folder.write(Self.plain, to: "good.yaml"))
        #expect(good.tls == nil && good.controlSocket == "\(folder.path)/state/control.sock")
        let file = try folder.write(Self.plain.replacing("127.0.0.1", by: "0.0.0.0"), to: "central.yaml")
        let error = try #require(fault { () throws(KioskError) in try CentralSettings.load(file) })
        #expect(error.code == .configPlaintext)
        #expect(error.message.contains("listen.host: found the text \"0.0.0.0\", expected a loopback host"))
    }

    @Test func `in production there is no central without TLS, and with TLS none without a key for answers`() throws {
        let folder = try TemporaryFolder()
        let bare = try folder.write(Self.plain.replacing("rehearsal", by: "production"), to: "bare.yaml")
        let first = try #require(fault { () throws(KioskError) in try CentralSettings.load(bare) })
        #expect(first.code == .configMissingKey && first.message.contains("the key \"tls\" is missing"))
        let tls = "\ntls: {certificate: a, key: b, authority: c, authorityKey: d}\n"
        let half = try folder.write(Self.plain + tls, to: "half.yaml")
        let second = try #require(fault { () throws(KioskError) in try CentralSettings.load(half) })
        #expect(second.code == .configMissingKey && second.message.contains("the key \"answerKey\" is missing"))
        let open = Self.plain.replacing("127.0.0.1", by: "0.0.0.0") + tls + "answerKey: e\n"
        #expect(try CentralSettings.load(try folder.write(open, to: "open.yaml")).listenHost == "0.0.0.0")
    }

    @Test func `a kiosk in production reaches its central by https only`() throws {
        let text = try String(contentsOfFile: shipped("config/kiosk.yaml"), encoding: .utf8)
        let folder = try TemporaryFolder()
        let plain = text.replacing("https://central.example.org", by: "http://127.0.0.1:8090")
        let file = try folder.write(plain, to: "kiosk.yaml")
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.code == .configPlaintext && error.remedy.contains("enrol"))
    }

    @Test func `shipped central file keys that are left out are named`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("mode: rehearsal\nlisten: {host: 127.0.0.1}\n", to: "central.yaml")
        let error = try #require(fault { () throws(KioskError) in try CentralSettings.load(file) })
        #expect(
            error.message == "\(file):2:9: listen: the key \"port\" is missing, expected a whole number from 0 to 65535"
        )
    }
}
