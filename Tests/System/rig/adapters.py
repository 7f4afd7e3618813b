"""QEMU's USB serial adapter: a real FTDI bridge (0403:6001) to the machine, a socket to us.

It is on the bus while somebody is connected to its socket; what the machine sends comes out there.
"""
import threading

from .qmp import CommandFailed
from .waiting import until


class Adapter:
    """One adapter, plugged in or not. answer: called with what the machine sent; returns what goes back."""

    def __init__(self, machine, name, serial, answer=None):
        self._machine = machine
        self._name = name
        self._serial = serial
        self._answer = answer
        self._connection = None
        self._thread = None
        self._received = b""

    def plug(self, port):
        """Puts it into one of the ports 1 to 8."""
        backend = {"addr": {"type": "unix", "data": {"path": f"{self._machine.folder}/{self._name}"}}}
        backend.update(server=True, wait=False)
        run = self._machine.monitor.run
        run("chardev-add", id=f"line-{self._name}", backend={"type": "socket", "data": backend})
        run(
            "device_add", driver="usb-serial", id=self._name, chardev=f"line-{self._name}", bus="xhci.0",
            serial=self._serial, port=str(port),
        )
        self._received = b""
        self._connection = self._machine.connect(self._name)
        self._thread = threading.Thread(target=self._listen, args=(self._connection,), daemon=True)
        self._thread.start()

    def unplug(self):
        """Takes it off; returns when QEMU has forgotten it."""
        monitor = self._machine.monitor
        monitor.run("device_del", id=self._name)
        monitor.wait_for("DEVICE_DELETED", self._name)
        self._connection.shutdown(2)
        self._thread.join()
        self._connection.close()
        until(self._forgotten, f"QEMU lets go of {self._name}'s line")

    def send(self, data):
        """Sends bytes as the device does. What comes before the machine has opened the line is lost, as with FTDI's."""
        self._connection.sendall(data)

    def take_received(self):
        """What the machine has sent since the last call."""
        taken = self._received
        self._received = self._received[len(taken) :]
        return taken

    def _forgotten(self):
        try:
            self._machine.monitor.run("chardev-remove", id=f"line-{self._name}")
        except CommandFailed as failure:
            if "busy" not in str(failure):
                raise
            return False
        return True

    def _listen(self, connection):
        while True:
            try:
                data = connection.recv(4096)
                if not data:
                    return
                self._received += data
                reply = self._answer(data) if self._answer else b""
                if reply:
                    connection.sendall(reply)
            except OSError:
                return  # unplugged
