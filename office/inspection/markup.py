"""Walks through XML piece by piece, with no tree, no entities and nothing fetched."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from defusedxml.ElementTree import XMLParser  # type: ignore[import-untyped]

from office.inspection.findings import NotInspectable
from office.inspection.search import Allowance

_PIECE = 64 * 1024
_DEEPEST = 500


class Step(Enum):
    """What is met on the way through a document."""

    OPEN = auto()
    CLOSE = auto()
    TEXT = auto()


class Mark(NamedTuple):
    """One step: an element's local name and attributes, or a piece of text."""

    step: Step
    name: str
    attributes: Mapping[str, str]
    text: str = ""

    def value(self, name: str, otherwise: str = "") -> str:
        """Return an attribute by its local name."""
        plain = self.attributes.get(name)
        if plain is not None:
            return plain
        ending = "}" + name
        return next((v for k, v in self.attributes.items() if k.endswith(ending)), otherwise)

    def opens(self, name: str) -> bool:
        """Tell whether an element of that name begins here."""
        return self.step is Step.OPEN and self.name == name

    def closes(self, name: str) -> bool:
        """Tell whether an element of that name ends here."""
        return self.step is Step.CLOSE and self.name == name


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


_NONE: Mapping[str, str] = {}


class _Collector:
    """Takes what the parser meets until it is asked for."""

    def __init__(self, allowance: Allowance) -> None:
        self.marks: list[Mark] = []
        self._allowance = allowance
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._allowance.step()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotInspectable
        self.marks.append(Mark(Step.OPEN, _local(tag), attributes))

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.marks.append(Mark(Step.CLOSE, _local(tag), _NONE))

    def data(self, text: str) -> None:
        self.marks.append(Mark(Step.TEXT, "", _NONE, text))

    def close(self) -> None:
        return None


def walk(content: bytes, allowance: Allowance) -> Iterator[Mark]:
    """Yield a document's elements and texts in order.

    Raises an error of the parser for what is not well-formed or declares entities, and
    `TooLarge`.
    """
    collector = _Collector(allowance)
    parser = XMLParser(target=collector, forbid_dtd=True)
    # The guards stay; the elements come straight from the C parser, which is much faster.
    straight = parser.parser
    straight.ordered_attributes = False
    straight.StartElementHandler = collector.start
    straight.EndElementHandler = collector.end
    straight.CharacterDataHandler = collector.data
    for start in range(0, len(content), _PIECE):
        parser.feed(content[start : start + _PIECE])
        yield from collector.marks
        collector.marks.clear()
    parser.close()
    yield from collector.marks


def texts(content: bytes, allowance: Allowance, names: frozenset[str] | None = None) -> list[str]:
    """Return the texts of a document, one for each element (of these names, if given)."""
    found: list[str] = []
    path: list[str] = []
    for mark in walk(content, allowance):
        if mark.step is Step.OPEN:
            path.append(mark.name)
            found.append("")
        elif mark.step is Step.CLOSE:
            path.pop()
            found.append("")
        elif path and (names is None or path[-1] in names):
            found[-1] += mark.text
    return [text for text in found if text.strip()]
