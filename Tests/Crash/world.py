"""A kiosk, a central and the network between them, in a folder of their own, over some rounds."""
import glob
import os
import shutil
import subprocess

import people
from carrying import Carrying
from daemon import Daemon
from disk import SmallDisk
from network import Network
from points import REPOSITORY
from sdt import SDTReader
from stores import KIOSK, Stores
from terminal import TerminalDevice
from trust import Enrolment, make_authority
from visit import Counter, Visit

DIGEST_KEY = bytes([0x5A] * 32)
# Visits of one world at most.
PEOPLE = 600
# Snapshots of the registry, and the plates in each: more than one piece in which files come down.
REGISTRIES = 3
PLATES = 6_000
CALENDAR = "lhasa-2025.yaml"
# A Monday inside the programme's window, within the point's hours; and times that the clock may be set back to.
CLOCKS = ("2025-03-10T10:00:00+08:00", "2025-03-10T09:40:00+08:00", "2025-03-07T15:00:00+08:00")

CENTRAL_SETTINGS = """\
mode: rehearsal
listen: {{host: 127.0.0.1, port: 0}}
stateDirectory: {folder}/central
programmes: ["{repository}/config/programmes/doilungdeqen-2025.yaml"]
calendars: {repository}/config/calendars
digestKeyFile: {keys}/digest.key
sealing: {{reviewersKeys: [{rehearsal}/reviewers.key], payersKeys: [{rehearsal}/payers.pub]}}
signing: {{key: {keys}/signing.key, company: 彩排再生资源有限公司, validDays: 730}}
distribute: {{registry: {folder}/offered/registry.snapshot, calendars: {folder}/offered/calendars}}
rehearsal: {{clock: "{clock}"}}
{trust}
"""
KIOSK_SETTINGS = """\
mode: rehearsal
kiosk: {{id: {kiosk}, point: dongga}}
stateDirectory: {folder}/kiosk
shareDirectory: {repository}/share
programme: {repository}/config/programmes/doilungdeqen-2025.yaml
calendars: {repository}/config/calendars
rulesFrom: central
digestKeyFile: {digest_key}
counter: {{host: 127.0.0.1, port: 0}}
central:
  url: "{scheme}://127.0.0.1:{network}"
  requestTimeoutSeconds: 1
  backOff: {{firstMilliseconds: 10, longestSeconds: 1}}
registry: {{snapshot: {folder}/kiosk/registry.snapshot, publicKey: {keys}/signing.pub}}
rehearsal: {{clock: "{clock}"}}
discovery: false
devices: [{{role: id-card, driver: sdt, path: {folder}/reader}}]
{sealing}
"""
# Without TLS nobody enrols: the rehearsal's keys lie in the repository.
PLAIN_TRUST = "answerKey: {rehearsal}/central.key"
PLAIN_SEALING = "sealing: {{keys: {rehearsal}/sealing-keys, centralKey: {rehearsal}/central.pub}}"


