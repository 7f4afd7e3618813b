"""TLS with certificates on both sides: an authority for the run, and the enrolment of a kiosk while all goes wrong."""
import base64
import ssl
import subprocess
import threading

from chain import Wrong
from points import REPOSITORY

# Seconds; a command waits for its daemon.
BOUND = 60
# Enrolments that may break off; the network is whole from the middle on.
TRIES = 12


def make_authority(folder, programs):
    """The lines for central.yaml, by the function that all scripts share."""
    script = 'source "$1/scripts/lib/common.sh"; programs=$2; make_trust "$3" 127.0.0.1'
    command = ["bash", "-euc", script, "bash", REPOSITORY, programs, folder]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _pem(key):
    """A P-256 key of 64 hexadecimal digits as OpenSSL reads it (RFC 5915)."""
    der = bytes.fromhex(f"30310201010420{key}a00a06082a8648ce3d030107")
    return f"-----BEGIN EC PRIVATE KEY-----\n{base64.b64encode(der).decode()}\n-----END EC PRIVATE KEY-----\n"


class Enrolment:
    def __init__(self, world, programs):
        self._world = world
        self._programs = programs
        self.digest_key_file = f"{world.folder}/enrolled.key"
        self.is_done = False

    def run(self, chance, revive):
        """From the token to the certificate; broken off, it is run again with the same token, which must do."""
        world = self._world
        token = self._token(revive)
        world.network.trouble(chance.random(), 0.5)
        for count in range(TRIES):
            if count == TRIES // 2:
                world.network.heal()
            revive()
            strike = threading.Timer(chance.random() * 0.4, world.central.strike)
            if count < 2 and chance.random() < 0.5:
                strike.start()
            answer = self._enrol(token)
            strike.cancel()
            if answer.returncode == 0:
                break
        else:
            raise Wrong(f"the kiosk cannot be enrolled: {answer.stderr}")
        with open(self.digest_key_file) as here, open(f"{world.keys}/digest.key") as there:
            if here.read().strip() != there.read().strip():
                raise Wrong("the kiosk was given another digest key than the central has")
        world.network.heal()
        self.is_done = True

    def context(self):
        """What a client that is this kiosk shows. Whether the server is right is kioskd's to find out: OpenSSL would send
        an authority that it knows along with the certificate, which a kiosk does not."""
        trust = f"{self._world.folder}/kiosk/trust"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        key = f"{self._world.folder}/kiosk.pem"
        with open(f"{trust}/kiosk.key") as file, open(key, "w") as copy:
            copy.write(_pem(file.read().strip()))
        context.load_cert_chain(f"{trust}/kiosk.crt", key)
        return context

    def _token(self, revive):
        revive()
        socket = f"{self._world.folder}/central/control.sock"
        command = [f"{self._programs}/kiosk-central", "token", "new", "--kiosk", self._world.kiosk_id, "--socket", socket]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=BOUND).stdout.strip()

    def _enrol(self, token):
        command = [
            f"{self._programs}/kioskctl", "enrol", "--config", f"{self._world.folder}/kiosk.yaml", "--token", "-",
            "--digest-key-out", self.digest_key_file,
        ]
        return subprocess.run(command, input=token, capture_output=True, text=True, timeout=BOUND)
