"""A device on a pseudo-terminal: whoever opens its link talks to the device. It outlives the daemon at the other end."""
import os
import select
import threading
import time
import tty


class TerminalDevice:
    """answer: called with what came; returns what goes back."""

    def __init__(self, link, answer):
        self._answer = answer
        self._master, other_end = os.openpty()
        tty.setraw(other_end)
        os.symlink(os.ttyname(other_end), f"{link}.new")
        os.replace(f"{link}.new", link)
        # Not kept open: what a daemon set and claimed must be gone when it is gone.
        os.close(other_end)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                select.select([self._master], [], [])
                reply = self._answer(os.read(self._master, 4096))
                while reply:
                    reply = reply[os.write(self._master, reply) :]
            except OSError:
                # Nobody has it open, and nothing tells when somebody does.
                time.sleep(0.01)
