"""Devices that are not ours are never opened and never sent a byte, however briefly.

Each is plugged in beside a scanner that comes after it: when a code from that scanner has been read, the daemon has
seen the strangers, too, and has had its chance.
"""
from rig.bench import AdapterDevice, GadgetDevice, newland_scanner
from rig.kiosk import Kiosk
from rig.waiting import until

NAME = "classify"
# Vendor, product, maker and name of CDC-ACM devices that a counter may have, and that no reader is. The last two are
# a bare bridge, behind which anything can be, and a scanner of a family that speaks no serial protocol.
STRANGERS = [
    ("1546", "01a8", "u-blox AG", "u-blox GNSS receiver"),
    ("2341", "0043", "Arduino", "Uno"),
    ("12d1", "1506", "HUAWEI", "Mobile"),
    ("0483", "5740", "STMicroelectronics", "Virtual COM Port"),
    ("1a86", "55d4", "QinHeng", "USB Single Serial"),
    ("05e0", "1900", "Symbol", "SNAPI Imager"),
]

# What the daemon may say of a device that it does not use.
UNUSED = ("absent", "unassigned", "foreign", "unusable", "unknown")


def run(machine, options):
    call = machine.orders.call
    call("gadgets.prepare")
    kiosk = Kiosk(machine, options.discovers)
    scanner = newland_scanner(machine, "s", options.discovers)
    bridge = AdapterDevice(machine, "b", "SYS-B")
    strangers = [
        GadgetDevice(machine, f"x{index}", (vendor, product), names)
        for index, (vendor, product, *names) in enumerate(STRANGERS)
    ]
    kiosk.start([scanner])
    call("opens.watch", folder="/dev")
    # Two at once, for the loop-back bus has three sockets.
    for first, second in zip(strangers[::2], strangers[1::2]):
        check([first, second, bridge], scanner, kiosk, call)
    kiosk.check_alive()
    print(f"  {len(strangers)} foreign devices and a bare FTDI bridge: none opened, no byte sent to any")


def check(strangers, scanner, kiosk, call):
    for socket, stranger in enumerate(strangers):
        stranger.plug(max(socket, stranger.sockets[0]))
    nodes = nodes_of(strangers, call)
    scanner.plug(2)
    until(lambda: kiosk.state(scanner) == "active", "the scanner works")
    before = kiosk.reads(scanner)
    scanner.send("SYSTEM-TEST\r")
    until(lambda: kiosk.reads(scanner) == before + 1, "a code is read")

    own = call("devices.nodes", links=[scanner.link])[scanner.link]
    held = kiosk.held_nodes()
    if held != [own]:
        raise AssertionError(f"the daemon holds {held}, should hold {own} alone")
    opened = set(call("opens.seen", folder="/dev"))
    if own.rpartition("/")[2] not in opened:
        raise AssertionError(f"the test is broken: nobody was seen opening {own}, but {sorted(opened)}")
    touched = [node for node in nodes.values() if node.rpartition("/")[2] in opened]
    if touched:
        raise AssertionError(f"somebody opened {touched}")
    for stranger in strangers:
        state = kiosk.state(stranger)
        if state not in UNUSED:
            raise AssertionError(f"{stranger.link}: the daemon says {state}")
        received = stranger.received()
        if received:
            raise AssertionError(f"{stranger.link} was sent {received.hex(' ')}")
    for device in [scanner, *strangers]:
        device.unplug()
    until(lambda: kiosk.state(scanner) == "absent", "the scanner is missed")


def nodes_of(devices, call):
    """The nodes of devices just plugged in, once udev has made all of them."""
    links = [device.link for device in devices]

    def all_nodes():
        nodes = call("devices.nodes", links=links)
        return all(nodes.values()) and nodes

    return until(all_nodes, f"udev has {', '.join(links)}")
