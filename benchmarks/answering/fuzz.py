"""`python -m benchmarks fuzz --messages N`: whatever is sent, the engine answers and soon."""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from benchmarks.answering.data import OWN_QUESTIONS, own_entries, read_questions
from benchmarks.answering.ours import card
from benchmarks.table import percentile, table
from knowledge.finder import Finder
from knowledge.finding.background import background
from knowledge.verdict import decide

LONGEST = 4_096
_A_PART = 10_000  # messages for which a process of its own is worth its start
_SELDOM = 20
_HEAVY = ("longest messages", "longest, all slips", "long words")
_SURROGATES = (0xD800, 0xDFFF)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u202d\u2066\u2069\u034f"
_EMOJI = "😀😡🙏👍🏽👨‍👩‍👧🇮🇩❤️‍🔥🪪📄⚖️🏛️🆘✅"
_RIGHT_TO_LEFT = "كيف أقدم طلب معلومات متى الجواب שלום איך מבקשים מידע"
_SQL = (
    "'; DROP TABLE entries; --", "1 OR 1=1", '" OR ""="', "UNION SELECT NULL,NULL--",
    "%_%' ESCAPE '",
)  # fmt: skip
_HTML = (
    "<script>alert(1)</script>", "<b>", "&lt;&amp;&#0;&#x1F600;", "{{7*7}}", "${x}", "<!--", "]]>"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spans:
    """The milliseconds of messages, by kind, and the messages at which the engine broke."""

    by_kind: dict[str, list[float]]
    broken: tuple[str, ...]


def finder() -> Finder:
    """Return a finder of the product's base, ready at once."""
    return Finder(map(card, own_entries()), background())


def report(messages: int) -> None:
    """Print what messages took, ordinary ones first; end with 1 where the engine broke."""
    spans = in_parts(messages)
    rows = [
        [kind, f"{len(mine):,}", *(f"{percentile(mine, share):.2f}" for share in (0.5, 0.99)),
         f"{max(mine):.2f}"]
        for kind, mine in spans.by_kind.items() if mine
    ]  # fmt: skip
    heads = ["messages", "n", "p50 ms", "p99 ms", "max ms"]
    table(f"{messages:,} hostile messages; errors: {len(spans.broken)}", heads, rows)
    for line in spans.broken[:10]:
        print(line)
    if spans.broken:
        sys.exit(1)


def in_parts(messages: int) -> Spans:
    """Return what messages took, shared among processes as soon as there are many."""
    parts = max(1, min(os.cpu_count() or 1, messages // _A_PART))
    if parts == 1:
        return tried(finder(), messages)
    counts = [messages // parts + (number < messages % parts) for number in range(parts)]
    with ProcessPoolExecutor(parts) as pool:
        found = list(pool.map(_part, counts, range(parts)))
    kinds = {
        kind: [one for part in found for one in part.by_kind[kind]] for kind in found[0].by_kind
    }
    return Spans(kinds, tuple(line for part in found for line in part.broken))


def _part(messages: int, seed: int) -> Spans:
    return tried(finder(), messages, seed)


def tried(asked: Finder, messages: int, seed: int = 1) -> Spans:
    """Ask ordinary questions and so many hostile messages; return what they took."""
    ordinary = [one.text for one in read_questions(OWN_QUESTIONS)]
    by_kind: dict[str, list[float]] = {one: [] for one in ("ordinary questions", *KINDS)}
    broken: list[str] = []
    for text in ordinary:
        _ask(asked, "ordinary questions", text, by_kind, broken)
    for kind, text in hostile(messages, seed):
        _ask(asked, kind, text, by_kind, broken)
    return Spans(by_kind, tuple(broken))


def _ask(
    asked: Finder, kind: str, text: str, by_kind: dict[str, list[float]], broken: list[str]
) -> None:
    begun = time.perf_counter()
    try:
        verdict = decide(asked.find(text))
        fair = all(0 <= hit.confidence <= 1 for hit in verdict.hits)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        broken.append(f"{kind}: {type(error).__name__}: {error} at {text[:120]!a}")
        return
    by_kind[kind].append((time.perf_counter() - begun) * 1000)
    if not fair:
        broken.append(f"{kind}: a confidence that is no chance at {text[:120]!a}")


def hostile(messages: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield messages with their kind; the same seed gives the same ones.

    Kinds come in turn, but for those that take longest: they come in every twentieth turn.
    """
    chance = random.Random(seed)
    ordinary = [one.text for one in read_questions(OWN_QUESTIONS)]
    turn = [kind for kind in KINDS if kind not in _HEAVY] * (_SELDOM - 1) + list(KINDS)
    for number in range(messages):
        kind = turn[number % len(turn)]
        yield kind, KINDS[kind](chance, ordinary)[:LONGEST]


Maker = Callable[[random.Random, list[str]], str]


def _few(chance: random.Random, letters: str, most: int = 60) -> str:
    return "".join(chance.choices(letters, k=chance.randrange(most)))


def _codes(chance: random.Random, first: int, last: int, most: int = 200) -> str:
    return "".join(chr(chance.randint(first, last)) for _ in range(chance.randrange(most)))


def _strewn(chance: random.Random, ordinary: list[str], letters: str) -> str:
    """Return a question with letters strewn between its own."""
    text = chance.choice(ordinary)
    return "".join(one + (chance.choice(letters) if chance.random() < 0.3 else "") for one in text)


def _longest(chance: random.Random, ordinary: list[str]) -> str:
    text = " ".join(chance.choices(ordinary, k=60))
    return (text * (LONGEST // max(1, len(text)) + 1))[:LONGEST]


def _full_of_slips(chance: random.Random, _: list[str]) -> str:
    """Return as many different words as fit, none of which is one."""
    return " ".join(_few(chance, "abdeghiklmnoprstu", 9) for _ in range(LONGEST // 5))


def _long_words(chance: random.Random, _: list[str]) -> str:
    letters = chance.choice(["a", "ab", "bcd", "permohonan", "w2", "abcdefghijklmnopqrstuvwxyz"])
    return " ".join((letters * LONGEST)[: chance.randrange(1, 2_000)] for _ in range(3))


def _mixture(chance: random.Random, ordinary: list[str]) -> str:
    kinds = [one for one in KINDS.values() if one is not _mixture]
    return "".join(one(chance, ordinary)[:300] for one in chance.sample(kinds, 4))


KINDS: dict[str, Maker] = {
    "emoji": lambda chance, asked: _strewn(chance, asked, _EMOJI) + _few(chance, _EMOJI),
    "right to left": lambda chance, _: _few(chance, _RIGHT_TO_LEFT, 200),
    "zero width": lambda chance, asked: _strewn(chance, asked, _INVISIBLE),
    "longest messages": _longest,
    "longest, all slips": _full_of_slips,
    "SQL": lambda chance, asked: chance.choice(asked) + chance.choice(_SQL) * chance.randrange(5),
    "HTML": lambda chance, asked: chance.choice(_HTML) * chance.randrange(9) + chance.choice(asked),
    "control characters": lambda chance, asked: _codes(chance, 0, 31) + chance.choice(asked),
    "any character": lambda chance, _: _codes(chance, 0, _SURROGATES[0] - 1),
    "astral planes": lambda chance, _: _codes(chance, 0x10000, 0x10FFFF),
    "lone surrogates": lambda chance, asked: (
        _codes(chance, *_SURROGATES, most=20) + chance.choice(asked) + _codes(chance, *_SURROGATES)
    ),
    "marks upon marks": lambda chance, asked: _strewn(chance, asked, "\u0301\u0336\u20dd\u0489"),
    "long words": _long_words,
    "digits": lambda chance, _: _few(chance, "0123456789 .,-/", 400),
    "nothing": lambda chance, _: chance.choice(["", " ", "\n\n", "\t", "?", "…", "0", "\0"]),
    "mixture": _mixture,
}
