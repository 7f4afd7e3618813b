"""A disk whose cache is lost with the power: an NBD server that keeps for good only what was flushed.

Written after the NBD project's protocol description (fixed newstyle, simple replies). Such a disk may have put any of the
unflushed sectors onto its plates when the power fails, in any order: `cut` draws which. To choose the moment itself, the
disk simply stops answering: `stop_at` says where.
"""
import os
import socket
import struct
import threading

SECTOR = 512
# Where the second sector of ext4's superblock begins. Nothing protects it from being torn, not even its journal or fsck: ext4
# needs a disk that writes this one kibibyte whole, and every disk with pages or sectors of 4 KiB does.
SUPERBLOCK_REST = 1536
GREETING, OPTION, OPTION_REPLY = b"NBDMAGIC", b"IHAVEOPT", 0x3E889045565A9
REQUEST, REPLY = 0x25609513, 0x67446698
READ, WRITE, DISCONNECT, FLUSH = range(4)
GO, ABORT = 7, 2
ACKNOWLEDGED, INFORMATION, UNSUPPORTED = 1, 3, 0x80000001
# Has flags; takes flushes.
FLAGS = 1 | 4


class Moment:
    """Where the disk stops. flushes: how many with something to flush pass before. Then

    before-flush   at the next such flush, which is not done: nothing of a commit is safe
    after-flush    at the first write after the last of them: a commit is safe, and its number may have been shown
    between        at the writes-th write after it, or before the flush that comes sooner
    """

    KINDS = ("before-flush", "after-flush", "between")

    def __init__(self, kind, flushes, writes=1):
        self.kind = kind
        self.flushes = flushes
        self.writes = 1 if kind == "after-flush" else writes

    def is_at_write(self, flushes, writes):
        return self.kind != "before-flush" and flushes >= self.flushes and writes >= self.writes

    def is_at_flush(self, flushes):
        return self.kind != "after-flush" and flushes >= self.flushes

    def __str__(self):
        return f"{self.kind}, {self.flushes} flushes, {self.writes} writes"


class VolatileDisk:
    def __init__(self, path, content):
        """content: bytes of the whole disk; path: the socket."""
        self.path = path
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._kept = bytearray(content)
        self._seen = bytearray(content)
        # (offset, data) of writes that were not flushed, in their order.
        self._cache = []
        self._moment = None
        self._flushes = 0
        self._connection = None
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def stop_at(self, moment):
        """From now on; None for at once."""
        with self._lock:
            self._flushes = 0
            self._moment = moment
            if moment is None:
                self.stopped.set()

    def cut(self, chance, share):
        """The power is off: of the sectors that were not flushed, this share is kept. Gives (writes, sectors, lost)."""
        with self._lock:
            if self._connection:
                self._connection.close()
            writes = len(self._cache)
            sectors = lost = 0
            for offset, data in self._cache:
                for start in range(0, len(data), SECTOR):
                    sectors += 1
                    if start == 0 or offset + start != SUPERBLOCK_REST:
                        is_kept = chance.random() < share
                    if is_kept:
                        self._kept[offset + start : offset + start + SECTOR] = data[start : start + SECTOR]
                    else:
                        lost += 1
            self._cache = []
            self._seen = bytearray(self._kept)
            self._moment = None
            self.stopped.clear()
            return writes, sectors, lost

    def content(self):
        """What is on it for good."""
        return bytes(self._kept)

    def close(self):
        self._server.close()
        os.unlink(self.path)

    def _accept(self):
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._connection = connection
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        source = connection.makefile("rb")
        try:
            if self._agree(connection, source):
                while self._answer(connection, source):
                    pass
        except (EOFError, OSError, ValueError):
            pass

    def _agree(self, connection, source):
        connection.sendall(GREETING + OPTION + struct.pack(">H", 3))
        _take(source, 4)
        while True:
            if _take(source, 8) != OPTION:
                return False
            option, length = struct.unpack(">II", _take(source, 8))
            _take(source, length)

            def reply(kind, data=b""):
                connection.sendall(struct.pack(">QIII", OPTION_REPLY, option, kind, len(data)) + data)

            if option == GO:
                reply(INFORMATION, struct.pack(">HQH", 0, len(self._seen), FLAGS))
                reply(ACKNOWLEDGED)
                return True
            if option == ABORT:
                reply(ACKNOWLEDGED)
                return False
            reply(UNSUPPORTED)

    def _answer(self, connection, source):
        """Does one request; false when the disk is done or has stopped."""
        magic, _, kind, handle, offset, length = struct.unpack(">IHHQQI", _take(source, 28))
        if magic != REQUEST or kind == DISCONNECT:
            return False
        written = _take(source, length) if kind == WRITE else b""
        data = b""
        with self._lock:
            if self.stopped.is_set():
                return False
            if kind == READ:
                data = bytes(self._seen[offset : offset + length])
            elif kind == WRITE:
                self._seen[offset : offset + length] = written
                self._cache.append((offset, written))
            elif kind == FLUSH and self._cache:
                if self._moment and self._moment.is_at_flush(self._flushes):
                    self.stopped.set()
                    return False
                for start, kept in self._cache:
                    self._kept[start : start + len(kept)] = kept
                self._cache = []
                self._flushes += 1
            if kind == WRITE and self._moment and self._moment.is_at_write(self._flushes, len(self._cache)):
                self.stopped.set()
                return False
        connection.sendall(struct.pack(">IIQ", REPLY, 0, handle) + data)
        return True


def _take(source, count):
    data = source.read(count)
    if len(data) < count:
        raise EOFError
    return data
