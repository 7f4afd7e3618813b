"""systemd's units in the machine, and the processes in them."""
import subprocess


def run(*command):
    """Runs a command; a failure carries all that it said."""
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if answer.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: status {answer.returncode}: {answer.stdout}")
    return answer.stdout


def start(unit):
    """Starts a unit and returns its main process, once it has said that it is ready."""
    try:
        run("systemctl", "start", unit)
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{journal(unit)}") from None
    return main_process(unit)


def stop(unit):
    run("systemctl", "stop", unit)


def main_process(unit):
    """0 when the unit does not run."""
    return int(run("systemctl", "show", "--property=MainPID", "--value", unit))


def restarts(unit):
    return int(run("systemctl", "show", "--property=NRestarts", "--value", unit))


def journal(unit, lines=60):
    return run("journalctl", "--no-pager", "--output=short-precise", f"--lines={lines}", f"--unit={unit}")


def memory_kilobytes(process):
    """Memory that only this process has: heap and stacks, not the pages of program and libraries."""
    with open(f"/proc/{process}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return int(fields["RssAnon"].split()[0])


def identity(process):
    """User and group ids of a process, and its capabilities, as the kernel has them."""
    with open(f"/proc/{process}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return {key: fields[key].split() for key in ("Uid", "Gid", "Groups", "CapEff", "CapPrm", "NoNewPrivs")}
