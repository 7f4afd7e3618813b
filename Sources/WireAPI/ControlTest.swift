package import Claims

/// One line of the answer to `POST /v1/devices/test`: progress lines, then exactly one with a result or a problem.
package struct ControlTestLine: Codable, Equatable, Sendable {
    /// Milliseconds since the test began.
    package var milliseconds: Int
    /// What happens or is waited for, for people.
    package var progress: String?
    package var card: ControlCardRead?
    package var scan: ControlScanRead?
    package var page: ControlTestPage?
    package var problem: ControlProblem?

    package var isLast: Bool { progress == nil }

    package init(progress: String, at milliseconds: Int) {
        self.milliseconds = milliseconds
        self.progress = progress
    }

    package init(card: ControlCardRead, at milliseconds: Int) {
        self.milliseconds = milliseconds
        self.card = card
    }

    package init(scan: ControlScanRead, at milliseconds: Int) {
        self.milliseconds = milliseconds
        self.scan = scan
    }

    package init(page: ControlTestPage, at milliseconds: Int) {
        self.milliseconds = milliseconds
        self.page = page
    }

    package init(problem: ControlProblem, at milliseconds: Int) {
        self.milliseconds = milliseconds
        self.problem = problem
    }
}

/// A card that was read, so masked that it names nobody.
package struct ControlCardRead: Codable, Equatable, Sendable {
    package var kind: String
    /// The surname and asterisks.
    package var name: String
    /// The last four characters behind asterisks.
    package var number: String
    /// A date, `long-term` or `unreadable`.
    package var validity: String
    /// From the moment the card was found until it was read.
    package var readMilliseconds: Int

    package init(_ card: CardIdentity, readMilliseconds: Int) {
        kind = card.kind.rawValue
        // A name that is no person's name cannot be masked by its parts.
        name = (try? PersonName(card.name))?.masked ?? "*"
        number = card.number.masked
        validity = card.validity.description
        self.readMilliseconds = readMilliseconds
    }
}

/// A code that was scanned.
package struct ControlScanRead: Codable, Equatable, Sendable {
    /// With digits hidden where they may be a person's number (`PersonalDigits`).
    package var text: String
    package var isMasked: Bool
    /// Characters of the whole text.
    package var length: Int
    /// The kind of code, such as `qr`, where the scanner says it.
    package var symbology: String?
    /// The AIM identifier, such as `]Q1`, where the scanner sends one.
    package var identifier: String?
    /// How bytes became text: `ascii`, `eci`, `configured`, `guessed-utf-8`, `guessed-gb18030`.
    package var charset: String

    package init(text: String, symbology: String? = nil, identifier: String? = nil, charset: String = "ascii") {
        let masked = PersonalDigits.masked(text)
        self.text = masked ?? text
        isMasked = masked != nil
        length = text.count
        self.symbology = symbology
        self.identifier = identifier
        self.charset = charset
    }
}

/// A test page that was printed.
package struct ControlTestPage: Codable, Equatable, Sendable {
    package var bytes: Int
    /// `ok`, `low`, `out` or `unknown`.
    package var paper: String
    /// `closed`, `open` or `unknown`.
    package var cover: String

    package init(bytes: Int, paper: String, cover: String) {
        self.bytes = bytes
        self.paper = paper
        self.cover = cover
    }
}
