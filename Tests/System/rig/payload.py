"""The disk with the programs under test, made anew for each run. The machine mounts it read-only.

Of a fixed size, because a saved machine can only be resumed with disks of the size that it was saved with.
"""
import os
import shutil
import subprocess

PAYLOAD_BYTES = 512 << 20
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PROGRAMS = ["kioskd", "kioskctl"]


def make(disk, programs, keys):
    """Writes the disk. programs: folder of the built programs; keys: folder of a rehearsal's files."""
    stage = f"{disk}.files"
    shutil.rmtree(stage, ignore_errors=True)
    os.makedirs(f"{stage}/bin")
    os.makedirs(f"{stage}/lib")
    for name in PROGRAMS:
        # kioskctl came later than kioskd.
        if os.path.exists(f"{programs}/{name}"):
            # Without symbols a debug build is a third of its size.
            subprocess.run(["strip", "-o", f"{stage}/bin/{name}", f"{programs}/{name}"], check=True)
            for library in _libraries(f"{programs}/{name}"):
                shutil.copy(library, f"{stage}/lib/")
    for folder, name in [("share", "share"), ("config/udev", "udev")]:
        shutil.copytree(f"{REPOSITORY}/{folder}", f"{stage}/{name}")
    for folder in ("programmes", "calendars"):
        shutil.copytree(f"{REPOSITORY}/config/{folder}", f"{stage}/etc/{folder}")
    for name in ("digest.key", "registry.pub", "registry.snapshot", "crowd.snapshot"):
        shutil.copy(f"{keys}/{name}", f"{stage}/etc/")
    for name in ("sealing-keys", "central.pub"):
        shutil.copy(f"{REPOSITORY}/config/rehearsal/{name}", f"{stage}/etc/")
    # The daemon reads it where it lies.
    os.chmod(f"{stage}/etc/crowd.snapshot", 0o644)
    os.makedirs(f"{stage}/systemd")
    shutil.copy(f"{REPOSITORY}/systemd/kioskd.service", f"{stage}/systemd/")
    for kind in ("sysusers", "tmpfiles"):
        shutil.copy(f"{REPOSITORY}/systemd/{kind}.d/recycling-kiosk.conf", f"{stage}/systemd/{kind}.conf")
    shutil.copytree(f"{REPOSITORY}/Tests/System/guest", f"{stage}/guest")
    shutil.copytree(f"{REPOSITORY}/Tests/Visits", f"{stage}/visits")
    with open(disk, "wb") as file:
        file.truncate(PAYLOAD_BYTES)
    command = ["mke2fs", "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-E", "root_owner=0:0", "-d", stage, disk]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(stage)


def _libraries(program):
    """The program's libraries that no Debian package has: those of the Swift toolchain."""
    lines = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    paths = [words[2] for words in (line.split() for line in lines) if len(words) > 2 and words[1] == "=>"]
    return [path for path in paths if not path.startswith(("/lib/", "/lib64/", "/usr/lib/x86_64-linux-gnu/"))]
