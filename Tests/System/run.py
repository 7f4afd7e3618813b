#!/usr/bin/env python3
"""Runs the full-system tests: each in a machine of its own, resumed from the saved one. scripts/system-test calls it."""
import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback

import t_classify
import t_keyboard
import t_permissions
import t_plug
import t_power
from rig import cache, payload
from rig.machine import Machine

TESTS = [t_permissions, t_classify, t_keyboard, t_plug, t_power]


def main():
    options = arguments()
    # A terminated run cleans up as an interrupted one does; a shell's background job ignores interrupts unless told.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.makedirs(options.cache, exist_ok=True)
    started = time.monotonic()
    with cache.alone(options.cache):
        image = cache.image(options.cache)
        tests = [test for test in TESTS if not options.tests or test.NAME in options.tests]
        # A state fits machines with the same disks only.
        states = {bytes_: cache.saved_machine(image, bytes_) for bytes_ in sorted(set(map(data_bytes, tests)))}
    failed = []
    with tempfile.TemporaryDirectory(prefix="kiosk-payload.") as folder:
        disk = f"{folder}/payload.ext4"
        payload.make(disk, options.programs, options.keys)
        print(f"ready to test after {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
        for test in tests:
            if not run(test, image, disk, states[data_bytes(test)], options):
                failed.append(test.NAME)
    print(f"{'FAILED: ' + ', '.join(failed) if failed else 'all good'}; {time.monotonic() - started:.0f} s in all")
    return 1 if failed else 0


def data_bytes(test):
    """The size of the disk that a test's machine writes to."""
    return getattr(test, "DATA_BYTES", 0)


def run(test, image, disk, state, options):
    """Runs one test and tells how it went; a failure of one does not keep the others from running."""
    reason = getattr(test, "reason_to_skip", lambda _: None)(options)
    if reason:
        print(f"{test.NAME}: skipped, {reason}", flush=True)
        return True
    print(f"{test.NAME}:", flush=True)
    started = time.monotonic()
    try:
        if data_bytes(test):
            # It ends its machines itself, many times.
            test.run_cuts(image, disk, state, options)
        else:
            with Machine(image, disk) as machine:
                machine.resume(state)
                test.run(machine, options)
    except Exception:
        traceback.print_exc(file=sys.stdout)
        print(f"{test.NAME}: FAILED after {time.monotonic() - started:.1f} s", flush=True)
        return False
    print(f"{test.NAME}: ok, {time.monotonic() - started:.1f} s", flush=True)
    return True


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tests", nargs="*", choices=[test.NAME for test in TESTS] + [[]], metavar="TEST")
    parser.add_argument("--cache", required=True, help="folder of the image and the saved machine")
    parser.add_argument("--programs", required=True, help="folder of the built programs")
    parser.add_argument("--keys", required=True, help="folder of a rehearsal's keys and registry")
    parser.add_argument("--cycles", type=int, default=30)
    parser.add_argument("--cuts", type=int, default=4)
    parser.add_argument("--synchronous", choices=["FULL", "NORMAL", "OFF"], default="FULL")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    options.discovers = os.path.exists(f"{options.programs}/kioskctl")
    return options


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
