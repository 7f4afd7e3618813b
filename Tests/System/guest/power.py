"""The kiosk whose power is cut: its store on the disk that survives, its reader on a pseudo-terminal, visits one by one."""
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile

import units

sys.path.insert(0, "/payload/visits")
import chain  # noqa: E402
from people import Person  # noqa: E402
from sdt import SDTReader  # noqa: E402
from terminal import TerminalDevice  # noqa: E402
from visit import Counter, Visit, run  # noqa: E402

DISK = "/dev/disk/by-id/virtio-data"
STATE = "/var/lib/recycling-kiosk"
STORE = f"{STATE}/kiosk.sqlite"
READER = "/run/power-reader"
BLKFLSBUF = 0x1261
_seat = {}


def prepare(store_environment):
    """What is the same in each round, done once before the machine is saved: reader, registry, the unit's changes."""
    _seat["reader"] = SDTReader()
    _seat["device"] = TerminalDevice(READER, _seat["reader"])
    folder = "/etc/systemd/system/kioskd.service.d"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/power.conf", "w") as file:
        # The reader is a pseudo-terminal of root's.
        file.write("[Service]\nDeviceAllow=char-pts rw\n# Emulation is slow, and slower on a busy machine.\nTimeoutStartSec=300\n")
        for name, value in store_environment.items():
            file.write(f"Environment={name}={value}\n")
    os.chmod(os.path.realpath(READER), 0o666)
    units.run("systemctl", "daemon-reload")


def mount_store(now):
    """Sets the clock, which stood still, and mounts the disk as a boot does: systemd-fsck first, whose `e2fsck -p` lets go of
    a torn end of the journal that the kernel alone would not mount. What the kernel remembers of it is of before the cut.
    """
    units.run("date", "-s", f"@{now:.3f}")
    disk = os.open(DISK, os.O_RDONLY)
    fcntl.ioctl(disk, BLKFLSBUF, 0)
    os.close(disk)
    check = subprocess.run(["e2fsck", "-p", DISK], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    # 1: something was corrected.
    if check.returncode not in (0, 1):
        raise RuntimeError(f"e2fsck: status {check.returncode}: {check.stdout}")
    try:
        units.run("mount", DISK, STATE)
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{units.run('dmesg')[-2000:]}") from None
    if not os.path.exists(STORE):
        units.run("chown", "kioskd:", STATE)
        os.chmod(STATE, 0o700)


def look():
    """What is in the store: SQLite's word on it, and each claim's number. Raises where the chain does not hold."""
    if not os.path.exists(STORE):
        return {"integrity": "ok", "numbers": []}
    # A copy: looking must not repair anything.
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            if os.path.exists(STORE + suffix):
                shutil.copyfile(STORE + suffix, f"{folder}/kiosk.sqlite{suffix}")
        word = chain.integrity(f"{folder}/kiosk.sqlite")
        rows = chain.kiosk_claims(f"{folder}/kiosk.sqlite") if word == "ok" else []
    chain.check_chain("the store", rows)
    return {"integrity": word, "numbers": [[row[0], row[1]] for row in rows]}


def visit(port, person):
    """One visit; gives the number and the id that the counter showed, or none."""
    if "counter" not in _seat:
        _seat["counter"] = Counter(port)
    done = Visit(Person(person))
    run(done, _seat["counter"], _seat["reader"])
    return [done.number, done.claim_id, done.hint]
