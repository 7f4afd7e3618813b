"""What the kernel and udev know of devices and of who holds them."""
import errno
import fcntl
import glob
import os
import time

EVIOCGRAB = 0x40044590


def nodes(links):
    """Where udev's links lead to: link → node, or none."""
    return {link: os.path.realpath(link) if os.path.exists(link) else None for link in links}


def find(pattern):
    """Nodes that a pattern fits, links resolved."""
    return sorted(os.path.realpath(path) for path in glob.glob(pattern))


def is_grabbed(path):
    """Whether somebody has an input device for himself alone: nobody else can have it then."""
    node = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        fcntl.ioctl(node, EVIOCGRAB, 1)
        fcntl.ioctl(node, EVIOCGRAB, 0)
        return False
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise
        return True
    finally:
        os.close(node)


def permissions(path):
    """Mode as octal digits, and the ids of owner and group."""
    status = os.stat(path)
    return {"mode": f"{status.st_mode & 0o777:o}", "owner": status.st_uid, "group": status.st_gid}


def descriptors(process):
    """All open descriptors of a process: number → what it leads to."""
    found = {}
    for entry in os.listdir(f"/proc/{process}/fd"):
        try:
            found[entry] = os.readlink(f"/proc/{process}/fd/{entry}")
        except FileNotFoundError:
            continue  # closed while we looked
    return found


def lasting_descriptors(process):
    """The fewest descriptors seen in a row of looks: connections that just end are not among them."""
    fewest = descriptors(process)
    looks = 0
    while looks < 20:
        time.sleep(0.02)
        now = descriptors(process)
        looks = 0 if len(now) < len(fewest) else looks + 1
        fewest = min(fewest, now, key=len)
    return fewest


def held_nodes(process):
    """The device nodes among a process's descriptors, each once. One that was unplugged under it ends in " (deleted)"."""
    prefixes = ("/dev/tty", "/dev/input/", "/dev/usb/", "/dev/hidraw")
    return sorted({path for path in descriptors(process).values() if path.startswith(prefixes)})
