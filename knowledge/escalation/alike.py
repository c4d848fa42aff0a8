"""Pure: which waiting questions ask the same, so that one answer serves each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from knowledge.escalation.signs import care
from knowledge.escalation.words import Lane
from knowledge.finding.lexicon import usual
from knowledge.finding.reader import Reader, stemmer_of
from office.masking import holds_long_number

FEWEST = 2
# Formal matters are answered one by one; what looks like advertising is not answered at all.
LANES = frozenset({Lane.URGENT, Lane.GENERAL})
# RapidFuzz's agreement of words from which two questions ask the same.
_SAME = 80.0
_TELLING = 0.5  # words that weigh less say nothing about what is asked
_SUBJECT = 0.8  # and these name what it is about
_FEWEST_WORDS = 2
# So much of what somebody wrote tells what they ask; whoever writes more is no more alike.
_LAST_TEXTS = 5
_FIRST_LETTERS = 1000
_NEAR = 80.0  # names that differ by a slip of the finger
# Asking for something else makes it another question, however much the rest agrees.
_ASKING = frozenset(
    "kapan mana berapa siapa bagaimana cara syarat mengapa kenapa biaya batal cabut".split()
)

# What is said for politeness, as stems; a message of nothing else asks nothing.
_COURTESY = frozenset("terima beri banyak informasi bantu jawab wr wb".split())


@dataclass(frozen=True, slots=True)
class Telling:
    """What a message asks: its telling words, and those of them that must not differ."""

    words: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def line(self) -> str:
        """Return the words in one line, always in the same order."""
        return " ".join(sorted(self.words))


@dataclass(frozen=True, slots=True)
class Question:
    """A waiting conversation with everything the citizen wrote that is unanswered."""

    id: int
    lane: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations that ask the same, the longest waiting first."""

    lane: str
    members: tuple[int, ...]


@cache
def _reader() -> tuple[Reader, frozenset[str]]:
    lexicon = usual()
    return Reader(lexicon, stemmer_of(lexicon)), frozenset(lexicon.roots)


def read(text: str) -> Telling:
    """Return what a message asks; nothing where it only greets or thanks."""
    reader, roots = _reader()
    stems = dict(reader.read(text).stems)
    words = frozenset(stem for stem, weight in stems.items() if weight >= _TELLING)
    numbers = frozenset(word for word in stems if any(mark.isdigit() for mark in word))
    names = frozenset(word for word in words - roots - numbers if len(word) > 3)
    if not any(stems[word] >= _SUBJECT for word in words - _COURTESY):
        return Telling()
    return Telling(words, words & _ASKING, names, numbers)


def agree(one: Telling, other: Telling) -> bool:
    """Tell whether two messages ask the same; whichever comes first is no matter."""
    if one.numbers != other.numbers or _differ(one.asks, other.asks):
        return False
    if not _same_names(one.names, other.names):
        return False
    shared = one.words & other.words
    if len(shared) < _FEWEST_WORDS or 2 * len(shared) <= max(len(one.words), len(other.words)):
        return False
    return likeness(one, other) >= _SAME


def likeness(one: Telling, other: Telling) -> float:
    """Return how much of their words two messages share, up to 100."""
    first, second = sorted((one.line, other.line))
    return fuzz.token_set_ratio(first, second)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _same_names(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether no name stands against another: two villages are two questions."""
    mine, theirs = one - other, other - one
    if not mine or not theirs:
        return True
    return all(any(fuzz.ratio(name, also) >= _NEAR for also in theirs) for name in mine) and all(
        any(fuzz.ratio(name, also) >= _NEAR for also in mine) for name in theirs
    )


def topic(texts: Sequence[str]) -> Telling | None:
    """Return the one thing that messages ask; None where they ask several, or need care.

    The last of them count, and the beginning of each.
    """
    texts = [text[:_FIRST_LETTERS] for text in texts[-_LAST_TEXTS:]]
    if care("", texts) or any(holds_long_number(text) for text in texts):
        return None
    telling = [found for found in map(read, texts) if found.words]
    if not telling:
        return None
    fullest = min(telling, key=lambda one: (-len(one.words), one.line))
    alike = all(one.words <= fullest.words or agree(one, fullest) for one in telling)
    return fullest if alike and len(fullest.words) >= _FEWEST_WORDS else None


def groups(questions: Iterable[Question]) -> list[Group]:
    """Return who asks the same, the largest group first; the order they are given in is no matter.

    The longest waiting leads a group, and everybody joins the leader they are most like, so
    that no chain of small steps brings two different questions together.
    """
    led: list[tuple[str, Telling, list[int]]] = []
    for question in sorted(questions, key=lambda one: one.id):
        asked = topic(question.texts) if question.lane in LANES else None
        if asked is not None:
            _join(led, question, asked)
    found = [Group(lane, tuple(members)) for lane, _, members in led if len(members) >= FEWEST]
    return sorted(found, key=lambda group: (-len(group.members), group.members))


def _join(led: list[tuple[str, Telling, list[int]]], question: Question, asked: Telling) -> None:
    best, most = None, -1.0
    for lane, telling, members in led:
        if lane == question.lane and agree(telling, asked):
            found = likeness(telling, asked)
            if found > most:
                best, most = members, found
    if best is None:
        led.append((question.lane, asked, [question.id]))
    else:
        best.append(question.id)
