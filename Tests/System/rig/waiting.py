"""Waiting with a bound, for things that tell nobody when they happen."""
import time

# Emulation is slow, and slower still on a busy machine: bounds are many times what is usual.
BOUND = 60.0
PAUSE = 0.02


class NotInTime(Exception):
    """Something expected did not come about within its bound."""


def until(check, what, bound=BOUND):
    """Calls check until it returns something true, and returns that; what and the last answer go into the error."""
    end = time.monotonic() + bound
    while True:
        answer = check()
        if answer:
            return answer
        if time.monotonic() >= end:
            raise NotInTime(f"{what}: not within {bound:.0f} s")
        time.sleep(PAUSE)
