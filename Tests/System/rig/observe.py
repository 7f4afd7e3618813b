"""What the daemon thinks of a device, from its own interface. The only module that knows that interface's form."""

# States of GET /v1/devices in which the daemon has opened a device and hears it, or hears nothing wrong.
WORKING = {"ready", "asking", "reading", "remove-card"}


class Observer:
    def __init__(self, machine, port):
        self._call = machine.orders.call
        self._port = port

    def look(self):
        """One answer of the daemon, for any number of questions."""
        return Observation(self._call("web.get", path="/v1/devices", port=self._port))


class Observation:
    def __init__(self, entries):
        self._by_path = {entry["path"]: entry for entry in entries}

    def is_working(self, device):
        entry = self._by_path.get(device.link)
        return entry is not None and entry["state"] in WORKING

    def is_absent(self, device):
        """The daemon does not have it: it is missing, or was never bound."""
        entry = self._by_path.get(device.link)
        return entry is None or entry["state"] == "missing"

    def reads(self, device):
        """Whole reads handed on since the daemon's start."""
        return self._by_path[device.link]["reads"]

    def describe(self, device):
        entry = self._by_path.get(device.link)
        return "unknown" if entry is None else f"{entry['state']} {entry.get('problem', '')}".strip()
