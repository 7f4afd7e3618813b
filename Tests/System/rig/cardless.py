"""An ID-card reader on which no card ever lies: answers every SDT request as such a reader does."""
import struct

PREAMBLE = bytes.fromhex("AAAAAA9669")
# The third status byte of each command: reset, status and settings succeed, find says "no card".
STATUS = {0x10: 0x90, 0x11: 0x90, 0x60: 0x90, 0x61: 0x90, 0x20: 0x80}
UNKNOWN = 0x21
READ_SAM_NUMBER = 0x12
# A number that no maker gave.
SAM_NUMBER = struct.pack("<HHIII", 5, 1, 20250101, 1, 2)


class CardlessReader:
    """Feed it what the host sends, in any pieces."""

    def __init__(self):
        self._waiting = b""

    def __call__(self, data):
        self._waiting += data
        replies = b""
        while True:
            start = self._waiting.find(PREAMBLE)
            if start < 0:
                self._waiting = self._waiting[-4:]
                return replies
            frame = self._waiting[start:]
            if len(frame) < 7 or len(frame) < 7 + int.from_bytes(frame[5:7], "big"):
                self._waiting = frame
                return replies
            length = int.from_bytes(frame[5:7], "big")
            replies += _reply(frame[7])
            self._waiting = frame[7 + length :]


def _reply(command):
    if command == READ_SAM_NUMBER:
        return _frame(bytes([0, 0, 0x90]) + SAM_NUMBER)
    return _frame(bytes([0, 0, STATUS.get(command, UNKNOWN)]))


def _frame(payload):
    body = (len(payload) + 1).to_bytes(2, "big") + payload
    check = 0
    for byte in body:
        check ^= byte
    return PREAMBLE + body + bytes([check])
