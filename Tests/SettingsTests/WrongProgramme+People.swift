import Claims

// What is wrong with who may claim, and where.

extension WrongProgramme {
    private static let hours = "    hours: {from: \"9:30\", to: \"18:00\"}\n  - id: naiqiong"

    static let people: [WrongProgramme] = [
        .init(
            "    - white-red",
            "    - white-red\n    - white-red",
            .configContradiction,
            "- white-red",
            "plates.kinds[1]: the plate kind white-red stands twice (first in line ",
            "Keep one"
        ),
        .init("    - white-red", "    []", .configInvalidValue, "[]", "plates.kinds: found 0 items, expected 1–16"),
        .init(
            "  otherwise: refuse",
            "  pattern: '拉萨[A-'\n  otherwise: refuse",
            .configInvalidValue,
            "拉萨[A-",
            "plates.pattern: found the pattern \"拉萨[A-\": character ",
            "Correct the pattern"
        ),
        .init(
            "  otherwise: refuse",
            "  pattern: 拉萨a\n  otherwise: refuse",
            .configInvalidValue,
            "拉萨a",
            "plates.pattern: found the pattern \"拉萨a\": character 3"
        ),
        .init(
            "  otherwise: refuse",
            "  otherwise: refused",
            .configInvalidValue,
            "refused",
            "plates.otherwise:",
            "refuse"
        ),
        .init("onceOnly: each", "onceOnly: once", .configInvalidValue, "once", "onceOnly: found the text \"once\""),
        .init("certificate: true", "certificate: yes", .configWrongType, "yes", "ownership.certificate: found"),
        .init(
            "certificate: true\n  photo: optional",
            "certificate: false\n  photo: required",
            .configContradiction,
            "photo: required",
            "ownership.photo: no certificate is accepted",
            "`certificate: true`"
        ),
        .init(
            "certificate: true",
            "certificate: false\n  maximumAgeDays: 9",
            .configContradiction,
            "maximumAgeDays",
            "ownership.maximumAgeDays: no certificate is accepted"
        ),
        .init("agents: not-allowed", "agents: allowed", .configInvalidValue, "allowed", "agents: found the text"),
        .init(
            "condition: incomplete",
            "condition: complete",
            .configContradiction,
            "condition: complete",
            "plateless.rows[1]: the condition complete stands twice (first in line ",
            "Keep one"
        ),
        .init("  incomplete: true\n", "", .configMissingKey, "rows:", "plateless: the key \"incomplete\" is missing"),
        .init("fen: 2000", "fen: -1", .configInvalidValue, "fen: -1", "plateless.rows[1].fen: found the number -1"),
        .init(
            "  - not-a-target",
            "  - outside-window",
            .configContradiction,
            "- outside-window",
            "reviewable[0]: outside-window cannot be sent to review: nothing is accepted outside",
            "Delete this line"
        ),
        .init(
            "  - not-a-target",
            "  - not-a-traget",
            .configInvalidValue,
            "- not-a-traget",
            "reviewable[0]: found the text \"not-a-traget\"",
            "Write not-a-target instead."
        ),
        .init(
            "  - not-a-target",
            "  - certificate-invalid",
            .configContradiction,
            "- certificate-invalid",
            "reviewable[2]: certificate-invalid stands twice"
        ),
    ]

    static let places: [WrongProgramme] = [
        .init(
            "    hours: {from: \"9:30\", to: \"18:00\"}\n  - id: naiqiong",
            "  - id: naiqiong",
            .configMissingKey,
            "- id: dongga",
            "points[0]: the key \"hours\" is missing, expected a mapping with the keys from, to",
            "hours"
        ),
        .init(
            hours,
            hours.replacing("18:00", by: "9:30"),
            .configContradiction,
            "to: \"9:30\"",
            "points[0].hours.to: the point closes before or when it opens",
            "later than `from`"
        ),
        .init(
            hours,
            hours.replacing("18:00", by: "8:30"),
            .configContradiction,
            "8:30",
            "points[0].hours.to: the point"
        ),
        .init(hours, hours.replacing("18:00", by: "24:01"), .configInvalidValue, "24:01", "points[0].hours.to: found"),
        .init(hours, hours.replacing("\"18:00\"", by: "18"), .configWrongType, "to: 18", "points[0].hours.to: found"),
        .init(
            "id: naiqiong",
            "id: dongga",
            .configContradiction,
            "- id: dongga",
            "points[1]: the point dongga stands twice (first in line ",
            "Keep one"
        ),
        .init("id: naiqiong", "id: Naiqiong", .configInvalidValue, "Naiqiong", "points[1].id: found the text"),
        .init("  en: Doil", "  de: Doil", .configUnknownKey, "de: Doil", "title.de: unknown key"),
        .init(
            "      en: Dongga",
            "#     en: Dongga",
            .configMissingKey,
            "zh-CN: 东嘎",
            "points[0].title: the key \"en\" is missing"
        ),
        .init("  - lhasa-2025", "  - national-2025", .configContradiction, "- national", "calendars[1]: the calendar"),
        .init("  - lhasa-2025", "  - '*'", .configInvalidValue, "'*'", "calendars[1]: found the text \"*\""),
        .init("version: notice-2025-02-09.1", "version: \"\"", .configInvalidValue, "\"\"", "notice.version: found"),
        .init("hotline: \"12315\"", "hotline: 12315", .configWrongType, "12315", "hotline: found the number 12315"),
        .init("  id: xingfu-lasa-2025\n", "", .configMissingKey, "title:", "campaign: the key \"id\" is missing"),
    ]
}
