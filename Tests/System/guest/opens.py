"""Tells which nodes in a folder were opened, by anybody and however briefly (inotify(7))."""
import ctypes
import os
import struct

IN_OPEN = 0x20
IN_NONBLOCK = os.O_NONBLOCK
_libc = ctypes.CDLL(None, use_errno=True)
_watches = {}


def watch(folder):
    """Starts to listen; what was opened before is not told."""
    descriptor = _libc.inotify_init1(IN_NONBLOCK)
    if descriptor < 0 or _libc.inotify_add_watch(descriptor, folder.encode(), IN_OPEN) < 0:
        raise OSError(ctypes.get_errno(), f"cannot watch {folder}")
    _watches[folder] = descriptor


def seen(folder):
    """Names opened since the last call, each once, sorted."""
    names = set()
    while True:
        try:
            events = os.read(_watches[folder], 65536)
        except BlockingIOError:
            return sorted(names)
        while events:
            _, _, _, length = struct.unpack_from("iIII", events)
            names.add(events[16 : 16 + length].rstrip(b"\0").decode())
            events = events[16 + length :]
