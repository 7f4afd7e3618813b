"""Calls functions in the emulated machine, through its agent (guest/agent.py)."""
import json


class GuestFailed(Exception):
    """A function in the machine raised an error; the message is its traceback."""


class Orders:
    def __init__(self, connection):
        self._connection = connection
        self._lines = connection.makefile("rb")

    def close(self):
        self._lines.close()
        self._connection.close()

    def wait_for_agent(self, bound):
        """Waits for the line that the agent sends when it starts."""
        self._answer(bound)

    def call(self, function, bound=120.0, **arguments):
        """Calls a function, `module.name` of guest/, and returns its value."""
        self._connection.sendall(json.dumps({"call": function, "args": arguments}).encode() + b"\n")
        return self._answer(bound)

    def _answer(self, bound):
        self._connection.settimeout(bound)
        line = self._lines.readline()
        if not line:
            raise GuestFailed("the machine has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise GuestFailed(answer["error"])
        return answer["value"]
