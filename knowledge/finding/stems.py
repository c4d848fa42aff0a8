"""Stems that keep the office's word families together and apart from others."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from threading import Lock

import snowballstemmer

_SHORTEST = 4
# A known word of up to so many letters is a root itself: "setuju" does not come from "tuju".
_SHORT_ROOT = 6
_PARTICLES = ("nya", "kah", "lah", "tah", "pun", "ku", "mu")
_ENDS = ("kan", "an", "i", "in")
# A prefix, what may follow it, and what it may have swallowed.
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("memper", ("",)), ("diper", ("",)), ("keter", ("",)), ("keber", ("",)), ("pember", ("",)),
    ("member", ("",)), ("menge", ("",)), ("penge", ("",)), ("meng", ("", "k")),
    ("peng", ("", "k")), ("meny", ("s",)), ("peny", ("s",)), ("mem", ("", "p")),
    ("pem", ("", "p")), ("men", ("", "t")), ("pen", ("", "t")), ("me", ("",)), ("pe", ("",)),
    ("ber", ("",)), ("be", ("",)), ("ter", ("",)), ("per", ("",)), ("di", ("",)), ("ke", ("",)),
    ("se", ("",)), ("ng", ("", "k")), ("ny", ("s", "c")), ("n", ("t", "c")), ("m", ("p",)),
)  # fmt: skip


class Stemmer:
    """Word families first, then known roots, and Snowball's rules where neither knows."""

    def __init__(self, roots: frozenset[str], families: Mapping[str, str] | None = None) -> None:
        self._families = _read_families() if families is None else families
        self._roots = roots | frozenset(self._families.values())
        self._rules = snowballstemmer.stemmer("indonesian")
        # It keeps the word it works on: two threads at once would spoil each other's.
        self._alone = Lock()
        self.stem = lru_cache(maxsize=32_768)(self._stem)

    def _stem(self, word: str) -> str:
        """Return a word's stem; words of up to three letters and numbers stay as they are."""
        if word in self._families:
            return self._families[word]
        if len(word) < _SHORTEST or not word.isalpha():
            return word
        if word in self._roots and len(word) <= _SHORT_ROOT:
            return word
        bases = list(_bases(word))
        members = [base for base in bases if base in self._families]
        if members:
            # The longest: "pemohonnya" is a form of "pemohon", whatever else is inside it.
            return self._families[max(members, key=len)]
        roots = [base for base in bases if base in self._roots]
        if roots:
            return min(roots, key=len)
        if word in self._roots:
            return word
        with self._alone:
            return str(self._rules.stemWord(word))


def _bases(word: str) -> Iterator[str]:
    """Yield what a word may be made from, by all ways of taking affixes off."""
    for bare in (word, *(word.removesuffix(end) for end in _PARTICLES if word.endswith(end))):
        if bare != word:
            yield bare
        shorter = [bare, *(bare.removesuffix(end) for end in _ENDS if bare.endswith(end))]
        for base in shorter:
            if base != bare and len(base) >= _SHORTEST:
                yield base
            yield from _without_prefix(base)


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, swallowed in _PREFIXES:
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= _SHORTEST - 1:
            for letter in swallowed:
                if len(letter + rest) >= _SHORTEST:
                    yield letter + rest


def _read_families() -> dict[str, str]:
    """Return every word of the list with its family's name, which is the line's first word."""
    text = (files("knowledge") / "lexicon" / "keluarga.tsv").read_text(encoding="utf-8")
    families: dict[str, str] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, _, members = line.partition("\t")
            families |= dict.fromkeys((head, *members.split()), head)
    return families
