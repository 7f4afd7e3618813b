"""What a supervisor and the central's people do with commands and a stick, while all the rest goes on."""
import glob
import http.client
import json
import os
import shutil
import socket
import subprocess
import threading

from chain import Wrong, central_claims
from visit import Counter, KioskGone

# Seconds; a command waits for its daemon.
BOUND = 60
# Times that a command is given again because its daemon died under it.
TRIES = 8
# Why the central's people send a claim back.
REASONS = ("correct-bank-card", "correct-certificate", "correct-battery", "correct-motor", "correct-several")


class ControlSocket(Counter):
    """A daemon's interface on its Unix socket."""

    def __init__(self, path):
        super().__init__(None)
        self._path = path

    def _make_connection(self):
        connection = http.client.HTTPConnection("localhost", timeout=self._timeout)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.sock.settimeout(self._timeout)
        connection.sock.connect(self._path)
        return connection


class Carrying:
    """Commands of kioskctl and kiosk-central. revive: starts again whatever died."""

    def __init__(self, world, programs):
        self._world = world
        self._programs = programs
        self._stick = f"{world.folder}/stick"
        # Bundles and answers of before, which are read again now and then.
        self._bundles = []
        self._answers = []
        self.carried = 0
        os.makedirs(self._stick)

    def export_queue(self, revive):
        """What waits, as a file on the stick; one that only asks for news when nothing waits."""
        revive()
        answer = self._persist("kiosk", revive, self._export)
        there = glob.glob(f"{self._stick}/*.claims.kiosk")
        if len(there) != 1:
            raise Wrong(f"the export gave {there}: {answer.stderr}")
        self._bundles.append(f"{self._stick}/{len(self._bundles)}.bundle")
        os.rename(there[0], self._bundles[-1])
        return self._bundles[-1]

    def carry(self, chance, revive, is_struck):
        """What waits goes to the central and its answers come back; any step may break off, or be done twice.

        is_struck: daemons are killed at random moments too, not only where they were told to.
        """
        bundle = self.export_queue(revive)
        if chance.random() < 0.3:
            self._refuse(chance, revive, bundle, self._import_bundle, "central")
        files = [bundle]
        if chance.random() < 0.3:
            files.insert(0, chance.choice(self._bundles))
        if chance.random() < 0.3:
            files.append(bundle)
        share = 0.4 if is_struck else 0
        answers = []
        for file in files:
            with Striking(self._world.central, chance, share):
                answers.append(self._import(file, revive))
        if chance.random() < 0.3:
            self._refuse(chance, revive, answers[-1], self._import_answers, "kiosk")
        self._answers += answers
        if chance.random() < 0.3:
            answers.insert(chance.randint(0, len(answers)), chance.choice(self._answers))
        for file in answers:
            with Striking(self._world.kiosk, chance, share):
                self._persist("kiosk", revive, lambda: self._import_answers(file))
        waiting = self._status(revive)
        if waiting["waiting"] or waiting["needsPerson"] or waiting["photosWaiting"]:
            raise Wrong(f"all was carried and answered, and still {waiting}")
        self.carried += 1

    def send_back(self, chance, revive):
        """A claim that is at the central, back to the kiosk to be corrected. Kept in the world's `returns`."""
        there = central_claims(self._world.stores.central_file)
        if not there:
            return
        claim, reason = chance.choice(there)[1], chance.choice(REASONS)
        self._ask("central", revive, "POST", f"/v1/claims/{claim}/return", {"reason": reason})
        said = self._world.returns.setdefault(claim, [])
        # The same reason again says nothing new.
        if said[-1:] != [reason]:
            said.append(reason)

    def verify_chain(self, count):
        """Exports the chain and has it verified without the daemon."""
        export = self._kiosk("chain", "export", "--to", self._stick)
        if export.returncode != 0:
            raise Wrong(f"the chain cannot be exported: {export.stderr}")
        for file in glob.glob(f"{self._stick}/*.chain.kiosk"):
            answer = self._run("kioskctl", "chain", "verify", file, "--json")
            os.unlink(file)
            if answer.returncode != 0:
                raise Wrong(f"kioskctl finds the chain broken: {answer.stdout} {answer.stderr}")
            report = json.loads(answer.stdout)
            if count != report.get("last", count):
                raise Wrong(f"kioskctl verified {report}; there are {count} claims")

    def _import(self, bundle, revive):
        """The answers' file."""
        answer = self._persist("central", revive, lambda: self._import_bundle(bundle))
        report = json.loads(answer.stdout)
        if report["refused"]:
            raise Wrong(f"the central refused what was carried: {report}")
        file = f"{self._stick}/{len(glob.glob(self._stick + '/*.answer'))}.answer"
        os.rename(report["answers"], file)
        return file

    def _refuse(self, chance, revive, file, bring, side):
        """A file that was cut short, or of which one bit is another, is refused, and nothing of it is taken."""
        with open(file, "rb") as whole:
            content = bytearray(whole.read())
        place = chance.randrange(len(content))
        if chance.random() < 0.5:
            del content[place:]
        else:
            content[place] ^= 1
        damaged = f"{self._stick}/damaged"
        with open(damaged, "wb") as copy:
            copy.write(content)
        revive()
        before = self._counts(revive)
        answer = bring(damaged)
        if answer.returncode == 0:
            kept = shutil.copy(damaged, f"{self._world.folder}/{side}.damaged")
            raise Wrong(f"a file that was changed at byte {place} of {len(content)} was taken: {kept}")
        if before != self._counts(revive):
            raise Wrong(f"something of a file that was changed at byte {place} was taken")

    def _counts(self, revive):
        """What an import changes."""
        return len(central_claims(self._world.stores.central_file)), self._status(revive)["waiting"]

    def _status(self, revive):
        """The supervisors' view of the queue."""
        return self._ask("kiosk", revive, "GET", "/v1/supervisor/queue")

    def _ask(self, side, revive, method, path, body=None):
        """The good answer of a daemon on its control socket; asked again when it died, or its disk was full."""
        daemon, disk = getattr(self._world, side), self._world.disks[side]
        said = "it dies whenever it is asked"
        for _ in range(TRIES):
            revive()
            control = ControlSocket(f"{self._world.folder}/{side}/control.sock")
            try:
                status, answer = control.send(method, path, body)
                if status == 200:
                    return answer
                said = answer
                if not disk.is_full:
                    break
                disk.free()
            except KioskGone as error:
                # At its start the socket comes a moment after the page.
                if not daemon.wait_ended(0.2):
                    said = error
            finally:
                control.close()
        raise Wrong(f"{method} {path} at the {side}: {said}")

    def _persist(self, side, revive, command):
        """The command's good end; one that ends otherwise must have lost its daemon, or met a full disk."""
        daemon, disk = getattr(self._world, side), self._world.disks[side]
        for _ in range(TRIES):
            revive()
            answer = command()
            if answer.returncode == 0:
                return answer
            if not self._has_died(daemon):
                if not disk.is_full:
                    raise Wrong(f"{answer.args} failed: {answer.stdout} {answer.stderr}")
                disk.free()
        raise Wrong(f"{answer.args} failed again and again: {answer.stderr}")

    @staticmethod
    def _has_died(daemon):
        return daemon.wait_ended(2)

    def _export(self):
        answer = self._kiosk("queue", "export", "--to", self._stick)
        # A bundle is whole or not there.
        if answer.returncode != 0 and glob.glob(f"{self._stick}/*.claims.kiosk"):
            raise Wrong(f"a failed export left a bundle: {answer.stderr}")
        return answer

    def _import_bundle(self, file):
        return self._central("bundle", "import", file, "--answer-to", self._stick, "--json")

    def _import_answers(self, file):
        return self._kiosk("queue", "import-answer", file)

    def _kiosk(self, *arguments):
        return self._run("kioskctl", *arguments, "--socket", f"{self._world.folder}/kiosk/control.sock")

    def _central(self, *arguments):
        return self._run("kiosk-central", *arguments, "--socket", f"{self._world.folder}/central/control.sock")

    def _run(self, program, *arguments):
        command = [f"{self._programs}/{program}", *arguments]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=BOUND)


class Striking:
    """Kills a daemon at a random moment of what is done meanwhile, in that share of times."""

    def __init__(self, daemon, chance, share):
        seconds, is_struck = chance.random() * 0.3, chance.random() < share
        self._timer = threading.Timer(seconds, daemon.strike) if is_struck else None

    def __enter__(self):
        if self._timer:
            self._timer.start()

    def __exit__(self, *_):
        if self._timer:
            self._timer.cancel()
