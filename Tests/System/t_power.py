"""The power is cut while claims are recorded, on a disk that forgets what was not flushed and picks the moment itself.

Every number that was shown must be there after the restart, the chain must hold and SQLite must find its file whole.
With a store that syncs too little (--synchronous) the same test must fail: that shows that it would notice.
"""
import collections
import random
import subprocess
import tempfile
import threading
import time

from rig import kiosk
from rig.machine import Machine
from rig.orders import GuestFailed
from rig.volatile_disk import Moment, VolatileDisk

NAME = "power"
DATA_BYTES = 64 << 20
# Of guest/power.py.
READER = "/run/power-reader"
# Visits after which the power goes although the disk's moment has not come: a store that never flushes.
MOST_VISITS = 7
MOST_FLUSHES = 5
# Shares of the unflushed sectors that the disk had written by itself.
SHARES = (0.0, 0.25, 0.5, 0.75, 0.95)
# Seconds that an answer may still be under way when the disk has stopped.
GRACE = 0.3
BOUND = 360.0
CRASH_TIME = (OSError, GuestFailed)


class Lost(Exception):
    """A number that was shown is not there, the store is not whole, or the kiosk does not go on with it."""


def run_cuts(image, payload, state, options):
    """state: a booted machine with a disk of DATA_BYTES. Raises AssertionError when the outcome is not as it must be."""
    with tempfile.TemporaryDirectory(prefix="kiosk-power.") as folder:
        PowerTest(image, payload, state, options, folder).run()


