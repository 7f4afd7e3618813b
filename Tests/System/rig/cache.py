"""The image and the saved machine, made once and used again as long as nothing that they are made of has changed."""
import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

from .machine import Machine
from .payload import PAYLOAD_BYTES

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What build-image puts into the image.
PARTS = ["build-image", "guest/agent.py", "guest/guest-agent.service", "guest/initrd-init"]


@contextlib.contextmanager
def alone(cache):
    """Keeps other runs from making the same things at the same time."""
    with open(f"{cache}/lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def image(cache):
    """The folder of the image; builds it, and removes older ones, when its parts have changed."""
    digest = hashlib.sha256()
    for part in PARTS:
        with open(f"{HERE}/{part}", "rb") as file:
            digest.update(file.read())
    folder = f"{cache}/image-{digest.hexdigest()[:16]}"
    if not os.path.isdir(folder):
        started = time.monotonic()
        subprocess.run(["nice", "-n", "10", f"{HERE}/build-image", folder], check=True)
        _say(f"image built in {time.monotonic() - started:.0f} s")
        for old in glob.glob(f"{cache}/image-*"):
            if old != folder:
                shutil.rmtree(old)
    return folder


def saved_machine(folder, data_bytes=0):
    """The file of a booted machine with these disks; boots one when there is none for this QEMU and command line."""
    data = f"{folder}/data-{data_bytes}" if data_bytes else None
    blank = f"{folder}/blank"
    machine = Machine(folder, blank, data)
    version = subprocess.run(["qemu-system-x86_64", "--version"], check=True, stdout=subprocess.PIPE).stdout
    key = hashlib.sha256(version + "\0".join(machine.command()).encode()).hexdigest()[:16]
    state = f"{folder}/booted-{key}.zst"
    if not os.path.exists(state):
        started = time.monotonic()
        for path, size in [(blank, PAYLOAD_BYTES)] + ([(data, data_bytes)] if data else []):
            with open(path, "wb") as file:
                file.truncate(size)
        with machine:
            machine.boot()
            booted = time.monotonic() - started
            machine.save(state)
        _say(f"machine booted in {booted:.0f} s and saved, {os.path.getsize(state) >> 20} MiB")
    return state


def _say(text):
    print(text, file=sys.stderr, flush=True)
