"""The word lists: chat slang, Javanese, English and synonyms, brought to plain Indonesian."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

LONGEST_IDIOM = 3
_STEPS = 6  # more links than any chain of lists has; a circle ends here
Plain = tuple[str, ...]
# A little is better than nothing: "how long" and "how much" differ in fillers only.
_FILLER, _WEAK = 0.3, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What each written form means in plain Indonesian, list by list; equal to itself only."""

    slang: Mapping[str, Plain]
    javanese: Mapping[str, Plain]
    english: Mapping[str, Plain]
    # Also Indonesian words: read as the other language only where the sentence is in it.
    javanese_homographs: Mapping[str, Plain]
    english_homographs: Mapping[str, Plain]
    synonyms: Mapping[str, Plain]
    # How much a word says about the topic where that is less than the whole.
    weights: Mapping[str, float]
    # The fields of life a word belongs to, so that two words for related things can meet.
    fields: Mapping[str, Plain] = field(default_factory=dict)

    def chained(self) -> "Lexicon":
        """Return the lists with every meaning followed to its end, so that once is enough.

        A foreign form that is an Indonesian word as well becomes a homograph: "air" is water
        unless the sentence is English.
        """
        indonesian = _followed({**self.synonyms, **self.slang})
        ordinary = self._ordinary
        javanese = _ended(self.javanese, indonesian)
        english = _ended(self.english, indonesian)
        return replace(
            self,
            slang={form: indonesian[form] for form in self.slang if form in indonesian},
            synonyms={form: indonesian[form] for form in self.synonyms if form in indonesian},
            javanese={form: plain for form, plain in javanese.items() if form not in ordinary},
            english={form: plain for form, plain in english.items() if form not in ordinary},
            javanese_homographs={
                **{form: plain for form, plain in javanese.items() if form in ordinary},
                **_ended(self.javanese_homographs, indonesian),
            },
            english_homographs={
                **{form: plain for form, plain in english.items() if form in ordinary},
                **_ended(self.english_homographs, indonesian),
            },
        )

    @property
    def _ordinary(self) -> frozenset[str]:
        """Return words that are Indonesian beyond doubt: what other forms are brought to."""
        return self.roots | frozenset(self.fields)

    @property
    def roots(self) -> frozenset[str]:
        """Return the plain words that other forms are brought to."""
        lists = (self.slang, self.javanese, self.english, self.synonyms)
        return frozenset(word for table in lists for plain in table.values() for word in plain)


def _ended(foreign: Mapping[str, Plain], indonesian: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return foreign forms with their meanings' last meanings; a meaning is Indonesian itself."""
    return {
        form: tuple(last for word in meaning for last in indonesian.get(word, (word,)))
        for form, meaning in foreign.items()
    }


def _followed(lists: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return each form's last meaning; a form that is part of its own meaning stays as it is."""
    steps = {form: meaning for form, meaning in lists.items() if form not in meaning}
    found = {form: _end(form, meaning, steps) for form, meaning in steps.items()}
    return {form: meaning for form, meaning in found.items() if meaning != (form,)}


def _end(form: str, meaning: Plain, lists: Mapping[str, Plain]) -> Plain:
    seen = {form}
    for _ in range(_STEPS):
        further = tuple(
            last
            for word in meaning
            for last in (lists[word] if word in lists and word not in seen else (word,))
        )
        seen |= set(meaning)
        if further == meaning:
            break
        meaning = further
    return meaning


@cache
def usual() -> Lexicon:
    """Return the lists that come with the product."""
    folder = files("knowledge") / "lexicon"
    return Lexicon(
        slang=_table(folder, "slang.tsv"),
        javanese=_table(folder, "jawa.tsv"),
        english=_table(folder, "inggris.tsv"),
        javanese_homographs=_table(folder, "homograf_jawa.tsv"),
        english_homographs=_table(folder, "homograf_inggris.tsv"),
        synonyms=_table(folder, "sinonim.tsv"),
        weights={
            row[0]: _FILLER if row[1] == "1" else _WEAK for row in _rows(folder, "fillers.tsv")
        },
        fields=_table(folder, "bidang.tsv"),
    ).chained()


def _table(folder: Traversable, name: str) -> dict[str, Plain]:
    return {row[0]: tuple(row[1].split()) for row in _rows(folder, name) if row[0] != row[1]}


def _rows(folder: Traversable, name: str) -> Iterator[list[str]]:
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [*line.split("\t"), "", ""][:3]
