"""Installs the kiosk in the machine from the payload disk, as docs/install.md says."""
import os
import shutil

import units

PAYLOAD = "/payload"
ETC = "/etc/recycling-kiosk"


def install():
    """Programs, page, unit, users, folders, rules of udev, settings and keys. The daemon is not started."""
    for program in os.listdir(f"{PAYLOAD}/bin"):
        os.symlink(f"{PAYLOAD}/bin/{program}", f"/usr/bin/{program}")
    os.symlink(f"{PAYLOAD}/share", "/usr/share/recycling-kiosk")
    _copy("systemd/kioskd.service", "/etc/systemd/system/kioskd.service")
    _copy("systemd/sysusers.conf", "/usr/lib/sysusers.d/recycling-kiosk.conf")
    _copy("systemd/tmpfiles.conf", "/usr/lib/tmpfiles.d/recycling-kiosk.conf")
    for rules in os.listdir(f"{PAYLOAD}/udev"):
        _copy(f"udev/{rules}", f"/etc/udev/rules.d/{rules}")
    # A release is linked with the runtime inside; a build of today brings its libraries along.
    _write("/etc/systemd/system/kioskd.service.d/runtime.conf", f"[Service]\nEnvironment=LD_LIBRARY_PATH={PAYLOAD}/lib\n")
    units.run("systemd-sysusers")
    units.run("systemd-tmpfiles", "--create", "/usr/lib/tmpfiles.d/recycling-kiosk.conf")
    for folder in ("programmes", "calendars"):
        shutil.copytree(f"{PAYLOAD}/etc/{folder}", f"{ETC}/{folder}", dirs_exist_ok=True)
    for name in ("registry.pub", "sealing-keys", "central.pub"):
        _copy(f"etc/{name}", f"{ETC}/{name}")
    _copy("etc/digest.key", f"{ETC}/digest.key", mode=0o600)
    os.makedirs("/var/lib/recycling-kiosk", mode=0o700, exist_ok=True)
    _copy("etc/registry.snapshot", "/var/lib/recycling-kiosk/registry.snapshot")
    units.run("chown", "-R", "kioskd:", "/var/lib/recycling-kiosk")
    units.run("systemctl", "daemon-reload")
    units.run("udevadm", "control", "--reload")


def configure(text):
    """Writes kiosk.yaml; the daemon reads it at its next start."""
    _write(f"{ETC}/kiosk.yaml", text)


def _copy(name, target, mode=0o644):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(f"{PAYLOAD}/{name}", target)
    os.chmod(target, mode)


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
