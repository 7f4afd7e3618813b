"""Devices come and go in random order: each is bound when it comes, let go when it leaves, and nothing grows.

A cycle is one device plugged in, used and, some time later, unplugged. After every change all devices are compared
with what the daemon says and with the nodes that the kernel says it holds.
"""
import random
import statistics
import time

from rig.bench import AdapterDevice, GadgetDevice, free_sockets, newland_scanner
from rig.cardless import CardlessReader
from rig.kiosk import Kiosk
from rig.waiting import NotInTime, until

NAME = "plug"
# Roles of devices that send codes.
SCANNING = ("scanner", "bank-card")
# Cycles before memory is compared: until then caches and pools fill.
WARM_UP = 8
# By how much the median of the last quarter may exceed that of the first, however many cycles: the allocator's pools.
MEMORY_ALLOWANCE_KB = 2048


def run(machine, options):
    machine.orders.call("gadgets.prepare")
    kiosk = Kiosk(machine, options.discovers)
    devices = make_devices(machine, options.discovers)
    kiosk.start(devices)
    PlugTest(machine, kiosk, devices, options.seed).run(options.cycles)


def make_devices(machine, discovers):
    """Two adapters and two scanners.

    The adapters look alike but for their serial numbers, so settings bind them, one by udev's link and one by identity.
    The scanners are known by their numbers, and do the same work: one of them stands by. A daemon that discovers
    nothing has one adapter and one scanner, by their links, and must leave the other two alone.
    """
    second = {"role": "bank-card", "binding": "role: bank-card, driver: line, device: 'serial:0403:6001:00:{serial}'"}
    return [
        AdapterDevice(machine, "a", "SYS-A", "id-card", "role: id-card, driver: sdt, path: {link}", CardlessReader()),
        AdapterDevice(machine, "b", "SYS-B", **(second if discovers else {})),
        newland_scanner(machine, "c", discovers),
        GadgetDevice(
            machine, "d", ("05e0", "1701"), ("Symbol", "CDC scanner", "S-2"), "scanner" if discovers else None
        ),
    ]


class PlugTest:
    def __init__(self, machine, kiosk, devices, seed):
        self._call = machine.orders.call
        self._kiosk = kiosk
        self._devices = devices
        self._seed = seed
        self._random = random.Random(seed)
        self._scans = 0
        self._plugged_for = {}
        self._times = {"plug": [], "unplug": [], "cycle": []}
        self._memory = []

    def run(self, cycles):
        # The first plugging of each device loads drivers and fills caches: it is no cycle.
        for device in self._devices:
            self._plug(device)
            self._unplug(device)
        before = self._kiosk.descriptors()
        self._times = {"plug": [], "unplug": [], "cycle": []}
        started = time.monotonic()
        while len(self._times["cycle"]) < cycles:
            device = self._random.choice(self._devices)
            if device.socket is None:
                self._plug(device)
            else:
                self._unplug(device)
                self._memory.append(self._kiosk.memory_kilobytes())
        took = time.monotonic() - started
        for device in self._devices:
            if device.socket is not None:
                self._unplug(device)
        after = self._kiosk.descriptors()
        self._kiosk.check_alive()
        self._print(cycles, took, before, after)
        if len(after) > len(before):
            raise AssertionError(f"descriptors grew: {sorted(before.values())} became {sorted(after.values())}")
        self._check_memory(cycles)

    def _plug(self, device):
        socket = self._random.choice(free_sockets(device, self._devices))
        started = time.monotonic()
        device.plug(socket)
        self._expect(f"{device.name} was plugged into socket {socket}")
        if device.role in SCANNING and self._kiosk.state(device) == "active":
            self._scan(device)
        self._plugged_for[device.name] = time.monotonic() - started
        self._times["plug"].append(self._plugged_for[device.name])

    def _unplug(self, device):
        started = time.monotonic()
        device.unplug()
        self._expect(f"{device.name} was unplugged")
        took = time.monotonic() - started
        self._times["unplug"].append(took)
        self._times["cycle"].append(self._plugged_for[device.name] + took)

    def _expect(self, change):
        """Waits until udev, the daemon and the kernel all have every device as it should be."""
        differences = ["nothing was looked at"]

        def is_right():
            differences[:] = self._differences()
            return not differences

        try:
            until(is_right, f"{change} (seed {self._seed})")
        except NotInTime as error:
            raise AssertionError(f"{error}: {'; '.join(differences)}\n{self._kiosk.journal()}") from None

    def _differences(self):
        nodes = self._call("devices.nodes", links=[device.link for device in self._devices])
        seen = self._kiosk.observer.look()
        states = {device: seen.state(device) for device in self._devices}
        wrong = []
        for device, state in states.items():
            if (device.socket is None) != (nodes[device.link] is None):
                wrong.append(f"{device.name} is {_place(device)}, udev has {nodes[device.link]}")
            if state not in self._right_states(device, states):
                wrong.append(f"{device.name} is {_place(device)}, the daemon says: {state}")
        expected = sorted(nodes[device.link] or device.link for device in self._devices if states[device] == "active")
        held = self._kiosk.held_nodes()
        if held != expected:
            wrong.append(f"the daemon holds {held}, should hold {expected}")
        return wrong

    def _right_states(self, device, states):
        """Of the devices that do the same work, one that is plugged in does it, and the others stand by."""
        if device.socket is None:
            return ["absent"]
        if device.role is None:
            return ["absent", "unassigned"]
        others = [states[other] for other in self._devices if other.role == device.role and other is not device]
        return ["standby"] if "active" in others else ["active"]

    def _scan(self, device):
        """One code through the device must be one read, no more and no less."""
        before = self._kiosk.reads(device)
        self._scans += 1
        device.send(f"SYSTEM-TEST-{self._scans:05d}\r")
        until(lambda: self._kiosk.reads(device) > before, f"{device.name}: a code arrives")
        count = self._kiosk.reads(device) - before
        if count != 1:
            raise AssertionError(f"{device.name}: one code was sent, {count} were read")

    def _check_memory(self, cycles):
        samples = self._memory[WARM_UP:]
        if len(samples) < 8:
            return
        quarter = len(samples) // 4
        growth = statistics.median(samples[-quarter:]) - statistics.median(samples[:quarter])
        if growth > MEMORY_ALLOWANCE_KB:
            raise AssertionError(f"the daemon's memory grew by {growth:.0f} kB in {cycles} cycles: {self._memory}")

    def _print(self, cycles, took, before, after):
        print(f"  {cycles} cycles in {took:.0f} s, seed {self._seed}, {self._scans} codes scanned, none lost")
        for name, values in self._times.items():
            print(f"  {name}: median {statistics.median(values):.2f} s, max {max(values):.2f} s")
        print(f"  descriptors: {len(before)} before, {len(after)} after")
        print(f"  memory: {self._memory[0]} kB after the first cycle, {self._memory[-1]} kB after the last")
        print(f"  memory by cycle: {_slope(self._memory):+.1f} kB a cycle")


def _place(device):
    return "not plugged in" if device.socket is None else f"in socket {device.socket}"


def _slope(values):
    """Growth a step, by least squares."""
    if len(values) < 2:
        return 0.0
    middle, mean = (len(values) - 1) / 2, statistics.fmean(values)
    above = sum((index - middle) * (value - mean) for index, value in enumerate(values))
    return above / sum((index - middle) ** 2 for index in range(len(values)))
