"""Runs a probe with everything that a unit gives to its daemon: user, groups, allowed devices, hidden paths."""
import json
import os
import shutil

import units

OUTPUT = "/run/probe.json"


def open_nodes(unit, nodes):
    """What open(2) gives in the unit's place: node → "rw", "r" or the error's name."""
    shutil.copyfile(f"/etc/systemd/system/{unit}.service", "/etc/systemd/system/probe.service")
    folder = "/etc/systemd/system/probe.service.d"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/probe.conf", "w") as file:
        file.write("[Service]\nType=oneshot\nRestart=no\nExecStart=\n")
        file.write(f"ExecStart=/usr/bin/python3 /payload/guest/probe.py {' '.join(nodes)}\n")
        file.write(f"StandardOutput=truncate:{OUTPUT}\n")
    units.run("systemctl", "daemon-reload")
    units.run("systemctl", "start", "probe.service")
    with open(OUTPUT) as file:
        return json.load(file)


def allowed_classes(unit):
    """The unit's DeviceAllow=, class → access, for example char-188 → rw."""
    words = units.run("systemctl", "show", "--property=DeviceAllow", "--value", unit).split()
    return dict(zip(words[::2], words[1::2]))


def classes(node):
    """All that can stand in DeviceAllow= for a node: its major number, and the names that /proc/devices has for it."""
    status = os.stat(node)
    is_block = (status.st_mode & 0o170000) == 0o060000
    with open("/proc/devices") as file:
        characters, blocks = file.read().split("Block devices:")
    lines = (blocks if is_block else characters).splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if line[:4].strip().isdigit()]
    prefix = "block-" if is_block else "char-"
    major = os.major(status.st_rdev)
    return [f"{prefix}{major}"] + [prefix + name for number, name in pairs if int(number) == major]
