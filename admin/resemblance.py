"""Holds which waiting questions ask the same, reckoned once for each state of the desk."""

import threading

from knowledge.escalation import together
from knowledge.escalation.alike import Group
from knowledge.escalation.together import Asked
from office.unit import Unit

_FIRST_WORDS = 120


class Resemblance:
    """The groups of the moment; only numbers and a few words of the first are held."""

    def __init__(self) -> None:
        self._reckoning = threading.Lock()
        self._version = -1
        self._groups: list[tuple[Group, str]] = []

    def groups(self, unit: Unit, version: int) -> list[tuple[Group, str]]:
        """Return who asks the same at a version of the desk, the largest group first."""
        with self._reckoning:
            if version != self._version:
                asked = together.waiting(unit)
                first = {one.id: one for one in asked}
                found = together.groups(asked)
                self._groups = [(group, _words(first[group.members[0]])) for group in found]
                self._version = version
            return self._groups


def _words(asked: Asked) -> str:
    return " ".join(asked.texts)[:_FIRST_WORDS]
