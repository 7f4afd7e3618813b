"""One daemon under test: started, killed, seen to die; all that it says goes to a log."""
import os
import re
import signal
import subprocess
import threading

# Seconds to be ready or gone; a debug build on a busy machine takes one at most.
BOUND = 60.0


class DidNotStart(Exception):
    """It ended by itself, or said nothing in time."""


class Daemon:
    def __init__(self, name, command, log):
        self.name = name
        self._command = command
        self._log = log
        self._process = None
        self._listener = None
        self._said = threading.Condition()
        self._address = None
        self._ended = True
        self._is_struck = False
        self.crashed_at = None
        self.last_words = ""

    @property
    def port(self):
        return int(self._address.rsplit(":", 1)[1])

    @property
    def is_alive(self):
        return not self._ended

    def start(self, crash_at=None):
        """Starts it; false when it was killed or reached its crash point before it was ready."""
        self.kill()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
        if crash_at:
            environment["KIOSK_CRASH_AT"] = crash_at
        self._address, self.crashed_at, self._ended = None, None, False
        self._is_struck, self.last_words = False, ""
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process, crash_at), daemon=True)
        self._listener.start()
        with self._said:
            self._said.wait_for(lambda: self._address or self._ended, BOUND)
        if self._address:
            return True
        if self._ended and (self.crashed_at or self._is_struck):
            return False
        state = self._state()
        self.kill()
        raise DidNotStart(f"{self.name} did not start ({state}): {self.last_words or 'no word'}")

    def strike(self):
        """SIGKILL, at once."""
        process = self._process
        if process:
            self._is_struck = True
            process.send_signal(signal.SIGKILL)

    def kill(self):
        """SIGKILL; returns when it is gone and all that it said is in the log."""
        if self._process is None:
            return
        self.strike()
        self._process.wait()
        self._listener.join()
        self._process = None

    def _state(self):
        """As the system sees it: a process that somebody else stopped is not at fault."""
        try:
            with open(f"/proc/{self._process.pid}/status") as file:
                return next(line.strip() for line in file if line.startswith("State"))
        except OSError:
            return "gone"

    def wait_ended(self, bound):
        with self._said:
            return self._said.wait_for(lambda: self._ended, bound)

    def _listen(self, process, crash_at):
        with open(self._log, "a") as log:
            log.write(f"--- started, crash point {crash_at or 'none'}\n")
            for raw in process.stderr:
                line = raw.decode(errors="replace")
                log.write(line)
                address = re.search(r'msg="?ready"? .*address="?(https?://[^ "]+)', line)
                point = re.match(r"crash point (\S+)", line)
                with self._said:
                    self.last_words = line.strip()
                    if address:
                        self._address = address[1]
                    if point:
                        self.crashed_at = point[1]
                    self._said.notify_all()
            status = process.wait()
            log.write(f"--- ended, status {status}\n")
        process.stderr.close()
        with self._said:
            self._ended = True
            self._said.notify_all()
