"""What happens in a round: decided by the seed alone, then done."""
import random
import threading
import time

import points
from chain import Wrong
from daemon import DidNotStart
from judge import judge
from visit import NOTHING, SHOWN, Counter, KioskGone, Stuck, confirm, run
from world import CLOCKS, DIGEST_KEY, KIOSK_ID

ROUNDS_A_WORLD = 25
# Seconds for the queue to drain once nothing is broken.
DRAIN_BOUND = 60.0
MOST_VISITS = 3
# Bytes: more than one piece in which photos are sent.
LONGEST_PHOTO = 400_000


class Plan:
    """The faults of a round. number counts from 0."""

    def __init__(self, seed, number):
        chance = random.Random(f"{seed}/{number}")
        self.number = number
        self.is_first = number % ROUNDS_A_WORLD == 0
        self._is_first_turn = self.is_first
        self.crash_at = {side: self._point(chance, seed, side) for side in points.SIDES}
        # At a point's first turn a claim must come about, though the first visit may die of it.
        self.visits = chance.randint(2 if self._is_first_turn else 1, MOST_VISITS)
        # Seconds after the first visit began.
        self.kill_after = {side: chance.random() * 0.8 if chance.random() < 0.3 else None for side in points.SIDES}
        self.network = (chance.random(), chance.choice((0.0, 0.0, 0.3, 0.6, 1.0)))
        self.fill = {
            "kiosk": chance.choice(("before", "confirm", "confirm")) if chance.random() < 0.2 else None,
            "central": chance.random() < 0.15,
        }
        self.clock = chance.choice(CLOCKS)
        # Bytes of the photo that each visit brings; 0 for none.
        self.photos = [chance.randint(1000, LONGEST_PHOTO) if chance.random() < 0.3 else 0 for _ in range(self.visits)]
        if any((point or "").startswith(points.OF_PHOTOS) for point in self.crash_at.values()):
            self.photos = [LONGEST_PHOTO] * self.visits
        # No network at all, and nothing drains: what waits grows over some rounds.
        is_last = (number + 1) % ROUNDS_A_WORLD == 0
        self.is_cut_off = chance.random() < 0.3 and not is_last
        if self._is_first_turn:
            # Whatever kills sooner, or keeps from writing, would keep from being there.
            self.kill_after = dict.fromkeys(points.SIDES)
            self.fill = dict.fromkeys(points.SIDES)
            self.is_cut_off = False
        # A supervisor takes what waits onto a stick.
        self.is_exported = self.is_cut_off and chance.random() < 0.5

    def end_with_network(self):
        """The last round of all drains and is judged."""
        self.is_cut_off = self.is_exported = False

    def _point(self, chance, seed, side):
        """Each of the points that any round can reach in turn, the first time at its first passing."""
        world = self.number // ROUNDS_A_WORLD
        count = chance.random()
        is_armed = chance.random() < 0.6
        if self.is_first:
            return points.OF_A_NEW_STORE[(world + (side == points.KIOSK)) % 2]
        order = points.of_side(side)
        random.Random(f"{seed}/{side}").shuffle(order)
        # The first round of each world has a point of its own.
        turn = self.number - world - 1
        name = order[turn % len(order)]
        if turn < len(order):
            self._is_first_turn = True
            return name
        return f"{name}:{1 + int(count * points.most(name))}" if is_armed else None

    def __str__(self):
        return str({key: value for key, value in self.__dict__.items() if value not in (None, False)})


