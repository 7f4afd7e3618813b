"""What the daemon thinks of a device, from its own interface. The only module that knows that interface's form.

The state of a device is a word: `active` (opened, and nothing wrong with it), `standby`, `unassigned`, `absent`, or
whatever else the daemon says, which no test expects.
"""

CONTROL_SOCKET = "/run/recycling-kiosk/control.sock"
# States of an opened device in which the daemon hears it, or hears nothing wrong.
WORKING = {"ready", "asking", "reading", "remove-card"}


class ControlObserver:
    """Looks through the control socket: all that is plugged in."""

    def __init__(self, machine):
        self._call = machine.orders.call

    def look(self):
        """One answer of the daemon, for any number of questions."""
        return ControlObservation(self._call("web.get", path="/v1/devices", unix=CONTROL_SOCKET))


class ControlObservation:
    def __init__(self, answer):
        self._devices = answer["devices"]

    def state(self, device):
        entry = self._entry(device)
        if entry is None:
            return "absent"
        state = entry["assignment"]["state"]
        health = entry.get("health") or {}
        if state == "active" and health.get("state") not in WORKING:
            return f"active but {health}"
        return state

    def reads(self, device):
        """Whole reads handed on since the device was opened first."""
        return self._entry(device)["health"]["reads"]

    def _entry(self, device):
        return next((entry for entry in self._devices if device.link in entry["links"]), None)


class CounterObserver:
    """Looks through the counter page's interface, for a daemon without a control socket: bound devices only."""

    def __init__(self, machine, port):
        self._call = machine.orders.call
        self._port = port

    def look(self):
        return CounterObservation(self._call("web.get", path="/v1/devices", port=self._port))


class CounterObservation:
    def __init__(self, entries):
        self._by_path = {entry["path"]: entry for entry in entries}

    def state(self, device):
        entry = self._by_path.get(device.link, {"state": "missing"})
        if entry["state"] in WORKING:
            return "active"
        return "absent" if entry["state"] == "missing" else f"{entry['state']} {entry.get('problem', '')}".strip()

    def reads(self, device):
        return self._by_path[device.link]["reads"]
