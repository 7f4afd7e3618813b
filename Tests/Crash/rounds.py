"""What happens in a round: what its plan says, then the looking."""
import random
import threading
import time

from chain import Wrong
from daemon import DidNotStart
from judge import judge, judge_files, judge_news
from plan import CARRY
from visit import NOTHING, SHOWN, KioskGone, Stuck, confirm, run
from stores import KIOSK
from world import CLOCKS, DIGEST_KEY

# Seconds for the queue to drain, and for news to come, once nothing is broken.
DRAIN_BOUND = 60.0


class Round:
    def __init__(self, world, plan):
        self._world = world
        self._plan = plan
        self._chance = random.Random(f"{plan.seed}/{plan.number}/steps")
        self._timers = []
        self.reached = set()
        self.shown = 0
        self.carried = False

    def run(self):
        """Raises Wrong, Stuck or DidNotStart when something is not as promised.

        A round without network is judged with the next one that has it.
        """
        self._start()
        try:
            # After what is carried by stick, more comes by network.
            carried = self._plan.visits - 1 if self._plan.stick and not self._plan.is_cut_off else self._plan.visits
            for index in range(carried):
                self._visit(index)
            if self._plan.stick:
                self._carry()
            for index in range(carried, self._plan.visits):
                self._visit(index)
            for _ in range(self._plan.returns):
                self._world.carrying.send_back(self._chance, self._revive)
        finally:
            for timer in self._timers:
                timer.cancel()
        self._heal()
        if not self._plan.is_cut_off:
            self._drain()
            count = judge(self._world.stores, DIGEST_KEY, self._world.visits)
            self._ask_central(count)
            if self._plan.is_heard:
                self.hear()

    def hear(self):
        """The kiosk starts anew, which makes it ask the central at once, and is looked at when it heard all."""
        world, plan = self._world, self._plan
        crash_at = plan.crash_at["kiosk"] if plan.is_first_turn else None
        if ("kiosk", crash_at) in self.reached:
            crash_at = None
        if plan.is_calendar_new:
            world.offer_another_calendar()
        self._start_anew(crash_at)
        self._await_news()
        if plan.is_calendar_new:
            # Killed somewhere while it takes them, it starts with them.
            time.sleep(self._chance.random() * 0.2)
            self._start_anew()
            self._revive()
        self._note()

    def _start_anew(self, crash_at=None):
        self._world.kiosk.kill()
        self._note()
        self._world.start_kiosk(crash_at)

    def _await_news(self):
        world = self._world
        end = time.monotonic() + DRAIN_BOUND
        while True:
            self._revive()
            try:
                judge_news(world.stores, world.returns)
                judge_files(world.stores, world.offered, mostly=True)
                if world.stores.heard() == (world.stores.said(), len(world.stores.standings_there())):
                    break
                fault = f"heard {world.stores.heard()}, said {world.stores.said()}"
            except Wrong as wrong:
                fault = wrong
            if time.monotonic() > end:
                raise Wrong(f"the news did not come within {DRAIN_BOUND:.0f} s: {fault}")
            time.sleep(0.005)

    def _start(self):
        world, plan = self._world, self._plan
        if plan.is_registry_new:
            world.offer_another_registry()
        world.set_clocks(plan.clock)
        if plan.crash_at["central"] or not world.central.is_alive:
            world.start_central(plan.crash_at["central"])
            self._note()
        if world.is_encrypted and not world.enrolment.is_done:
            world.enrolment.run(self._chance, self._revive_central)
        self._set_network(is_cut_off=plan.is_cut_off or plan.stick is not None)
        if plan.crash_at["kiosk"] or plan.clock != CLOCKS[0] or not world.kiosk.is_alive:
            world.start_kiosk(plan.crash_at["kiosk"])
        self._note()
        if plan.fill["central"] and world.disks["central"].can_fill:
            world.disks["central"].fill()
        for side, daemon in (("kiosk", world.kiosk), ("central", world.central)):
            if plan.kill_after[side] is not None:
                self._timers.append(threading.Timer(plan.kill_after[side], daemon.strike))
                self._timers[-1].start()

    def _set_network(self, is_cut_off):
        if is_cut_off:
            self._world.network.cut_off()
        else:
            self._world.network.trouble(f"{self._plan.network[0]}", self._plan.network[1])

    def _carry(self):
        """By stick, while there is no network."""
        plan, carrying = self._plan, self._world.carrying
        if plan.stick == CARRY:
            carrying.carry(self._chance, self._revive, is_struck=not plan.is_first_turn)
            self.carried = True
        else:
            carrying.export_queue(self._revive)
        if not plan.is_cut_off:
            self._set_network(is_cut_off=False)

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
            # It died by one of the faults, or will be found dead at once. With nothing promised it may also have started
            # anew with other files, and answers again; all else is a failure.
            if not world.kiosk.wait_ended(10) and not (visit.outcome == NOTHING and self._answers()):
                raise Stuck(f"kioskd lives and does not answer: {world.kiosk.last_words}") from None
        finally:
            disk.free()
            self._note()
        self.shown += visit.outcome == SHOWN

    def _answers(self):
        try:
            return self._world.counter.send("GET", "/v1/session")[0] == 200
        except KioskGone:
            return False

    def _revive(self):
        """Starts again what has died, now without a crash point."""
        self._revive_central()
        self._keep_alive("kiosk", self._world.kiosk, self._world.start_kiosk)

    def _revive_central(self):
        self._keep_alive("central", self._world.central, self._world.start_central)

    def _keep_alive(self, side, daemon, start):
        # It may be killed while it starts, too.
        while not daemon.is_alive:
            self._note()
            # A full disk may keep a daemon from starting: it says so, and a person makes room.
            try:
                start()
            except DidNotStart:
                if not self._plan.fill[side]:
                    raise
                self._world.disks[side].free()
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
                photos = {state for *_, state in world.stores.attachments()}
                if "needs_person" in photos:
                    raise Wrong(f"a photo needs a person: {world.stores.attachments()}")
                if queue["waiting"] == 0 and "waiting" not in photos:
                    self._note()
                    return
                time.sleep(0.005)
            except KioskGone:
                # It may also have started anew with other files, and answers again.
                if not world.kiosk.wait_ended(10) and not self._answers():
                    raise Stuck(f"kioskd lives and does not answer: {world.kiosk.last_words}") from None
        raise Stuck(f"the queue did not drain within {DRAIN_BOUND:.0f} s: {queue}")

    def _ask_central(self, count):
        """What the central itself says of the kiosk."""
        try:
            status, state = self._world.ask_central(f"/v1/kiosks/{KIOSK}")
        except KioskGone:
            # Its point was still ahead.
            if not self._world.central.wait_ended(10):
                raise
            self._revive()
            status, state = self._world.ask_central(f"/v1/kiosks/{KIOSK}")
        said = [state.get(key) for key in ("highest", "count", "missing", "broken")]
        if status != 200 or said != [count, count, [], []]:
            raise Wrong(f"the central says {status} {state}; it has {count} claims")

    def _note(self):
        for side, daemon in (("kiosk", self._world.kiosk), ("central", self._world.central)):
            if daemon.crashed_at:
                self.reached.add((side, daemon.crashed_at))
