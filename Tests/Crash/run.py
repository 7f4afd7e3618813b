#!/usr/bin/env python3
"""The crash test: rounds of faults against a real kiosk and a real central. scripts/crash-test calls it."""
import argparse
import collections
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
import traceback

# What any test's visitor does stands beside this folder.
sys.path.insert(0, f"{os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}/Visits")

import points
from chain import Wrong, kiosk_claims
from judge import judge_files
from plan import ROUNDS_A_WORLD, Plan
from rounds import Round
from teeth import bite
from world import CLOCKS, DIGEST_KEY, Keys, World

# Seconds for a kiosk's first questions.
BOUND = 60
# Rounds beyond those that were asked for.
LATE_TURNS = 10


def main():
    options = arguments()
    folder = tempfile.mkdtemp(prefix="kiosk-crash.")
    print(f"seed {options.seed}, rounds {options.first} to {options.first + options.rounds - 1}", flush=True)
    tally = Tally()
    try:
        failed = all_rounds(options, folder, Keys(f"{folder}/keys", options.programs), tally)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.print(options)
    unreached = [] if failed else unreached_points(options, tally)
    if unreached:
        print(f"never reached: {unreached}")
    return 1 if failed or unreached else 0


def needed_rounds():
    """After so many each point had its turn."""
    return max(2 * ROUNDS_A_WORLD, *(len(points.of_side(side)) * 26 // 25 + 2 for side in points.SIDES))


def unreached_points(options, tally):
    return [] if options.rounds < needed_rounds() else sorted(set(points.declared()) - tally.reached.keys())


def all_plans(options, tally, failed):
    """Of the rounds that were asked for, and of some more where a point had its turn and chance kept it away."""
    last = options.first + options.rounds - 1
    for number in range(options.first, last + 1):
        plan = Plan(options.seed, number)
        if number == last:
            plan.end_with_network()
        yield plan
    for late in range(LATE_TURNS):
        unreached = unreached_points(options, tally)
        if failed or not unreached:
            return
        plan = Plan(options.seed, last + 1 + late)
        plan.give_turn(*unreached[late % len(unreached)])
        yield plan


def all_rounds(options, folder, keys, tally):
    """Gives the failed rounds. A world that failed is left; the rest of its rounds have a new one."""
    world, failed = None, []
    try:
        for plan in all_plans(options, tally, failed):
            number = plan.number
            if world and plan.is_first:
                ended, world = world, None
                tally.noticed = bite_and_close(ended) or tally.noticed
            # Two of three worlds have TLS; the next one has not.
            is_encrypted = number // ROUNDS_A_WORLD % 3 != 1
            world = world or World(f"{folder}/world", options.programs, keys, is_encrypted)
            started = time.monotonic()
            act = Round(world, plan)
            try:
                act.run()
            except Exception:
                kept = f"{options.keep}/round-{number}"
                print(f"round {number} of seed {options.seed} FAILED: {plan}")
                traceback.print_exc(file=sys.stdout)
                shutil.rmtree(kept, ignore_errors=True)
                world.close(kept)
                world = None
                print(f"again: scripts/crash-test --seed {options.seed} --first"
                      f" {number - number % ROUNDS_A_WORLD} --rounds {number % ROUNDS_A_WORLD + 1}; kept: {kept}", flush=True)
                failed.append(number)
                if len(failed) >= options.failures:
                    return failed
            finally:
                tally.add(act, plan, is_encrypted, time.monotonic() - started)
                if len(tally.times) % 100 == 0:
                    print(f"{len(tally.times)} rounds, {tally.shown} claims shown, {len(failed)} failed", flush=True)
        if world and not failed:
            ended, world = world, None
            tally.noticed = bite_and_close(ended) or tally.noticed
    finally:
        if world:
            world.close()
    return failed


def bite_and_close(world):
    """Ends a world: its chain is verified by the program for it, and on its stores the judge shows that it is not blind."""
    world.start_central()
    world.start_kiosk()
    end = time.monotonic() + BOUND
    # At its start the kiosk asks what files there are, and deletes what it had before.
    while True:
        try:
            judge_files(world.stores, world.offered)
            break
        except Wrong:
            if time.monotonic() > end:
                raise
        time.sleep(0.01)
    world.carrying.verify_chain(len(kiosk_claims(world.stores.kiosk_file)))
    world.kiosk.kill()
    world.central.kill()
    try:
        return bite(world, DIGEST_KEY)
    finally:
        world.close()


class Tally:
    """What was done, for the report."""

    def __init__(self):
        self.reached = collections.Counter()
        self.times = []
        self.slowest = (0, None)
        self.shown = 0
        self.visits = 0
        # Kinds of damage to the stores that the judge noticed.
        self.noticed = 0
        self.kills = collections.Counter()
        # Rounds in which something was done that not every round does.
        self.done = collections.Counter()

    def add(self, act, plan, is_encrypted, seconds):
        self.reached.update(act.reached)
        self.shown += act.shown
        self.visits += plan.visits
        self.times.append(seconds)
        self.slowest = max(self.slowest, (seconds, plan.number))
        self.kills.update(side for side, after in plan.kill_after.items() if after is not None)
        self.kills.update(f"full disk, {side}" for side, fill in plan.fill.items() if fill)
        self.kills.update(["no network"] if plan.is_cut_off else ["network"] if plan.network[1] else [])
        self.kills.update(["clock set back"] if plan.clock != CLOCKS[0] else [])
        self.done.update(["carried by stick"] if act.carried else [])
        self.done.update(["claims sent back"] if plan.returns else [])
        self.done.update(["another registry"] if plan.is_registry_new else [])
        is_heard = plan.is_heard and not plan.is_cut_off
        self.done.update(["news looked at"] if is_heard else [])
        self.done.update(["another calendar"] if is_heard and plan.is_calendar_new else [])
        self.done.update(["TLS"] if is_encrypted else [])

    def print(self, options):
        for point, times in sorted(self.reached.items()):
            print(f"  crashed at {point[1]} ({point[0]}): {times}")
        faults = ", ".join(f"{name} {times}" for name, times in sorted(self.kills.items()))
        print(f"rounds with a kill at random or another fault: {faults}")
        print("rounds with: " + ", ".join(f"{name} {times}" for name, times in sorted(self.done.items())))
        print(f"damages to copies of the stores that were noticed: {self.noticed} of {self.noticed}")
        print(
            f"{len(self.times)} rounds of seed {options.seed}: {self.visits} visits, {self.shown} claims shown as recorded;"
            f" a round {statistics.median(self.times):.2f} s in the median, {self.slowest[0]:.1f} s at most"
            f" (round {self.slowest[1]}),"
            f" {sum(self.times):.0f} s in all"
        )


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of the built programs")
    parser.add_argument("--keep", required=True, help="folder for what is left of failed rounds")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="number of the first round")
    parser.add_argument("--failures", type=int, default=1, help="end after so many failed rounds")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    return parser.parse_args()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