class Round:
    def __init__(self, world, plan):
        self._world = world
        self._plan = plan
        self._timers = []
        self.reached = set()
        self.shown = 0

    def run(self):
        """Raises Wrong, Stuck or DidNotStart when something is not as promised.

        A round without network is judged with the next one that has it.
        """
        self._start()
        try:
            for index in range(self._plan.visits):
                self._visit(index)
        finally:
            for timer in self._timers:
                timer.cancel()
        if self._plan.is_exported:
            self._revive()
            self._world.supervisor.export_queue()
        self._heal()
        if not self._plan.is_cut_off:
            self._drain()
            count = judge(*self._world.stores(), DIGEST_KEY, self._world.visits)
            self._ask_central(count)

    def _start(self):
        world, plan = self._world, self._plan
        if plan.is_cut_off:
            world.network.cut_off()
        else:
            world.network.trouble(f"{plan.network[0]}", plan.network[1])
        world.set_clocks(plan.clock)
        if plan.crash_at["central"] or not world.central.is_alive:
            world.start_central(plan.crash_at["central"])
        if plan.crash_at["kiosk"] or plan.clock != CLOCKS[0] or not world.kiosk.is_alive:
            world.start_kiosk(plan.crash_at["kiosk"])
        self._note()
        if plan.fill["central"] and world.disks["central"].can_fill:
            world.disks["central"].fill()
        for side, daemon in (("kiosk", world.kiosk), ("central", world.central)):
            if plan.kill_after[side] is not None:
                self._timers.append(threading.Timer(plan.kill_after[side], daemon.strike))
                self._timers[-1].start()

    def _visit(self, index):
        world = self._world
        self._revive()
        visit = world.next_visit(self._plan.photos[index])
        fill = self._plan.fill["kiosk"] if index == 0 and world.disks["kiosk"].can_fill else None
        disk = world.disks["kiosk"]
        try:
            if fill == "before":
                disk.fill()
            run(visit, world.counter, world.reader, disk.fill if fill == "confirm" else None)
            disk.free()
            # The same person again, now that there is room.
            if visit.outcome == NOTHING and visit.hint == "not-saved":
                confirm(visit, world.counter)
            elif visit.outcome == NOTHING and visit.hint == "store-not-writable":
                run(visit, world.counter, world.reader)
            if visit.outcome == NOTHING:
                raise Stuck(f"nothing was recorded, although nothing is broken: {visit.hint}")
        except KioskGone:
            # It died by one of the faults, or will be found dead at once; if not, that is a failure.
            if not world.kiosk.wait_ended(10):
                raise Stuck(f"kioskd lives and does not answer: {world.kiosk.last_words}") from None
        finally:
            disk.free()
            self._note()
        self.shown += visit.outcome == SHOWN

    def _revive(self):
        """Starts again what has died, now without a crash point."""
        world = self._world
        for daemon, start in ((world.central, world.start_central), (world.kiosk, world.start_kiosk)):
            # It may be killed while it starts, too.
            while not daemon.is_alive:
                self._note()
                # A full disk may keep a daemon from starting: it says so, and a person makes room.
                try:
                    start()
                except DidNotStart:
                    side = "kiosk" if daemon is world.kiosk else "central"
                    if not self._plan.fill[side]:
                        raise
                    world.disks[side].free()
                    start()

    def _heal(self):
        world = self._world
        if not self._plan.is_cut_off:
            world.network.heal()
        for disk in world.disks.values():
            disk.free()

    def _drain(self):
        world = self._world
        end = time.monotonic() + DRAIN_BOUND
        is_asked = False
        queue = None
        while time.monotonic() < end:
            try:
                if not (world.kiosk.is_alive and world.central.is_alive):
                    self._revive()
                    is_asked = False
                if not is_asked:
                    world.counter.send("POST", "/v1/queue/retry", {})
                    is_asked = True
                queue = world.counter.send("GET", "/v1/queue")[1]
                if queue["needsPerson"]:
                    raise Wrong(f"a claim needs a person: {queue['lastProblem']}")
                if queue["waiting"] == 0:
                    self._note()
                    return
                time.sleep(0.005)
            except KioskGone:
                if not world.kiosk.wait_ended(10):
                    raise Stuck(f"kioskd lives and does not answer: {world.kiosk.last_words}") from None
        raise Stuck(f"the queue did not drain within {DRAIN_BOUND:.0f} s: {queue}")

    def _ask_central(self, count):
        """What the central itself says of the kiosk."""
        try:
            status, state = Counter(self._world.central.port).send("GET", f"/v1/kiosks/{KIOSK_ID}")
        except KioskGone:
            # Its point was still ahead.
            if not self._world.central.wait_ended(10):
                raise
            self._revive()
            status, state = Counter(self._world.central.port).send("GET", f"/v1/kiosks/{KIOSK_ID}")
        said = [state.get(key) for key in ("highest", "count", "missing", "broken")]
        if status != 200 or said != [count, count, [], []]:
            raise Wrong(f"the central says {status} {state}; it has {count} claims")

    def _note(self):
        for side, daemon in (("kiosk", self._world.kiosk), ("central", self._world.central)):
            if daemon.crashed_at:
                self.reached.add((side, daemon.crashed_at))
