"""An ID-card reader with its security module: answers every SDT request as such a reader does.

A card is found, selected and read, in this order; once read, it is not found again before it has been taken away.
"""
import struct

PREAMBLE = bytes.fromhex("AAAAAA9669")
LONGEST = 64
# A number that no maker gave.
SAM_NUMBER = struct.pack("<HHIII", 5, 1, 20250101, 1, 2)
# 1024 bytes with the head of a picture and no picture in it.
PHOTO = bytes.fromhex("574C66007E0032000000") + bytes(1014)

DONE, FOUND, NOTHING_THERE = 0x90, 0x9F, 0x91
BAD_SUM, BAD_LENGTH, UNKNOWN = 0x10, 0x11, 0x21
READ_FAILED, FIND_FAILED, SELECT_FAILED = 0x41, 0x80, 0x81


class SDTReader:
    """Feed it what the host sends, in any pieces; it returns what goes back."""

    def __init__(self):
        self._waiting = b""
        self._card = None
        self._state = "empty"

    def lay(self, text_block):
        """Lays a card on it, with the 256 bytes that it says; one that lies there is taken away first."""
        self._card = text_block
        self._state = "laid"

    def lift(self):
        self._card = None
        self._state = "empty"

    def __call__(self, data):
        self._waiting += data
        replies = b""
        while True:
            start = self._waiting.find(PREAMBLE)
            if start < 0:
                self._waiting = self._waiting[-4:]
                return replies
            frame = self._waiting[start:]
            length = int.from_bytes(frame[5:7], "big")
            if len(frame) >= 7 and not 3 <= length <= LONGEST:
                self._waiting = frame[7:]
                replies += _frame(BAD_LENGTH)
            elif len(frame) < 7 or len(frame) < 7 + length:
                self._waiting = frame
                return replies
            else:
                self._waiting = frame[7 + length :]
                replies += self._answer(frame[5 : 7 + length])

    def _answer(self, body):
        if _sum(body) != 0:
            return _frame(BAD_SUM)
        command, parameter = body[2], body[3]
        if command in (0x10, 0x11, 0x60, 0x61):
            return _frame(DONE)
        if command == 0x12:
            return _frame(DONE, SAM_NUMBER)
        if (command, parameter) == (0x20, 1):
            return self._find()
        if (command, parameter) == (0x20, 2):
            return self._select()
        if (command, parameter) in ((0x30, 0x01), (0x30, 0x10)):
            return self._read(with_fingerprints=parameter == 0x10)
        if (command, parameter) == (0x30, 0x03):
            return _frame(NOTHING_THERE if self._state in ("selected", "read") else READ_FAILED)
        return _frame(UNKNOWN)

    def _find(self):
        if self._state in ("empty", "read"):
            return _frame(FIND_FAILED)
        self._state = "found"
        return _frame(FOUND, bytes(4))

    def _select(self):
        if self._state not in ("found", "selected"):
            return _frame(SELECT_FAILED)
        self._state = "selected"
        return _frame(DONE, bytes(8))

    def _read(self, with_fingerprints):
        if self._state != "selected":
            return _frame(READ_FAILED)
        self._state = "read"
        lengths = struct.pack(">HH", len(self._card), len(PHOTO)) + (bytes(2) if with_fingerprints else b"")
        return _frame(DONE, lengths + self._card + PHOTO)


def _sum(data):
    total = 0
    for byte in data:
        total ^= byte
    return total


def _frame(status, data=b""):
    body = (len(data) + 4).to_bytes(2, "big") + bytes([0, 0, status]) + data
    return PREAMBLE + body + bytes([_sum(body)])
