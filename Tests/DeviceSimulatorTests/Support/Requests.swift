/// Requests and replies as published; see the vectors of the protocol reference.
enum Published {
    static let status = bytes("AA AA AA 96 69 00 03 11 FF ED")
    static let reset = bytes("AA AA AA 96 69 00 03 10 FF EC")
    static let samNumber = bytes("AA AA AA 96 69 00 03 12 FF EE")
    static let find = bytes("AA AA AA 96 69 00 03 20 01 22")
    static let select = bytes("AA AA AA 96 69 00 03 20 02 21")
    static let read = bytes("AA AA AA 96 69 00 03 30 01 32")
    static let readWithFingerprints = bytes("AA AA AA 96 69 00 03 30 10 23")
    static let appendedAddress = bytes("AA AA AA 96 69 00 03 30 03 30")
    static let managementNumbers = bytes("AA AA AA 96 69 00 03 30 05 36")
    static let radioFrame80 = bytes("AA AA AA 96 69 00 04 61 FF 50 CA")
    static let findWithWrongChecksum = bytes("AA AA AA 96 69 00 03 20 01 21")
    static let vendorWrite = bytes("AA AA AA 96 69 00 0D DC 00 32 30 31 36 5F 30 33 5F 31 38 DE")

    static let done = bytes("AA AA AA 96 69 00 04 00 00 90 94")
    static let found = bytes("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
    static let selected = bytes("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")
    static let findFailed = bytes("AA AA AA 96 69 00 04 00 00 80 84")
    static let selectFailed = bytes("AA AA AA 96 69 00 04 00 00 81 85")
    static let readFailed = bytes("AA AA AA 96 69 00 04 00 00 41 45")
    static let nothingThere = bytes("AA AA AA 96 69 00 04 00 00 91 95")
    static let wrongChecksum = bytes("AA AA AA 96 69 00 04 00 00 10 14")
    static let wrongLength = bytes("AA AA AA 96 69 00 04 00 00 11 15")
    static let badCommand = bytes("AA AA AA 96 69 00 04 00 00 21 25")
    static let samNumberReply = bytes(
        "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 09 B8 32 01 05 BE 12 00 AD C5 B1 11 63"
    )
    static let managementNumbersReply = bytes(
        """
        AA AA AA 96 69 00 20 00 00 90 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19 1A
        1B 1C AC
        """
    )
}
