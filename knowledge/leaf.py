"""Reads an entry kept as Markdown with a TOML header, and its translations beside it."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.edition import LANGUAGES, LONGEST, Edition, Fault, Translation, faults

SEED = Path(__file__).with_name("seed")
_NAMES = {"slug": 80, "pack": 40, "region": 80}
_TEXTS = ("title", "info_class", "owner", "source")
_LISTS = ("phrasings", "not_this", "related")
_LINKS = ("superseded_by", "status_of")
_DATES = ("as_of", "review_by", "valid_from", "valid_until")
_LONGEST_LINK = 80
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry as its files have it."""

    slug: str
    pack: str
    region: str
    edition: Edition
    checksum: str


class LeafRefused(Exception):
    """A file that cannot be an entry; the message names file and fault."""


def leaves(folder: Path = SEED) -> Iterator[Leaf]:
    """Yield every entry under a folder, by file name; raise `LeafRefused`."""
    paths = sorted(folder.rglob("*.md"))
    for path in paths:
        slug, language = _parts(path)
        if not language:
            yield read(path)
        elif path.with_name(f"{slug}.md") not in paths:
            raise LeafRefused(f"{path.name}: there is no {slug}.md to translate")


def read(path: Path) -> Leaf:
    """Return the entry of a file with its translations; raise `LeafRefused`."""
    text = path.read_text(encoding="utf-8")
    translations, translated = {}, []
    for language in LANGUAGES:
        sibling = path.with_name(f"{path.stem}.{language}.md")
        if sibling.exists():
            translations[language] = _translation(sibling)
            translated.append(f"{language}:{sibling.read_text(encoding='utf-8')}")
    try:
        fields, body, long = _split(text)
        _check(fields)
        edition = _edition(fields, body, long, translations)
        _settle(faults(edition))
        names = {name: str(fields.get(name, "")) for name in _NAMES}
    except (ValueError, KeyError) as error:
        raise LeafRefused(f"{path.name}: {error}") from None
    whole = "\0".join([text, *translated])
    return Leaf(**names, edition=edition, checksum=hashlib.sha256(whole.encode()).hexdigest())


def _parts(path: Path) -> tuple[str, str]:
    """Return slug and language of a file; the office's own language is none."""
    slug, _, language = path.stem.partition(".")
    return slug, language


def _split(text: str) -> tuple[dict[str, object], str, str]:
    before, header, rest = text.split("+++", 2)
    fields = tomllib.loads(header)
    body, *long = _RULE.split(rest, maxsplit=1)
    if before.strip() or not body.strip():
        raise ValueError("header or body is missing")
    return fields, body.strip(), long[0].strip() if long else ""


def _check(fields: dict[str, object]) -> None:
    """Raise `ValueError` for a field that is unknown, missing or of the wrong kind."""
    unknown = sorted(fields.keys() - _FIELDS.keys())
    if unknown:
        raise ValueError(f"nobody knows the field {', '.join(unknown)}")
    for name, is_kind in _FIELDS.items():
        if name in fields or name in _NEEDED:
            is_kind(name, fields[name])


def _text(name: str, value: object) -> None:
    longest = _NAMES.get(name, LONGEST.get(name, _LONGEST_LINK))
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise ValueError(f"{name} must be a text of 1 to {longest} characters")


def _day(name: str, value: object) -> None:
    if type(value) is not date:
        raise ValueError(f"{name} must be a date")


def _texts(name: str, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} must be a list of texts")


_FIELDS: dict[str, Callable[[str, object], None]] = {
    **dict.fromkeys((*_NAMES, *_TEXTS, *_LINKS), _text),
    **dict.fromkeys(_DATES, _day),
    **dict.fromkeys(_LISTS, _texts),
}
_NEEDED = frozenset(("slug", "pack", *_TEXTS, "as_of", "review_by", "phrasings"))


def _edition(
    fields: dict[str, object], body: str, long: str, translations: dict[str, Translation]
) -> Edition:
    kept: dict[str, Any] = {name: fields[name] for name in fields if name not in _NAMES}
    kept |= {name: tuple(kept.get(name, ())) for name in _LISTS}
    return Edition(**kept, body=body, long=long, translations=translations)


def _translation(path: Path) -> Translation:
    try:
        fields, body, long = _split(path.read_text(encoding="utf-8"))
        _text("title", fields["title"])
    except (ValueError, KeyError) as error:
        raise LeafRefused(f"{path.name}: {error}") from None
    return Translation(str(fields["title"]), body, long)


def _settle(found: list[Fault]) -> None:
    if found:
        told = (f"{fault.field} {fault.code} {dict(fault.params) or ''}" for fault in found)
        raise ValueError("; ".join(text.strip() for text in told))
