"""The devices of the tests: USB serial adapters of QEMU and gadgets in the machine, plugged and unplugged alike."""
from .adapters import Adapter

ADAPTER_PORTS = range(1, 9)
GADGET_SOCKETS = range(0, 3)


class Device:
    """One device that can be plugged into any free socket of its kind.

    role and driver: what the settings make of it; none means that nobody has bound it. A name of one letter, because
    function names of gadgets and paths of sockets are short.
    """

    def __init__(self, name, link, role=None, driver=None):
        self.name = name
        self.link = f"/dev/serial/by-id/{link}"
        self.role = role
        self.driver = driver
        self.socket = None

    def plug(self, socket):
        self._plug(socket)
        self.socket = socket

    def unplug(self):
        self._unplug()
        self.socket = None


class AdapterDevice(Device):
    sockets = ADAPTER_PORTS

    def __init__(self, machine, name, serial, role=None, driver=None, answer=None):
        super().__init__(name, f"usb-QEMU_QEMU_USB_SERIAL_{serial}-if00-port0", role, driver)
        self._adapter = Adapter(machine, name, serial, answer)

    def _plug(self, socket):
        self._adapter.plug(socket)

    def _unplug(self):
        self._adapter.unplug()

    def send(self, text):
        self._adapter.send(text.encode())

    def received(self):
        """All bytes that the machine sent to it since it was plugged in."""
        return self._adapter.received


class GadgetDevice(Device):
    sockets = GADGET_SOCKETS

    def __init__(self, machine, name, vendor, product, strings, role=None, driver=None):
        parts = [strings["manufacturer"], strings["product"], strings.get("serialnumber")]
        super().__init__(name, f"usb-{'_'.join(part for part in parts if part).replace(' ', '_')}-if00", role, driver)
        self._call = machine.orders.call
        self._call("gadgets.make", name=name, vendor=vendor, product=product, strings=strings)

    def _plug(self, socket):
        self._call("gadgets.plug", name=self.name, socket=socket)

    def _unplug(self):
        self._call("gadgets.unplug", name=self.name)

    def send(self, text):
        self._call("gadgets.send", name=self.name, text=text)

    def received(self):
        """The bytes that the machine has sent to it since the last call."""
        return bytes.fromhex(self._call("gadgets.received", name=self.name))


def free_sockets(device, devices):
    """Where a device can be plugged in."""
    taken = {other.socket for other in devices if other.sockets == device.sockets}
    return [socket for socket in device.sockets if socket not in taken]