class PowerTest:
    def __init__(self, image, payload, state, options, folder):
        self._machine = lambda: Machine(image, payload, f"nbd:{self._disk.path}")
        self._state = state
        self._ready = f"{folder}/ready.zst"
        self._folder = folder
        self._options = options
        self._chance = random.Random(f"power/{options.seed}")
        self._disk = VolatileDisk(f"{folder}/disk", _file_system(folder))
        # Number and id by sequence, as shown.
        self._shown = {}
        self._next_person = 0
        self._tally = collections.Counter()
        # Why the kiosk failed in this round without its power being cut.
        self._fault = None

    def run(self):
        started = time.monotonic()
        self._prepare()
        print(f"  seed {self._options.seed}; ready after {time.monotonic() - started:.1f} s", flush=True)
        times, failed = [], 0
        for cut in range(1, self._options.cuts + 1):
            begun = time.monotonic()
            try:
                self._cycle(cut)
            except Lost as loss:
                failed += 1
                print(f"  cut {cut - 1} LOST: {loss}", flush=True)
                self._keep(cut - 1)
                self._start_anew()
                self._cycle(cut)
            times.append(time.monotonic() - begun)
        failed += self._last_look()
        self._print(times, failed)
        if self._options.synchronous == "FULL" and failed:
            raise AssertionError(f"{failed} of {self._options.cuts} cuts lost something that was shown")
        if self._options.synchronous != "FULL" and not failed:
            raise AssertionError(f"a store with synchronous={self._options.synchronous} lost nothing: the test is blind")
        if self._options.cuts >= 10 and self._tally["with something unflushed"] <= self._options.cuts // 2:
            raise AssertionError("most cuts found everything flushed: they prove nothing")

    def _prepare(self):
        """Saves a machine in which everything but the store is ready, so that each cut costs little."""
        with self._machine() as machine:
            machine.resume(self._state)
            call = machine.orders.call
            call("kiosk.install")
            call("kiosk.configure", text=kiosk.settings_for_power(READER))
            synchronous = self._options.synchronous
            more = {} if synchronous == "FULL" else {"KIOSK_STORE_SYNCHRONOUS": synchronous}
            call("power.prepare", store_environment=more)
            # Once on the machine's own memory: programs and libraries are in the kernel's cache afterwards.
            call("units.start", bound=BOUND, unit=kiosk.UNIT)
            call("units.stop", bound=BOUND, unit=kiosk.UNIT)
            machine.save(self._ready, forget_disks=False)
        # Whatever the start left there belongs to no cut.
        self._start_anew()

    def _keep(self, cut):
        """Leaves the disk as the cut left it and the machine found it, to be looked at."""
        if self._options.synchronous == "FULL":
            path = f"{self._options.cache}/lost-{self._options.seed}-{cut}.ext4"
            with open(path, "wb") as file:
                file.write(self._disk.content())
            print(f"  the disk: {path}")

    def _start_anew(self):
        """An empty disk, and nothing was promised."""
        self._disk.close()
        self._disk = VolatileDisk(self._disk.path, _file_system(self._folder))
        self._shown = {}

    def _cycle(self, cut):
        self._fault = None
        with self._machine() as machine:
            machine.go_on(self._ready)
            call = machine.orders.call
            self._check(call)
            moment = Moment(
                self._chance.choice(Moment.KINDS), self._chance.randint(0, MOST_FLUSHES), self._chance.randint(1, 6)
            )
            # A moment may come while the store is opened and repaired.
            is_early = self._chance.random() < 0.15
            if is_early:
                self._disk.stop_at(moment)
            driver = threading.Thread(target=self._drive, args=(machine, None if is_early else moment), daemon=True)
            driver.start()
            while not self._disk.stopped.wait(0.05):
                if not driver.is_alive():
                    # Enough visits, and no moment: now.
                    moment = None
                    self._disk.stop_at(None)
            driver.join(GRACE)
            machine.cut_power()
            driver.join()
        if self._fault:
            raise Lost(f"the kiosk does not work: {self._fault}")
        share = self._chance.choice(SHARES)
        writes, sectors, lost = self._disk.cut(self._chance, share)
        self._tally.update([moment.kind if moment else "no moment", *(["with something unflushed"] if writes else [])])
        self._tally.update({"unflushed writes": writes, "unflushed sectors": sectors, "lost sectors": lost})
        self._tally.update(["while opening"] if is_early else [])
        print(
            f"  cut {cut}: {moment or 'no moment came'}; {len(self._shown)} shown; {writes} writes of {sectors} sectors"
            f" unflushed, {lost} lost",
            flush=True,
        )

    def _drive(self, machine, moment):
        """Visits until the disk stops; each number is here before the next visit begins."""
        try:
            call = machine.orders.call
            call("units.start", bound=BOUND, unit=kiosk.UNIT)
            for index in range(MOST_VISITS):
                if index == 1 and moment:
                    self._disk.stop_at(moment)
                person = self._next_person
                self._next_person += 1
                number, claim_id, hint = call("power.visit", bound=BOUND, port=kiosk.PORT, person=person)
                if number is None:
                    raise GuestFailed(f"nothing was recorded: {hint}")
                self._shown[int(number.split("-")[1])] = claim_id
                self._tally["numbers shown"] += 1
        except CRASH_TIME as error:
            if not self._disk.stopped.is_set():
                self._fault = f"{error}\n{self._journal(machine)}"

    @staticmethod
    def _journal(machine):
        """What the kiosk said, if the machine still answers."""
        try:
            return machine.orders.call("units.journal", unit=kiosk.UNIT)
        except CRASH_TIME as error:
            return f"no journal: {error}"

    def _check(self, call):
        try:
            call("power.mount_store", now=time.time())
            found = call("power.look", bound=BOUND)
        except GuestFailed as failure:
            raise Lost(f"the store cannot be read: {failure}") from None
        if found["integrity"] != "ok":
            raise Lost(f"the store is damaged: {found['integrity']}")
        there = dict(map(tuple, found["numbers"]))
        missing = sorted(number for number, claim in self._shown.items() if there.get(number) != claim)
        if missing:
            raise Lost(f"{len(missing)} of {len(self._shown)} shown claims, the first {missing[0]}")

    def _last_look(self):
        try:
            with self._machine() as machine:
                machine.go_on(self._ready)
                self._check(machine.orders.call)
                # And it goes on from there.
                machine.orders.call("units.start", bound=BOUND, unit=kiosk.UNIT)
        except Lost as loss:
            print(f"  cut {self._options.cuts} LOST: {loss}")
            self._keep(self._options.cuts)
            return 1
        return 0

    def _print(self, times, failed):
        print(f"  synchronous={self._options.synchronous}: {len(times)} cuts, {failed} of them lost something")
        print("  " + ", ".join(f"{name}: {count}" for name, count in sorted(self._tally.items())))
        print(f"  a cut: median {sorted(times)[len(times) // 2]:.1f} s, max {max(times):.1f} s")


def _file_system(folder):
    """An empty ext4 of the disk's size, with the blocks that a big disk has."""
    path = f"{folder}/empty.ext4"
    with open(path, "wb") as file:
        file.truncate(DATA_BYTES)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", path], check=True, stdout=subprocess.DEVNULL)
    with open(path, "rb") as file:
        return file.read()
