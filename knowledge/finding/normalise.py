"""Pure normalisation of what people type: letters, numbers, slang, Javanese, English."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.finding.lexicon import LONGEST_IDIOM, Lexicon, Plain

# The longest message Telegram delivers; what is longer adds time and no meaning.
LONGEST = 4096
_MOST_WORDS = 160
_WORD = re.compile(r"[a-z0-9]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
# Bounded, since a message may be thousands of letters without a blank.
_TWICE = re.compile(r"([a-z]{2,20})2([a-z]{0,6})")
_REPEATED = re.compile(r"\b([a-z]{2,20})-\1")
_LONG_WORD = 40
_MORE_TIMES = 3
# Marks on letters, and what has no width.
_UNSEEN = frozenset({"Mn", "Me", "Cf"})


class Tongue(StrEnum):
    """The language a sentence is mostly in."""

    INDONESIAN = "id"
    JAVANESE = "jv"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Word:
    """A plain word with the form it was written in and what it counts."""

    plain: str
    written: str
    weight: float
    known: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message after normalisation."""

    words: tuple[Word, ...]
    tongue: Tongue
    folded: str

    @property
    def plain(self) -> str:
        """Return the plain words in one line."""
        return " ".join(word.plain for word in self.words)

    @property
    def content(self) -> tuple[Word, ...]:
        """Return the words that say something; all of them if none would be left."""
        return tuple(word for word in self.words if word.weight > 0) or self.words


def fold(text: str) -> str:
    """Return a text in small Latin letters and digits, without marks, stretches and doublings."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST]).lower()
    if not folded.isascii():
        folded = "".join(mark for mark in folded if unicodedata.category(mark) not in _UNSEEN)
    folded = _REPEATED.sub(r"\1", folded)
    return " ".join(_once(word) for word in _WORD.findall(folded)[:_MOST_WORDS])


def _once(word: str) -> str:
    """Return a word whose doubling was written with a 2: "data2nya" is "datanya"."""
    twice = _TWICE.fullmatch(word)
    return word if twice is None else twice[1] + twice[2]


class Normaliser:
    """Brings messages to plain Indonesian words with given word lists."""

    def __init__(self, lexicon: Lexicon, is_word: Callable[[str], bool] | None = None) -> None:
        self._lists = lexicon
        self._is_word = is_word or (lambda _: False)
        self._tables: dict[Tongue, tuple[Mapping[str, Plain], ...]] = {
            Tongue.INDONESIAN: (
                lexicon.slang, lexicon.synonyms, lexicon.javanese, lexicon.english,
            ),
            Tongue.JAVANESE: (
                lexicon.javanese_homographs, lexicon.javanese, lexicon.slang, lexicon.synonyms,
                lexicon.english,
            ),
            Tongue.ENGLISH: (
                lexicon.english_homographs, lexicon.english, lexicon.slang, lexicon.synonyms,
                lexicon.javanese,
            ),
        }  # fmt: skip
        first = {form.split(" ", 1)[0] for table in _all(lexicon) for form in table if " " in form}
        self._idiom_starts = frozenset(first)

    def read(self, text: str) -> Message:
        """Return a message's plain words; never raises, whatever was sent."""
        folded = fold(text)
        written = [self._unstretched(word) for word in folded.split()]
        tongue = self._tongue(written)
        words = self._meant(written, tongue)
        for _ in range(_MORE_TIMES):
            plain = [word.plain for word in words]
            if self._idiom_starts.isdisjoint(plain[:-1]):
                break
            # Meanings side by side may be an idiom themselves.
            again = self._meant(plain, Tongue.INDONESIAN)
            if [word.plain for word in again] == plain:
                break
            words = again
        return Message(tuple(words[:_MOST_WORDS]), tongue, folded)

    def _meant(self, written: list[str], tongue: Tongue) -> list[Word]:
        words: list[Word] = []
        place = 0
        while place < len(written):
            length, found = self._meaning(written, place, tongue)
            words += found
            place += length
        return words

    def _unstretched(self, word: str) -> str:
        word = word[:_LONG_WORD]
        if not _STRETCHED.search(word):
            return word
        twice = _STRETCHED.sub(r"\1\1", word)
        return twice if self._is_word(twice) else _STRETCHED.sub(r"\1", word)

    def _tongue(self, written: list[str]) -> Tongue:
        """Return the language that clearly prevails among words of one language only."""
        javanese = sum(self._only(word, self._lists.javanese) for word in written)
        english = sum(self._only(word, self._lists.english) for word in written)
        homographs = sum(word in self._lists.javanese_homographs for word in written)
        if javanese and javanese >= english and 3 * (javanese + homographs) >= len(written):
            return Tongue.JAVANESE
        return Tongue.ENGLISH if 2 * english > len(written) else Tongue.INDONESIAN

    def _only(self, word: str, table: Mapping[str, Plain]) -> bool:
        return word in table and word not in self._lists.slang and word not in self._lists.synonyms

    def _meaning(self, written: list[str], place: int, tongue: Tongue) -> tuple[int, list[Word]]:
        if written[place] in self._idiom_starts:
            for length in range(min(LONGEST_IDIOM, len(written) - place), 1, -1):
                form = " ".join(written[place : place + length])
                plain = self._look_up(form, tongue)
                if plain is not None:
                    return length, [self._word(word, form, known=True) for word in plain]
        form = written[place]
        plain = self._look_up(form, tongue)
        if plain is None:
            plain = self._without_affixes(form, tongue)
        if plain is None:
            return 1, [self._word(form, form, known=False)]
        return 1, [self._word(word, form, known=True) for word in plain]

    def _look_up(self, form: str, tongue: Tongue) -> Plain | None:
        for table in self._tables[tongue]:
            found = table.get(form)
            if found is not None:
                return found
        return None

    def _without_affixes(self, form: str, tongue: Tongue) -> Plain | None:
        if self._is_word(form):
            return None
        if tongue is Tongue.JAVANESE:
            return _first(_javanese_bases(form), self._lists.javanese)
        if tongue is Tongue.ENGLISH:
            return _first(_english_bases(form), self._lists.english)
        return None

    def _word(self, plain: str, written: str, *, known: bool) -> Word:
        return Word(plain, written, self._lists.weights.get(plain, 1.0), known)


