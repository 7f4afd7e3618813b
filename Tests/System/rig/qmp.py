"""Commands and events of one running QEMU, over its QMP socket."""
import json
import time

from .waiting import NotInTime


class CommandFailed(Exception):
    """QEMU refused a command."""


class Monitor:
    def __init__(self, connection):
        self._connection = connection
        self._connection.settimeout(60)
        self._lines = connection.makefile("rb")
        self._events = []
        self._read()  # the greeting
        self.run("qmp_capabilities")

    def close(self):
        self._lines.close()
        self._connection.close()

    def run(self, command, **arguments):
        """Runs a command and returns its answer; events that come meanwhile are kept."""
        request = {"execute": command, "arguments": arguments}
        self._connection.sendall(json.dumps(request).encode() + b"\n")
        while True:
            message = self._read()
            if "event" in message:
                self._events.append(message)
            elif "error" in message:
                raise CommandFailed(f"{command}: {message['error']['desc']}")
            else:
                return message["return"]

    def wait_for(self, event, device, bound=60.0):
        """Waits for an event of a device, for example DEVICE_DELETED."""
        end = time.monotonic() + bound
        while True:
            for index, message in enumerate(self._events):
                if message["event"] == event and message.get("data", {}).get("device") == device:
                    del self._events[index]
                    return
            left = end - time.monotonic()
            if left <= 0:
                raise NotInTime(f"{event} of {device}: not within {bound:.0f} s")
            self._connection.settimeout(left)
            try:
                self._events.append(self._read())
            except TimeoutError:
                continue
            finally:
                self._connection.settimeout(60)

    def _read(self):
        line = self._lines.readline()
        if not line:
            raise CommandFailed("QEMU has ended")
        return json.loads(line)