class Keys:
    """What a rehearsal needs beside its settings: keys, an authority, and registries of made-up plates."""

    def __init__(self, folder, programs):
        self.folder = folder
        os.makedirs(folder)
        with open(f"{folder}/digest.key", "w") as file:
            file.write(DIGEST_KEY.hex())
        os.chmod(f"{folder}/digest.key", 0o600)
        with open(f"{folder}/registry.csv", "w") as file:
            file.write(people.registry(PLATES))
        central = f"{programs}/kiosk-central"
        self._run(central, "key", "new", "--out", folder, "--name", "signing")
        for number in range(REGISTRIES):
            self._run(
                central, "registry", "import", f"{folder}/registry.csv", "--rehearsal", "--out", self.registry(number),
                "--as-of", "2025-03-09", "--version", f"crash-test-{number}", "--issuer", "made up",
                "--digest-key", f"{folder}/digest.key", "--signing-key", f"{folder}/signing.key",
            )
        self.tls = make_authority(folder, programs)

    def registry(self, number):
        return f"{self.folder}/registry-{number}.snapshot"

    @staticmethod
    def _run(*command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class World:
    kiosk_id = KIOSK

    def __init__(self, folder, programs, keys, is_encrypted):
        self.folder = folder
        self.keys = keys.folder
        self._keys = keys
        self.is_encrypted = is_encrypted
        os.makedirs(f"{folder}/offered/calendars")
        self.stores = Stores(folder)
        self.disks = {side: SmallDisk(f"{folder}/{side}") for side in ("kiosk", "central")}
        self.network = Network(is_encrypted)
        self.reader = SDTReader()
        TerminalDevice(f"{folder}/reader", self.reader)
        self.central = Daemon(
            "kiosk-central", [f"{programs}/kiosk-central", "serve", "--config", f"{folder}/central.yaml"],
            f"{folder}/central.log",
        )
        self.kiosk = Daemon("kioskd", [f"{programs}/kioskd", "--config", f"{folder}/kiosk.yaml"], f"{folder}/kiosk.log")
        self.carrying = Carrying(self, programs)
        self.enrolment = Enrolment(self, programs) if is_encrypted else None
        self.counter = None
        self.visits = []
        # What was sent back to be corrected: {claim's id: [reasons]}.
        self.returns = {}
        self._people = 0
        self._registry = 0
        self._calendars = 0
        shutil.copy(keys.registry(0), self.stores.registry)
        self.offer_another_registry()
        self.set_clocks(CLOCKS[0])

    @property
    def offered(self):
        """The files that the central has for kiosks, the registry's snapshot first."""
        return [f"{self.folder}/offered/registry.snapshot", *glob.glob(f"{self.folder}/offered/calendars/*.yaml")]

    def offer_another_registry(self):
        self._registry = (self._registry + 1) % REGISTRIES
        with open(self._keys.registry(self._registry), "rb") as file:
            self._offer("registry.snapshot", file.read())

    def offer_another_calendar(self):
        """The same notice in other bytes."""
        self._calendars += 1
        with open(f"{REPOSITORY}/config/calendars/{CALENDAR}", "rb") as file:
            self._offer(f"calendars/{CALENDAR}", file.read() + f"# {self._calendars}\n".encode())

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
        values = {
            "folder": self.folder, "repository": REPOSITORY, "rehearsal": f"{REPOSITORY}/config/rehearsal",
            "keys": self.keys, "kiosk": KIOSK, "network": self.network.port,
        }
        if self.is_encrypted:
            own = {"scheme": "https", "sealing": "", "digest_key": self.enrolment.digest_key_file}
            trust = self._keys.tls
        else:
            own = {"scheme": "http", "sealing": PLAIN_SEALING.format(**values), "digest_key": f"{self.keys}/digest.key"}
            trust = PLAIN_TRUST.format(**values)
        self._write("central.yaml", CENTRAL_SETTINGS.format(clock=CLOCKS[0], trust=trust, **values))
        self._write("kiosk.yaml", KIOSK_SETTINGS.format(clock=kiosk, **own, **values))

    def start_central(self, crash_at=None):
        self.network.upstream = None
        if self.central.start(crash_at):
            self.network.upstream = self.central.port

    def start_kiosk(self, crash_at=None):
        self.close_counter()
        if self.kiosk.start(crash_at):
            self.counter = Counter(self.kiosk.port)

    def ask_central(self, path):
        """Status and JSON of the central's answer to this kiosk, not by the network that breaks."""
        counter = Counter(self.central.port, tls=self.enrolment.context() if self.is_encrypted else None)
        try:
            return counter.send("GET", path)
        finally:
            counter.close()

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

    def _offer(self, name, content):
        """In one step, as docs/central.md says."""
        place = f"{self.folder}/offered/{name}"
        with open(f"{place}.new", "wb") as file:
            file.write(content)
        os.rename(f"{place}.new", place)

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w") as file:
            file.write(text)
