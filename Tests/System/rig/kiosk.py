"""The kiosk in the machine: installed, set up with devices, started and stopped as its unit."""
from .observe import CONTROL_SOCKET, ControlObserver, CounterObserver

UNIT = "kioskd"
PORT = 8080
SETTINGS = """\
mode: rehearsal
kiosk: {{id: RH01, point: dongga}}
stateDirectory: /var/lib/recycling-kiosk
programme: programmes/doilungdeqen-2025.yaml
calendars: calendars
digestKeyFile: /run/credentials/kioskd.service/digest-key
sealing: {{keys: sealing-keys, centralKey: central.pub}}
counter: {{host: 127.0.0.1, port: {port}}}
# Nobody listens there.
central: {{url: "http://127.0.0.1:9"}}
registry: {{snapshot: {registry}, publicKey: registry.pub}}
rehearsal: {{clock: "2025-03-10T10:00:00+08:00"}}
devices:{devices}
"""
REGISTRY = "/var/lib/recycling-kiosk/registry.snapshot"
# Of many made-up people; on the payload disk.
CROWD = "/payload/etc/crowd.snapshot"


def settings_for_power(reader):
    """Of a kiosk whose power is cut: a crowd's registry, and one reader."""
    devices = f"\n  - {{role: id-card, driver: sdt, path: {reader}}}"
    return SETTINGS.format(port=PORT, registry=CROWD, devices=devices) + "discovery: false\n"


class Kiosk:
    """discovers: the daemon finds devices by itself and tells of them on its control socket."""

    def __init__(self, machine, discovers):
        self._call = machine.orders.call
        self._discovers = discovers
        self.process = None
        self.observer = ControlObserver(machine) if discovers else CounterObserver(machine, PORT)
        self._call("kiosk.install")

    def start(self, devices):
        """Writes settings that bind those of the devices that say how, and starts the daemon."""
        bound = [f"\n  - {{{device.binding}}}" for device in devices if device.binding]
        text = SETTINGS.format(port=PORT, registry=REGISTRY, devices="".join(bound) or " []")
        if self._discovers:
            text += f"control: {{socket: {CONTROL_SOCKET}}}\n"
        self._call("kiosk.configure", text=text)
        self.process = self._call("units.start", bound=300, unit=UNIT)

    def stop(self):
        self._call("units.stop", unit=UNIT)
        self.process = None

    def state(self, device):
        """What the daemon says of one device now."""
        return self.observer.look().state(device)

    def reads(self, device):
        return self.observer.look().reads(device)

    def held_nodes(self):
        """Device nodes that the daemon has open, as the kernel tells."""
        return self._call("devices.held_nodes", process=self.process)

    def descriptors(self):
        return self._call("devices.lasting_descriptors", process=self.process)

    def memory_kilobytes(self):
        return self._call("units.memory_kilobytes", process=self.process)

    def journal(self):
        return self._call("units.journal", unit=UNIT)

    def check_alive(self):
        """The process that was started must still be the one that runs."""
        now = self._call("units.main_process", unit=UNIT)
        if now != self.process:
            raise AssertionError(f"the daemon was process {self.process} and is {now} now:\n{self.journal()}")
