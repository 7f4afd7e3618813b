"""A scanner that types like a keyboard is read when it was bound by a person, and then types into nothing else."""
from rig.bench import Device
from rig.kiosk import Kiosk
from rig.waiting import until

NAME = "keyboard"
CODE = "abc123"


class KeyboardDevice(Device):
    """QEMU's USB keyboard; its keys are pressed through QEMU's monitor."""

    sockets = range(1, 9)

    def __init__(self, machine, serial):
        link = f"/dev/input/by-id/usb-QEMU_QEMU_USB_Keyboard_{serial}-event-kbd"
        super().__init__("k", link, "scanner", f"role: scanner, driver: keyboard, path: {link}")
        self._monitor = machine.monitor
        self._serial = serial

    def _plug(self, socket):
        self._monitor.run(
            "device_add", driver="usb-kbd", id=self.name, bus="xhci.0", port=str(socket), serial=self._serial
        )

    def _unplug(self):
        self._monitor.run("device_del", id=self.name)
        self._monitor.wait_for("DEVICE_DELETED", self.name)

    def send(self, text):
        for key in text:
            name = {"\r": "ret"}.get(key, key)
            self._monitor.run("send-key", keys=[{"type": "qcode", "data": name}], **{"hold-time": 5})


def reason_to_skip(options):
    return None if options.discovers else "this kioskd has no driver keyboard"


def run(machine, options):
    call = machine.orders.call
    kiosk = Kiosk(machine, options.discovers)
    keyboard = KeyboardDevice(machine, "SYS-K")
    kiosk.start([keyboard])
    for socket in (1, 2):
        keyboard.plug(socket)
        until(lambda: kiosk.state(keyboard) == "active", "the keyboard is bound")
        node = call("devices.nodes", links=[keyboard.link])[keyboard.link]
        if kiosk.held_nodes() != [node]:
            raise AssertionError(f"the daemon holds {kiosk.held_nodes()}, should hold {node}")
        if not call("devices.is_grabbed", path=node):
            raise AssertionError(f"{node} is not grabbed: its keys reach others, too")
        before = kiosk.reads(keyboard)
        keyboard.send(CODE + "\r")
        until(lambda: kiosk.reads(keyboard) == before + 1, "a typed code is read")
        keyboard.unplug()
        until(lambda: kiosk.state(keyboard) == "absent", "the keyboard is missed")
    kiosk.check_alive()
    print("  2 pluggings in two ports: bound, grabbed, a code read each time")
