"""The unit lets its daemon open the devices that it is meant to serve, and no others.

What it is meant to serve stands in its own DeviceAllow=. A class that is allowed there but cannot be opened lacks a
group; one that can be opened without being there is a hole.
"""
from rig.bench import AdapterDevice, newland_scanner
from rig.kiosk import UNIT, Kiosk
from rig.waiting import until

NAME = "permissions"
ACCESSES = ("rw", "r")
# Present in the machine without anything plugged in.
FIXED_NODES = ["/dev/ttyS0", "/dev/vda", "/dev/mem", "/dev/uinput"]


def run(machine, options):
    call = machine.orders.call
    call("gadgets.prepare")
    kiosk = Kiosk(machine, options.discovers)
    scanner = newland_scanner(machine, "s", options.discovers)
    adapter = AdapterDevice(machine, "b", "SYS-B")
    scanner.plug(0)
    adapter.plug(1)
    call("gadgets.make_printer", name="p", vendor="04b8", product="0202")
    call("gadgets.plug", name="p", socket=1)
    machine.monitor.run("device_add", driver="usb-kbd", id="keyboard", bus="xhci.0", port="2")
    nodes = until(lambda: _nodes(call, [scanner.link, adapter.link]), "keyboard, printer and terminals have nodes")

    kiosk.start([])
    check_identity(call("units.identity", process=kiosk.process))
    # It would hold the scanner for itself alone.
    kiosk.stop()
    allowed = call("sandbox.allowed_classes", unit=UNIT)
    answers = call("sandbox.open_nodes", unit=UNIT, nodes=nodes)
    for node in nodes:
        classes = call("sandbox.classes", node=node)
        access = next((allowed[name] for name in classes if name in allowed), None)
        if access != (answers[node] if answers[node] in ACCESSES else None):
            raise AssertionError(
                f"{node} ({', '.join(classes)}): allowed {access}, open gave {answers[node]};"
                f" the node is {call('devices.permissions', path=node)}"
            )
        print(f"  {node}: {answers[node]}")
    refused = [node for node in nodes if node.startswith("/dev/tty") and answers[node] != "rw"]
    if refused:
        raise AssertionError(f"the daemon cannot use {refused}")


def check_identity(identity):
    if "0" in identity["Uid"] + identity["Gid"] + identity["Groups"]:
        raise AssertionError(f"the daemon is root: {identity}")
    if identity["CapEff"] != ["0000000000000000"] or identity["CapPrm"] != ["0000000000000000"]:
        raise AssertionError(f"the daemon has capabilities: {identity}")
    if identity["NoNewPrivs"] != ["1"]:
        raise AssertionError(f"the daemon may gain privileges: {identity}")


def _nodes(call, links):
    """All nodes to try, once every one is there."""
    terminals = call("devices.nodes", links=links).values()
    others = [call("devices.find", pattern=pattern) for pattern in ("/dev/usb/lp*", "/dev/input/by-id/*event-kbd")]
    found = [*terminals, *(found and found[0] for found in others)]
    return all(found) and found + FIXED_NODES