def _all(lexicon: Lexicon) -> list[Mapping[str, Plain]]:
    return [
        lexicon.slang, lexicon.javanese, lexicon.english, lexicon.synonyms,
        lexicon.javanese_homographs, lexicon.english_homographs,
    ]  # fmt: skip


def _first(bases: list[str], table: Mapping[str, Plain]) -> Plain | None:
    return next((table[base] for base in bases if base in table), None)


_JAVANESE_ENDS = (
    "aken", "ipun", "nipun", "akne", "ake", "ke", "ne", "e", "en", "ni", "i", "an", "a",
)  # fmt: skip
_JAVANESE_STARTS = (
    ("dipun", ("",)), ("di", ("",)), ("dak", ("",)), ("tak", ("",)), ("kok", ("",)),
    ("mbok", ("",)), ("ke", ("",)), ("ka", ("",)), ("sa", ("",)), ("se", ("",)),
    ("nge", ("",)), ("ng", ("", "k")), ("ny", ("s", "c")), ("n", ("t", "d", "")),
    ("m", ("p", "b", "w", "")), ("pang", ("",)), ("pan", ("t", "")), ("pam", ("", "p", "b")),
)  # fmt: skip
_SHORTEST_BASE = 3


def _javanese_bases(form: str) -> list[str]:
    """Return what a Javanese form may be made from, likeliest first."""
    shorter = [form] + [
        form[: -len(end)]
        for end in _JAVANESE_ENDS
        if form.endswith(end) and len(form) - len(end) >= _SHORTEST_BASE
    ]
    bases = list(shorter[1:])
    for stem in shorter:
        for start, replaced in _JAVANESE_STARTS:
            rest = stem[len(start) :]
            if stem.startswith(start) and len(rest) >= _SHORTEST_BASE - 1:
                bases += [letter + rest for letter in replaced]
    return [base for base in bases if len(base) >= _SHORTEST_BASE]


_ENGLISH_ENDS = (
    ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
    ("es", ""), ("s", ""), ("ly", ""), ("er", ""), ("d", ""),
)  # fmt: skip


def _english_bases(form: str) -> list[str]:
    bases = []
    for end, instead in _ENGLISH_ENDS:
        if form.endswith(end) and len(form) - len(end) >= _SHORTEST_BASE:
            base = form[: -len(end)]
            bases.append(base + instead)
            if not instead and base[-1:] == base[-2:-1]:
                bases.append(base[:-1])
    return bases
