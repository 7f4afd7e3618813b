"""The kiosk in the machine: installed, set up with devices, started and stopped as its unit."""
from .observe import Observer

UNIT = "kioskd"
PORT = 8080
SETTINGS = """\
mode: rehearsal
kiosk: {{id: RH01, point: dongga}}
stateDirectory: /var/lib/recycling-kiosk
programme: programmes/doilungdeqen-2025.yaml
calendars: calendars
digestKeyFile: /run/credentials/kioskd.service/digest-key
counter: {{host: 127.0.0.1, port: {port}}}
# Nobody listens there.
central: {{url: "http://127.0.0.1:9"}}
registry: {{snapshot: /var/lib/recycling-kiosk/registry.snapshot, publicKey: registry.pub}}
rehearsal: {{clock: "2025-03-10T10:00:00+08:00"}}
devices:{devices}
"""


class Kiosk:
    def __init__(self, machine):
        self._call = machine.orders.call
        self.process = None
        self.observer = Observer(machine, PORT)
        self._call("kiosk.install")

    def start(self, devices):
        """Writes settings that bind those of the devices that have a role, and starts the daemon."""
        bound = [
            f"\n  - {{role: {device.role}, driver: {device.driver}, path: {device.link}}}"
            for device in devices
            if device.role
        ]
        self._call("kiosk.configure", text=SETTINGS.format(port=PORT, devices="".join(bound) or " []"))
        self.process = self._call("units.start", bound=300, unit=UNIT)

    def stop(self):
        self._call("units.stop", unit=UNIT)
        self.process = None

    def held_nodes(self):
        """Device nodes that the daemon has open, as the kernel tells."""
        return self._call("devices.held_nodes", process=self.process)

    def descriptors(self):
        return self._call("devices.descriptors", process=self.process)

    def resident_kilobytes(self):
        return self._call("units.resident_kilobytes", process=self.process)

    def journal(self):
        return self._call("units.journal", unit=UNIT)

    def check_alive(self):
        """The process that was started must still be the one that runs."""
        now = self._call("units.main_process", unit=UNIT)
        if now != self.process:
            raise AssertionError(f"the daemon was process {self.process} and is {now} now:\n{self.journal()}")
