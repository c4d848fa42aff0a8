"""What an operation of the interface is: its path, what it takes and gives, and who may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from admin.api.asked import Asked
from admin.visit import Desk
from office.api_keys import Key, Scope
from office.unit import Unit


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One question that was let in: the desk, a unit for reading, and the holder of a key."""

    desk: Desk
    unit: Unit
    key: Key | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One path of the interface. The same row serves it, describes it and tests it."""

    name: str
    path: str
    asked: type[Asked]
    gives: Any
    answer: Callable[[Call, Any], Any]
    scope: Scope | None = None
    # For how many seconds an answer may be kept; what needs a key is asked anew each time.
    fresh: int = 300
    can_miss: bool = False
    example: dict[str, str] = field(default_factory=dict)

    @property
    def in_path(self) -> list[str]:
        """Return the parameters that stand in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
