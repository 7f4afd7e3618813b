"""A kiosk, a central and the network between them, in a folder of their own, over some rounds."""
import os
import shutil
import subprocess

import people
from carrying import Supervisor
from daemon import Daemon
from disk import SmallDisk
from network import Network
from points import REPOSITORY
from sdt import SDTReader
from terminal import TerminalDevice
from visit import Counter, Visit

KIOSK_ID = "RH01"
DIGEST_KEY = bytes([0x5A] * 32)
# Visits of one world at most.
PEOPLE = 600
# A Monday inside the programme's window, within the point's hours; and times that the clock may be set back to.
CLOCKS = ("2025-03-10T10:00:00+08:00", "2025-03-10T09:40:00+08:00", "2025-03-07T15:00:00+08:00")

CENTRAL_SETTINGS = """\
mode: rehearsal
listen: {{host: 127.0.0.1, port: 0}}
stateDirectory: {folder}/central
programmes: ["{repository}/config/programmes/doilungdeqen-2025.yaml"]
calendars: {repository}/config/calendars
digestKeyFile: {keys}/digest.key
{sealing}signing: {{key: {keys}/signing.key, company: 彩排再生资源有限公司, validDays: 730}}
rehearsal: {{clock: "{clock}"}}
"""
CENTRAL_SEALING = (
    "sealing: {{reviewersKeys: [{repository}/config/rehearsal/reviewers.key],"
    " payersKeys: [{repository}/config/rehearsal/payers.pub]}}\n"
)
KIOSK_SEALING = (
    "sealing: {{keys: {repository}/config/rehearsal/sealing-keys, centralKey: {repository}/config/rehearsal/central.pub}}\n"
)
KIOSK_SETTINGS = """\
mode: rehearsal
kiosk: {{id: {kiosk}, point: dongga}}
stateDirectory: {folder}/kiosk
shareDirectory: {repository}/share
programme: {repository}/config/programmes/doilungdeqen-2025.yaml
calendars: {repository}/config/calendars
digestKeyFile: {keys}/digest.key
{sealing}counter: {{host: 127.0.0.1, port: 0}}
central: {{url: "http://127.0.0.1:{network}", requestTimeoutSeconds: 1, backOff: {{firstMilliseconds: 10, longestSeconds: 1}}}}
registry: {{snapshot: {keys}/registry.snapshot, publicKey: {keys}/signing.pub}}
rehearsal: {{clock: "{clock}"}}
discovery: false
devices: [{{role: id-card, driver: sdt, path: {folder}/reader}}]
"""


def make_keys(folder, programs):
    """What a rehearsal needs beside its settings: keys, and a registry of made-up plates."""
    os.makedirs(folder)
    with open(f"{folder}/digest.key", "w") as file:
        file.write(DIGEST_KEY.hex())
    os.chmod(f"{folder}/digest.key", 0o600)
    with open(f"{folder}/registry.csv", "w") as file:
        file.write(people.registry(PEOPLE))
    central = f"{programs}/kiosk-central"
    import_command = [
        central, "registry", "import", f"{folder}/registry.csv", "--rehearsal", "--out", f"{folder}/registry.snapshot",
        "--as-of", "2025-03-09", "--version", "crash-test", "--issuer", "made up", "--digest-key",
        f"{folder}/digest.key", "--signing-key", f"{folder}/signing.key",
    ]
    for command in ([central, "key", "new", "--out", folder, "--name", "signing"], import_command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class World:
    def __init__(self, folder, programs, keys):
        self.folder = folder
        self.keys = keys
        os.makedirs(folder)
        self.disks = {side: SmallDisk(f"{folder}/{side}") for side in ("kiosk", "central")}
        self.network = Network()
        self.reader = SDTReader()
        TerminalDevice(f"{folder}/reader", self.reader)
        self.central = Daemon(
            "kiosk-central", [f"{programs}/kiosk-central", "serve", "--config", f"{folder}/central.yaml"],
            f"{folder}/central.log",
        )
        self.kiosk = Daemon("kioskd", [f"{programs}/kioskd", "--config", f"{folder}/kiosk.yaml"], f"{folder}/kiosk.log")
        self.supervisor = Supervisor(self, programs)
        self.counter = None
        self.visits = []
        self._people = 0
        self.set_clocks(CLOCKS[0])

    def next_visit(self, photo_bytes=0):
        """A person who was never here; with a photo of so many bytes, one whose bike is registered to somebody else."""
        self._people += 1
        person = people.Person(self._people - 1)
        if photo_bytes:
            visit = Visit(person, people.photo(person.index, photo_bytes), people.Person(PEOPLE - self._people))
        else:
            visit = Visit(person)
        self.visits.append(visit)
        return visit

    def set_clocks(self, kiosk):
        """What the kiosk's clock shows at its next start."""
        values = {"folder": self.folder, "repository": REPOSITORY, "keys": self.keys, "kiosk": KIOSK_ID}
        # A version without sealed fields has no such keys.
        seals = os.path.exists(f"{REPOSITORY}/config/rehearsal/sealing-keys")
        sealing = [text.format(**values) if seals else "" for text in (CENTRAL_SEALING, KIOSK_SEALING)]
        self._write("central.yaml", CENTRAL_SETTINGS.format(clock=CLOCKS[0], sealing=sealing[0], **values))
        kiosk_settings = KIOSK_SETTINGS.format(clock=kiosk, sealing=sealing[1], network=self.network.port, **values)
        self._write("kiosk.yaml", kiosk_settings)

    def stores(self):
        """The files of the kiosk's store and of the central's register."""
        return f"{self.folder}/kiosk/kiosk.sqlite", f"{self.folder}/central/register.sqlite"

    def start_central(self, crash_at=None):
        self.network.upstream = None
        if self.central.start(crash_at):
            self.network.upstream = self.central.port

    def start_kiosk(self, crash_at=None):
        self.close_counter()
        if self.kiosk.start(crash_at):
            self.counter = Counter(self.kiosk.port)

    def close_counter(self):
        if self.counter:
            self.counter.close()
        self.counter = None

    def close(self, kept=None):
        """Ends everything; keeps stores and logs when told where."""
        self.close_counter()
        self.kiosk.kill()
        self.central.kill()
        self.network.close()
        if kept:
            shutil.copytree(self.folder, kept, ignore=shutil.ignore_patterns("ballast", "reader", "*.sock"))
        for disk in self.disks.values():
            disk.close()
        shutil.rmtree(self.folder)

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w") as file:
            file.write(text)
