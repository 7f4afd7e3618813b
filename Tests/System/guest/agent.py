#!/usr/bin/python3
"""Takes the host's orders in the emulated machine: one JSON object a line, one answer a line.

{"call": "module.function", "args": {…}} calls a function of the modules beside this file or, once the payload disk is
mounted, of /payload/guest; the answer is {"value": …} or {"error": traceback}. This file is part of the image, so it
holds no more than is needed before the payload is there.
"""
import importlib
import json
import os
import subprocess
import sys
import traceback

PAYLOAD = "/payload"


def mount_payload(now):
    """Sets the clock, which stood still while the machine was saved, and mounts the disk with the programs."""
    subprocess.run(["date", "-s", f"@{now:.3f}"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["mount", "-o", "ro", "/dev/disk/by-id/virtio-payload", PAYLOAD], check=True)
    sys.path.insert(0, PAYLOAD + "/guest")


def settle(seconds):
    """Waits until the machine is up and udev is idle; answers systemd's word for it."""
    subprocess.run(["udevadm", "settle", f"--timeout={seconds}"], check=True)
    command = ["systemctl", "is-system-running", "--wait"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=seconds).stdout.strip()


def forget_disks():
    """Drops all cached blocks, so that a resumed machine reads what its disks hold then."""
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w") as file:
        file.write("3")


OWN = {"mount_payload": mount_payload, "settle": settle, "forget_disks": forget_disks}


def answer(request):
    name = request["call"]
    function = OWN.get(name)
    if function is None:
        module, _, attribute = name.partition(".")
        function = getattr(importlib.import_module(module), attribute)
    return {"value": function(**request.get("args", {}))}


def main(port):
    with open(port, "r+b", buffering=0) as channel:
        channel.write(b'{"value": "ready"}\n')
        lines = os.fdopen(os.dup(channel.fileno()), "rb")
        for line in lines:
            try:
                reply = answer(json.loads(line))
            except Exception:
                reply = {"error": traceback.format_exc()}
            channel.write(json.dumps(reply).encode() + b"\n")


main(sys.argv[1])
