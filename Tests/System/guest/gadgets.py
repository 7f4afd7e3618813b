"""USB devices with any identity: a gadget on dummy_hcd's loop-back bus, whose other end is in the same machine.

The machine sees an ordinary CDC-ACM device, /dev/ttyACM*; what is written to the gadget's /dev/ttyGS* arrives there.
"""
import errno
import os
import select
import subprocess
import termios
import time
import tty

CONFIG = "/sys/kernel/config/usb_gadget"
PORTS = 3


def prepare():
    """Loads the loop-back bus, with three sockets."""
    subprocess.run(["modprobe", "dummy_hcd", f"num={PORTS}"], check=True)
    subprocess.run(["modprobe", "libcomposite"], check=True)
    if not os.path.isdir(CONFIG):
        subprocess.run(["mount", "-t", "configfs", "configfs", "/sys/kernel/config"], check=True)


def make(name, vendor, product, strings):
    """Makes an unplugged serial gadget. strings: manufacturer, product and, if it has one, serialnumber."""
    _make(name, vendor, product, strings, "acm")


def make_printer(name, vendor, product):
    """Makes an unplugged printer gadget: /dev/usb/lp* once plugged in."""
    _make(name, vendor, product, {"manufacturer": "EPSON", "product": "Receipt Printer"}, "printer")


def _make(name, vendor, product, strings, function):
    folder = f"{CONFIG}/{name}"
    os.makedirs(f"{folder}/strings/0x409")
    _write(f"{folder}/idVendor", f"0x{vendor}")
    _write(f"{folder}/idProduct", f"0x{product}")
    for key, value in strings.items():
        _write(f"{folder}/strings/0x409/{key}", value)
    os.makedirs(f"{folder}/configs/c.1")
    os.makedirs(f"{folder}/functions/{function}.{name}")
    os.symlink(f"{folder}/functions/{function}.{name}", f"{folder}/configs/c.1/{function}.{name}")


def plug(name, socket):
    """Puts the gadget into one of the sockets, 0 to 2. Its own end is open before, so that it hears the first byte."""
    if os.path.isdir(f"{CONFIG}/{name}/functions/acm.{name}"):
        _open_line(name)
    _write(f"{CONFIG}/{name}/UDC", f"dummy_udc.{socket}")


def unplug(name):
    _close_line(name)
    _write(f"{CONFIG}/{name}/UDC", "")


def send(name, text, seconds=20):
    """Sends text as the device does; all of it, or an error."""
    line = _lines[name]
    left = text.encode()
    end = time.monotonic() + seconds
    while left:
        if not select.select([], [line], [], max(0, end - time.monotonic()))[1]:
            raise TimeoutError(f"{name}: {len(left)} bytes were not taken")
        left = left[os.write(line, left) :]


def received(name):
    """Takes what the machine has sent to the device so far, as hexadecimal digits."""
    line = _lines[name]
    taken = b""
    while True:
        try:
            more = os.read(line, 4096)
        except BlockingIOError:
            return taken.hex()
        except OSError as error:
            if error.errno == errno.EIO:
                return taken.hex()
            raise
        if not more:
            return taken.hex()
        taken += more


_lines = {}


def _open_line(name):
    """Opens the gadget's own end, raw: without that it would echo."""
    with open(f"{CONFIG}/{name}/functions/acm.{name}/port_num") as file:
        line = os.open(f"/dev/ttyGS{file.read().strip()}", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    tty.setraw(line, termios.TCSANOW)
    _lines[name] = line


def _close_line(name):
    line = _lines.pop(name, None)
    if line is not None:
        os.close(line)


def _write(path, text):
    with open(path, "w") as file:
        file.write(text + "\n")
