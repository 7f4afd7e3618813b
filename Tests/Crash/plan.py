"""What happens in a round: decided by the seed alone."""
import random

import points
from network import FAULT_SHARES
from world import CLOCKS

ROUNDS_A_WORLD = 25
MOST_VISITS = 3
# Bytes: more than one piece in which photos are sent.
LONGEST_PHOTO = 400_000
EXPORT, CARRY = "export", "carry"


class Plan:
    """The faults of a round. number counts from 0."""

    def __init__(self, seed, number):
        chance = random.Random(f"{seed}/{number}")
        self.number = number
        self.seed = seed
        self.is_first = number % ROUNDS_A_WORLD == 0
        self.is_last = (number + 1) % ROUNDS_A_WORLD == 0
        self.is_first_turn = self.is_first
        self.crash_at = {side: self._point(chance, seed, side) for side in points.SIDES}
        # At a point's first turn a claim must come about, though the first visit may die of it.
        self.visits = chance.randint(2 if self.is_first_turn else 1, MOST_VISITS)
        # Seconds after the first visit began.
        self.kill_after = {side: chance.random() * 0.8 if chance.random() < 0.3 else None for side in points.SIDES}
        self.network = (chance.random(), chance.choice(FAULT_SHARES))
        self.fill = {
            "kiosk": chance.choice(("before", "confirm", "confirm")) if chance.random() < 0.2 else None,
            "central": chance.random() < 0.15,
        }
        self.clock = chance.choice(CLOCKS)
        # Bytes of the photo that each visit brings; 0 for none.
        self.photos = [chance.randint(1000, LONGEST_PHOTO) if chance.random() < 0.3 else 0 for _ in range(self.visits)]
        # No network at all, and nothing drains: what waits grows over some rounds.
        self.is_cut_off = chance.random() < 0.3 and not self.is_last
        # A supervisor takes what waits onto a stick, and may carry it to the central and the answers back.
        way = chance.random()
        self.stick = None
        if way < (0.75 if self.is_cut_off else 0.1):
            self.stick = EXPORT if way < 0.15 and self.is_cut_off else CARRY
        # Claims that the central's people send back to be corrected.
        self.returns = chance.randint(1, 2) if chance.random() < 0.25 else 0
        # Another snapshot of the registry at the central from now on.
        self.is_registry_new = chance.random() < 0.15
        # At the end the kiosk starts anew, hears all that the central has to say, and is looked at.
        self.is_heard = chance.random() < 0.15 or self.is_last
        # Before that, other notices of holidays at the central: the kiosk takes them by starting anew in its process.
        self.is_calendar_new = chance.random() < 0.5
        self._meet_needs()

    def give_turn(self, side, point):
        """To a point that chance kept its own turn from: alone, in the world that is there."""
        self.crash_at = dict.fromkeys(points.SIDES) | {side: point}
        self.is_first, self.is_first_turn = False, True
        self.visits, self.photos = MOST_VISITS, [0] * MOST_VISITS
        self._meet_needs()
        self.end_with_network()

    def end_with_network(self):
        """The last round of all drains and is judged."""
        self.is_cut_off = False
        self.is_heard = True

    def _meet_needs(self):
        """Of the points of this round."""
        if self._is_armed_for(points.OF_PHOTOS):
            self.photos = [LONGEST_PHOTO] * self.visits
        if self._is_armed_for(points.OF_THE_STICK):
            self.stick = CARRY
        if self._is_armed_for(points.OF_CENTRAL_FILES):
            self.is_registry_new = True
        if self.is_first_turn:
            self._open_the_way()

    def _open_the_way(self):
        """To the points whose first turn it is: whatever kills sooner, or keeps from writing, would keep from them."""
        self.kill_after = dict.fromkeys(points.SIDES)
        self.fill = dict.fromkeys(points.SIDES)
        self.is_cut_off = False
        if not self._is_armed_for(points.OF_THE_STICK):
            self.stick = None
        self.is_heard = self.is_heard or self._is_armed_for(points.OF_NEWS)

    def _is_armed_for(self, names):
        return any((point or "").startswith(names) for point in self.crash_at.values())

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
            self.is_first_turn = True
            return name
        return f"{name}:{1 + int(count * points.most(name))}" if is_armed else None

    def __str__(self):
        return str({key: value for key, value in self.__dict__.items() if value not in (None, False)})
