"""Pure: what a lifecycle is made of, and whether a table of transitions is whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from office.people import Permission
from office.refusals import NotNow

Guard = Callable[[Any], None]


class ClockEffect(StrEnum):
    """What a transition does to the running clock; said before it is confirmed."""

    STARTS = "starts"
    KEEPS = "keeps"
    STOPS = "stops"
    RESTARTS = "restarts"
    EXTENDS = "extends"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from where, by which step, to where, by whom, on what conditions.

    No origins means the beginning; no target means that the status stays. `required` names
    what must be given, `guards` must all let pass, `letters` are issued and `notice` is the one
    text that tells the citizen; `event` is what the story then says has happened.
    """

    step: StrEnum
    origins: frozenset[StrEnum]
    target: StrEnum | None
    permissions: frozenset[Permission]
    clock: ClockEffect
    notice: str
    event: str
    required: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    letters: tuple[str, ...] = ()


class Broken(Exception):
    """A table of transitions that must not be started with."""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A table of transitions over one enumeration of statuses."""

    statuses: type[StrEnum]
    finals: frozenset[StrEnum]
    rows: tuple[Transition, ...]

    def row(self, step: StrEnum) -> Transition:
        """Return the transition of a step; raise `KeyError`."""
        found = [row for row in self.rows if row.step is step]
        if not found:
            raise KeyError(step)
        return found[0]

    def target(self, step: StrEnum, status: StrEnum) -> StrEnum:
        """Return where a step leads; raise `NotNow` where it is not allowed."""
        row = self.row(step)
        if status not in row.origins:
            raise NotNow("step_not_now", step=step.value, status=status.value)
        return status if row.target is None else row.target

    def open_to(self, status: StrEnum, permissions: frozenset[Permission]) -> list[Transition]:
        """Return the transitions somebody with these permissions could take, guards aside."""
        return [row for row in self.rows if status in row.origins and row.permissions & permissions]

    def diagram(self) -> str:
        """Return the lifecycle as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        for row in self.rows:
            origins = sorted(str(one) for one in row.origins) or ["[*]"]
            lines += [f"    {one} --> {row.target or one}: {row.step}" for one in origins]
        lines += [f"    {final} --> [*]" for final in sorted(self.finals)]
        return "\n".join(lines) + "\n"

    def validate(self, notices: Iterable[str]) -> None:
        """Raise `Broken` naming every fault: unreachable, without exit, without words."""
        faults = [*self._unreachable(), *self._dead_ends(), *self._unsaid(frozenset(notices))]
        steps = [row.step for row in self.rows]
        faults += [f"{step} stands twice" for step in set(steps) if steps.count(step) > 1]
        if faults:
            raise Broken("; ".join(sorted(faults)))

    def _unreachable(self) -> list[str]:
        reached = {row.target for row in self.rows if not row.origins}
        for _ in self.statuses:
            reached |= {row.target for row in self.rows if row.origins & reached}
        return [f"{status} cannot be reached" for status in self.statuses if status not in reached]

    def _dead_ends(self) -> list[str]:
        def leaves(status: StrEnum) -> bool:
            return any(
                status in row.origins and row.target not in {None, status} and row.permissions
                for row in self.rows
            )

        waiting = [status for status in self.statuses if status not in self.finals]
        return [f"{status} has no exit" for status in waiting if not leaves(status)]

    def _unsaid(self, notices: frozenset[str]) -> list[str]:
        return [f"{row.step} has no words" for row in self.rows if row.notice not in notices]
