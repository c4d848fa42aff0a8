"""The form of an entry: what was typed becomes an edition, with everything that is wrong."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from knowledge.edition import LANGUAGES, Edition, Fault, Translation, faults

RELATED = 5
USUAL_REVIEW = timedelta(days=180)
INFO_CLASSES = ("berkala", "setiap saat", "serta merta")
_TEXTS = ("title", "body", "long", "info_class", "owner", "source", "superseded_by", "status_of")
_TRANSLATED = ("title", "body", "long")
_DATES = ("as_of", "review_by", "valid_from", "valid_until")
_LISTS = ("phrasings", "not_this")
# A draft may be kept with these; anything else cannot even be read back.
_MAY_WAIT = frozenset(
    {"required", "brace_open", "doubled", "also_phrasing", "date_before", "entry_unknown"}
)


def typed(edition: Edition) -> dict[str, str]:
    """Return an edition as its form holds it."""
    values = {name: str(getattr(edition, name)) for name in _TEXTS}
    values |= {name: "\n".join(getattr(edition, name)) for name in _LISTS}
    for name in _DATES:
        day = getattr(edition, name)
        values[name] = day.isoformat() if day else ""
    for number, slug in enumerate(edition.related[:RELATED], 1):
        values[f"related_{number}"] = slug
    for language, words in edition.translations.items():
        for name in _TRANSLATED:
            values[f"{language}_{name}"] = getattr(words, name)
    return values


def blank(today: date) -> dict[str, str]:
    """Return an empty form with its usual dates."""
    return {
        "as_of": today.isoformat(),
        "review_by": (today + USUAL_REVIEW).isoformat(),
        "info_class": INFO_CLASSES[0],
    }


def read(fields: Mapping[str, str], today: date) -> tuple[Edition, list[Fault]]:
    """Return what was typed as an edition, with its faults; an unclear date is left out."""
    days, unclear = _days(fields)
    for name in ("as_of", "review_by"):
        if days[name] is None and not any(fault.field == name for fault in unclear):
            unclear.append(Fault(name, "date_needed"))
    texts: dict[str, Any] = {name: _sent(fields, name) for name in _TEXTS}
    edition = Edition(
        **texts,
        phrasings=_lines(fields, "phrasings"),
        not_this=_lines(fields, "not_this"),
        related=tuple(dict.fromkeys(filter(None, _related(fields)))),
        as_of=days["as_of"] or today,
        review_by=days["review_by"] or today + USUAL_REVIEW,
        valid_from=days["valid_from"],
        valid_until=days["valid_until"],
        translations=_translations(fields),
    )
    found = [Fault(one.field.replace(".", "_"), one.code, one.params) for one in faults(edition)]
    return edition, [*unclear, *found]


def keeps_from_saving(found: list[Fault]) -> list[Fault]:
    """Return the faults with which not even a draft can be kept."""
    return [fault for fault in found if fault.code not in _MAY_WAIT]


def by_field(found: list[Fault]) -> dict[str, list[Fault]]:
    """Return faults by the field of the form that they stand at."""
    said: dict[str, list[Fault]] = {}
    for fault in found:
        said.setdefault(fault.field, []).append(fault)
    return said


def unknown_links(edition: Edition, slug: str, slugs: Mapping[str, str]) -> list[Fault]:
    """Return a fault for every entry that is named and does not exist, or is this one itself."""
    named = [("related_1", one) for one in edition.related]
    named += [(name, getattr(edition, name)) for name in ("superseded_by", "status_of")]
    return [
        Fault(name, "entry_unknown", {"slug": one})
        for name, one in named
        if one and (one not in slugs or one == slug)
    ]


def slug_of(title: str) -> str:
    """Return a short name made of a title's words."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def _sent(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "").strip()


def _lines(fields: Mapping[str, str], name: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in fields.get(name, "").splitlines())
    return tuple(line for line in lines if line)


def _related(fields: Mapping[str, str]) -> list[str]:
    return [_sent(fields, f"related_{number}") for number in range(1, RELATED + 1)]


def _days(fields: Mapping[str, str]) -> tuple[dict[str, date | None], list[Fault]]:
    days: dict[str, date | None] = dict.fromkeys(_DATES)
    unclear = []
    for name in _DATES:
        text = _sent(fields, name)
        with suppress(ValueError):
            days[name] = date.fromisoformat(text) if text else None
        if text and days[name] is None:
            unclear.append(Fault(name, "date_unclear"))
    return days, unclear


def _translations(fields: Mapping[str, str]) -> dict[str, Translation]:
    found = {}
    for language in LANGUAGES:
        words = Translation(*(_sent(fields, f"{language}_{name}") for name in _TRANSLATED))
        if any((words.title, words.body, words.long)):
            found[language] = words
    return found
