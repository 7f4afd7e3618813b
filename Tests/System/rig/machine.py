"""One emulated machine: started, resumed from a saved state, saved, ended. All its sockets are Unix sockets."""
import os
import shutil
import socket
import subprocess
import tempfile
import time

from .orders import Orders
from .qmp import Monitor
from .waiting import NotInTime, until

MEMORY = "768M"
PROCESSORS = 2


class Machine:
    """Use it as a context manager: whatever happens, no QEMU and no file of it stays behind.

    image: folder made by build-image. payload: the disk with the programs, read-only. data: a disk that the machine
    writes to (for power cuts), or none: a file, or "nbd:" and the socket of an NBD server. A saved state fits a machine
    with disks of the same sizes only.
    """

    def __init__(self, image, payload, data=None):
        self.image = image
        self.payload = payload
        self.data = data
        self._process = None
        self.monitor = None
        self.orders = None

    def __enter__(self):
        # Paths of sockets are short by law (107 bytes), so the folder does not lie in the cache.
        self.folder = tempfile.mkdtemp(prefix="kiosk-vm.")
        return self

    def __exit__(self, *_):
        self.cut_power()
        shutil.rmtree(self.folder, ignore_errors=True)

    def boot(self):
        """Starts from nothing and waits until the machine is up."""
        self._start([])
        self.orders.wait_for_agent(bound=600)
        state = self.orders.call("settle", bound=300, seconds=240)
        if state not in ("running", "degraded"):
            raise NotInTime(f"the machine is {state} after its boot; console: {self.console()}")

    def resume(self, state):
        """Goes on from a saved state, sets the clock and mounts the payload."""
        self.go_on(state)
        self.orders.call("mount_payload", now=time.time())

    def go_on(self, state):
        """Goes on from a saved state, just as it was; its clock stood still."""
        self._start(["-incoming", f"exec:zstd -dcq '{state}'"])
        until(lambda: self.monitor.run("query-status")["status"] != "inmigrate", "the saved machine is read")
        self.monitor.run("cont")

    def save(self, state, forget_disks=True):
        """Writes memory and devices to a file; the machine is over then. No usb-serial may be plugged in.

        forget_disks: the machine reads all disks anew when it goes on, so they may have changed then.
        """
        if forget_disks:
            self.orders.call("forget_disks")
        self.monitor.run("stop")
        self.monitor.run("migrate", uri=f"exec:zstd -1 -q -f -o '{state}.new'")
        until(lambda: self._migration() == "completed", "the machine is saved")
        self.cut_power()
        os.rename(f"{state}.new", state)

    def cut_power(self):
        """Ends the machine as a power cut does: nothing in it is asked."""
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None
        for part in (self.monitor, self.orders):
            if part:
                part.close()
        self.monitor = self.orders = None

    def connect(self, name):
        """Connects to a socket that QEMU made in the machine's folder."""
        path = f"{self.folder}/{name}"

        def attempt():
            if self._process.poll() is not None:
                raise NotInTime(f"QEMU has ended: {self._text('qemu.log')}")
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(path)
            except OSError:
                connection.close()
                return None
            return connection

        return until(attempt, f"QEMU's socket {name}")

    def console(self):
        """The last lines that the kernel and systemd wrote."""
        return self._text("console.log")[-2000:]

    def _text(self, name):
        with open(f"{self.folder}/{name}", errors="replace") as file:
            return file.read()

    def _start(self, more):
        # The kernel ends QEMU when the thread that started it does, even if that was killed.
        command = ["setpriv", "--pdeathsig", "KILL", "nice", "-n", "10", *self.command(), *more]
        with open(f"{self.folder}/qemu.log", "wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.monitor = Monitor(self.connect("qmp"))
        self.orders = Orders(self.connect("orders"))

    def _migration(self):
        status = self.monitor.run("query-migrate").get("status")
        if status == "failed":
            raise NotInTime("QEMU could not save the machine")
        return status

    def command(self):
        """QEMU's command line. A saved state fits this line only."""
        folder = getattr(self, "folder", "")
        arguments = ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-nographic", "-no-reboot"]
        arguments += ["-machine", "q35", "-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max"]
        arguments += ["-smp", str(PROCESSORS), "-m", MEMORY]
        arguments += ["-kernel", f"{self.image}/vmlinux", "-initrd", f"{self.image}/initrd.img"]
        arguments += ["-append", "console=ttyS0,115200 quiet mitigations=off nowatchdog audit=0 tsc=reliable panic=-1 rw"]
        arguments += ["-chardev", f"file,id=console,path={folder}/console.log", "-serial", "chardev:console"]
        arguments += ["-qmp", f"unix:{folder}/qmp,server=on,wait=off"]
        arguments += _disk("root", f"{self.image}/root.ext4", "readonly=on")
        arguments += _disk("payload", self.payload, "readonly=on")
        if self.data:
            arguments += _disk("data", self.data, "cache=none")
        arguments += ["-device", "virtio-serial-pci"]
        arguments += ["-chardev", f"socket,id=orders,path={folder}/orders,server=on,wait=off"]
        arguments += ["-device", "virtserialport,chardev=orders,name=host.orders", "-device", "virtio-rng-pci"]
        return arguments + ["-device", "qemu-xhci,id=xhci,p2=8,p3=8"]


def _disk(name, path, option):
    socket_path = path.removeprefix("nbd:")
    source = f"file={path}" if socket_path == path else f"file.driver=nbd,file.server.type=unix,file.server.path={socket_path}"
    drive = f"if=none,id={name},{source},format=raw,{option}"
    return ["-drive", drive, "-device", f"virtio-blk-pci,drive={name},serial={name}"]
