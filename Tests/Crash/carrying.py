"""What a supervisor does with kioskctl and a stick, while all the rest goes on."""
import glob
import json
import os
import subprocess

from chain import Wrong

# Seconds; a command waits for its daemon.
BOUND = 60


class Supervisor:
    def __init__(self, world, programs):
        self._world = world
        self._program = f"{programs}/kioskctl"
        self._stick = f"{world.folder}/stick"
        os.makedirs(self._stick, exist_ok=True)

    def export_queue(self):
        """Takes what waits onto the stick. Gives the file, or none when nothing waits or the daemon died meanwhile."""
        before = set(self._files())
        answer = self._run("queue", "export", "--to", self._stick)
        if answer.returncode != 0:
            # A bundle is whole or not there.
            if set(self._files()) != before:
                raise Wrong(f"a failed export left a bundle: {answer.stderr}")
            if self._world.kiosk.is_alive and not self._world.kiosk.wait_ended(2):
                raise Wrong(f"the queue cannot be exported: {answer.stderr}")
            return None
        return next(iter(set(self._files()) - before), None)

    def verify_chain(self, count):
        """Exports the chain and has it verified without the daemon."""
        export = self._run("chain", "export", "--to", self._stick)
        if export.returncode != 0:
            raise Wrong(f"the chain cannot be exported: {export.stderr}")
        for file in glob.glob(f"{self._stick}/*.chain.kiosk"):
            answer = self._run("chain", "verify", file, "--json")
            os.unlink(file)
            if answer.returncode != 0:
                raise Wrong(f"kioskctl finds the chain broken: {answer.stdout} {answer.stderr}")
            report = json.loads(answer.stdout)
            if count != report.get("last", count):
                raise Wrong(f"kioskctl verified {report}; there are {count} claims")

    def _files(self):
        return glob.glob(f"{self._stick}/*.claims.kiosk")

    def _run(self, *arguments):
        command = [self._program, *arguments, "--socket", f"{self._world.folder}/kiosk/control.sock"]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=BOUND)
