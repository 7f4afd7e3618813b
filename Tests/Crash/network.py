"""The network between kiosk and central: a proxy that cuts, delays and stalls as it is told."""
import random
import socket
import struct
import threading

PASS, REFUSE, CUT_UP, CUT_DOWN, DELAY, STALL = "pass", "refuse", "cut-up", "cut-down", "delay", "stall"
FAULTS = (REFUSE, CUT_UP, CUT_UP, CUT_DOWN, CUT_DOWN, DELAY, STALL)
# Shares of connections with a fault, one of which each round has.
FAULT_SHARES = (0.0, 0.0, 0.3, 0.6, 1.0)
# Bytes of a connection after which it is cut, at most: more than a claim's request, and than any answer to one. TLS
# needs some more, two certificates the most.
LONGEST = {CUT_UP: 6000, CUT_DOWN: 1200}
LONGEST_TLS = {CUT_UP: 9000, CUT_DOWN: 4000}
# Of every fifth one that is cut: in the middle of a photo, or of a file that comes down.
LONGEST_OF_LONG = 600_000
# Seconds.
LONGEST_DELAY, LONGEST_STALL = 0.05, 0.2


class Network:
    """Listens on a port of its own; `upstream` is the central's, or none while it is not there."""

    def __init__(self, is_encrypted=False):
        self._longest = LONGEST_TLS if is_encrypted else LONGEST
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.upstream = None
        self._faults = None
        self._share = 0.0
        self._is_cut_off = False
        # Of the connections that are open.
        self._ends = set()
        self._closing = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def trouble(self, seed, share):
        """From now on this share of connections has a fault; 1 for all of them. Which ones follows from the seed."""
        self._is_cut_off = False
        self._faults = random.Random(seed)
        self._share = share

    def cut_off(self):
        """No connection comes about, and those that are there end."""
        self._is_cut_off = True
        for end in list(self._ends):
            _shut(end)

    def heal(self):
        self._is_cut_off = False
        self._faults = None

    def close(self):
        self._closing.set()
        self._server.close()

    def _accept(self):
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near, *self._draw()), daemon=True).start()

    def _draw(self):
        chance = self._faults
        if self._is_cut_off:
            return REFUSE, 0, False
        if chance is None or chance.random() >= self._share:
            return PASS, 0, False
        fault, amount = chance.choice(FAULTS), chance.random()
        if fault in self._longest:
            amount *= LONGEST_OF_LONG if chance.random() < 0.2 else self._longest[fault]
        return fault, amount, chance.random() < 0.5

    def _carry(self, near, fault, amount, reset):
        far = None
        try:
            if fault == REFUSE or self.upstream is None:
                return
            if fault in (DELAY, STALL):
                self._closing.wait(amount * (LONGEST_DELAY if fault == DELAY else LONGEST_STALL))
            if fault == STALL:
                return
            far = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
            far.settimeout(None)
            self._ends |= {near, far}
            if self._is_cut_off:
                return
            limits = {kind: int(amount) if fault == kind else None for kind in LONGEST}
            down = threading.Thread(target=self._pump, args=(far, near, limits[CUT_DOWN]), daemon=True)
            down.start()
            self._pump(near, far, limits[CUT_UP])
            down.join()
        except OSError:
            return
        finally:
            self._ends -= {near, far}
            for end in (near, far):
                if end is not None:
                    if reset:
                        # Whatever is under way is thrown away, and the other end is told "reset".
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.close()

    @staticmethod
    def _pump(source, target, left):
        """Carries bytes until one end closes or the limit is reached; then nothing goes either way."""
        try:
            while left is None or left > 0:
                data = source.recv(65536 if left is None else min(left, 65536))
                if not data:
                    break
                target.sendall(data)
                if left is not None:
                    left -= len(data)
        except OSError:
            pass
        for end in (source, target):
            _shut(end)


def _shut(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
