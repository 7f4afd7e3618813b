"""The devices of the tests: USB serial adapters of QEMU and gadgets in the machine, plugged and unplugged alike."""
from .adapters import Adapter

ADAPTER_PORTS = range(1, 9)
GADGET_SOCKETS = range(0, 3)


class Device:
    """One device that can be plugged into any free socket of its kind.

    role: the work that it is expected to do; none means that nobody may use it. binding: the keys of its entry in the
    settings; without them the daemon has to know it by itself. name: short, for it becomes part of sockets' paths.
    """

    def __init__(self, name, link, role=None, binding=None):
        self.name = name
        self.link = link
        self.role = role
        self.binding = binding
        self.socket = None

    def plug(self, socket):
        self._plug(socket)
        self.socket = socket

    def unplug(self):
        self._unplug()
        self.socket = None


class AdapterDevice(Device):
    """binding may contain {link} and {serial}."""

    sockets = ADAPTER_PORTS

    def __init__(self, machine, name, serial, role=None, binding=None, answer=None):
        link = f"/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_{serial}-if00-port0"
        super().__init__(name, link, role, binding and binding.format(link=link, serial=serial))
        self._adapter = Adapter(machine, name, serial, answer)

    def _plug(self, socket):
        self._adapter.plug(socket)

    def _unplug(self):
        self._adapter.unplug()

    def send(self, text):
        self._adapter.send(text.encode())

    def received(self):
        """The bytes that the machine has sent to it since the last call or plugging."""
        return self._adapter.take_received()


class GadgetDevice(Device):
    """identity: vendor and product, four digits each. names: maker, product and, if it has one, serial number."""

    sockets = GADGET_SOCKETS

    def __init__(self, machine, name, identity, names, role=None, binding=None):
        link = f"/dev/serial/by-id/usb-{'_'.join(names).replace(' ', '_')}-if00"
        super().__init__(name, link, role, binding and binding.format(link=link))
        self._call = machine.orders.call
        vendor, product = identity
        strings = dict(zip(("manufacturer", "product", "serialnumber"), names))
        self._call("gadgets.make", name=name, vendor=vendor, product=product, strings=strings)

    def _plug(self, socket):
        self._call("gadgets.plug", name=self.name, socket=socket)

    def _unplug(self):
        self._call("gadgets.unplug", name=self.name)

    def send(self, text):
        self._call("gadgets.send", name=self.name, text=text)

    def received(self):
        return bytes.fromhex(self._call("gadgets.received", name=self.name))


def newland_scanner(machine, name, discovers, serial="S-1"):
    """A scanner that a daemon knows by its numbers; one that discovers nothing gets its path."""
    binding = None if discovers else "role: scanner, driver: line, path: {link}"
    return GadgetDevice(machine, name, ("1eab", "0c06"), ("Newland", "CDC scanner", serial), "scanner", binding)


def free_sockets(device, devices):
    """Where a device can be plugged in."""
    taken = {other.socket for other in devices if other.sockets == device.sockets}
    return [socket for socket in device.sockets if socket not in taken]
