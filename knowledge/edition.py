"""Pure: the content of one version of an entry, its form as JSON, and its faults."""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

LONGEST_ANSWER = 900
LONGEST = {
    "title": 200,
    "body": LONGEST_ANSWER,
    "long": 3000,
    "source": 2000,
    "owner": 120,
    "info_class": 20,
}
LONGEST_PHRASING = 300
LANGUAGES = ("jv", "en")
_REQUIRED = ("title", "body", "info_class", "owner", "source")
_TRANSLATED = ("title", "body", "long")
_DATES = ("as_of", "review_by", "valid_from", "valid_until")
_LISTS = ("phrasings", "not_this", "related")
# Written as {isi: alamat kantor}; what stands in it is for the office to fill in.
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_TO_FILL_IN = "isi"


@dataclass(frozen=True, slots=True)
class Translation:
    """An answer in another language."""

    title: str
    body: str
    long: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What one version of an entry says, and what it is found by."""

    title: str
    body: str
    long: str
    phrasings: tuple[str, ...]
    not_this: tuple[str, ...]
    info_class: str
    owner: str
    source: str
    related: tuple[str, ...]
    as_of: date
    review_by: date
    valid_from: date | None = None
    valid_until: date | None = None
    superseded_by: str = ""
    status_of: str = ""
    translations: Mapping[str, Translation] = dataclasses.field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps an edition from being submitted."""

    field: str
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)


def to_json(edition: Edition) -> str:
    """Return an edition as JSON; equal editions give equal texts."""
    fields = asdict(edition)
    fields["translations"] = dict(sorted(fields["translations"].items()))
    return json.dumps(fields, ensure_ascii=False, default=date.isoformat)


def from_json(text: str) -> Edition:
    """Return the edition that a JSON text holds."""
    fields = json.loads(text)
    for name in _DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    for name in _LISTS:
        fields[name] = tuple(fields[name])
    fields["translations"] = {
        language: Translation(**words) for language, words in fields["translations"].items()
    }
    return Edition(**fields)


def faults(edition: Edition) -> list[Fault]:
    """Return everything that is wrong with an edition; placeholders are no fault of the form."""
    return [
        *_faults_of_texts(edition),
        *_faults_of_phrasings(edition),
        *_faults_of_dates(edition),
        *_faults_of_translations(edition),
    ]


def placeholders(edition: Edition) -> list[str]:
    """Return what is still to be filled in, in the order of the text, each once."""
    found = [text for _, words in _filled_in(edition) for text in _PLACEHOLDER.findall(words)]
    return list(dict.fromkeys(map(_asked_for, found)))


def _asked_for(inside: str) -> str:
    """Return what the inside of a pair of braces asks for."""
    inside = inside.strip()
    rest = inside.removeprefix(_TO_FILL_IN).lstrip()
    if inside.startswith(_TO_FILL_IN) and rest.startswith(":"):
        return rest[1:].strip()
    return inside


def _filled_in(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield name and words of every text to be filled in; not those whose length is a fault."""
    for name in (*_TRANSLATED, "source", "owner"):
        yield from _short_enough(name, getattr(edition, name), LONGEST[name])
    for text in edition.phrasings:
        yield from _short_enough("phrasings", text, LONGEST_PHRASING)
    for language, translation in sorted(edition.translations.items()):
        for name in _TRANSLATED:
            yield from _short_enough(
                f"{language}.{name}", getattr(translation, name), LONGEST[name]
            )


def _short_enough(name: str, words: str, longest: int) -> Iterator[tuple[str, str]]:
    if len(words) <= longest:
        yield name, words


def _faults_of_texts(edition: Edition) -> Iterator[Fault]:
    for name in _REQUIRED:
        if not getattr(edition, name).strip():
            yield Fault(name, "required")
    for name, longest in LONGEST.items():
        yield from _too_long(name, getattr(edition, name), longest)
    rests = [(name, _PLACEHOLDER.sub("", words)) for name, words in _filled_in(edition)]
    for name in dict.fromkeys(name for name, rest in rests if "{" in rest or "}" in rest):
        yield Fault(name, "brace_open")


def _faults_of_phrasings(edition: Edition) -> Iterator[Fault]:
    if not edition.phrasings:
        yield Fault("phrasings", "required")
    for name in ("phrasings", "not_this"):
        texts: tuple[str, ...] = getattr(edition, name)
        if not all(text.strip() for text in texts):
            yield Fault(name, "empty_line")
        for text in texts:
            yield from _too_long(name, text, LONGEST_PHRASING)
    said = Counter(_plain(text) for text in edition.phrasings)
    for text in (text for text, count in said.items() if count > 1):
        yield Fault("phrasings", "doubled", {"text": text})
    for text in sorted(said.keys() & {_plain(text) for text in edition.not_this}):
        yield Fault("not_this", "also_phrasing", {"text": text})


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _faults_of_dates(edition: Edition) -> Iterator[Fault]:
    if edition.review_by <= edition.as_of:
        yield Fault("review_by", "date_before", {"other": "as_of"})
    starts, ends = edition.valid_from, edition.valid_until
    if starts and ends and ends < starts:
        yield Fault("valid_until", "date_before", {"other": "valid_from"})


def _faults_of_translations(edition: Edition) -> Iterator[Fault]:
    for language, translation in sorted(edition.translations.items()):
        if language not in LANGUAGES:
            yield Fault(language, "language_unknown")
        for name in ("title", "body"):
            if not getattr(translation, name).strip():
                yield Fault(f"{language}.{name}", "required")
        for name in _TRANSLATED:
            yield from _too_long(f"{language}.{name}", getattr(translation, name), LONGEST[name])


def _too_long(name: str, text: str, longest: int) -> Iterator[Fault]:
    if len(text) > longest:
        yield Fault(name, "too_long", {"longest": longest, "length": len(text)})
