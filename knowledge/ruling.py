"""Pure: what dates and statuses do to the candidates of a question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from knowledge.finder import Hit

_LOOKED_AT = 3  # a status entry comes forward for one of the first three candidates
_LIKELY = 0.2  # below it, the question is about something else
_SURE = 0.9  # of a status entry that is asked for by name of what it rules over


class Dated(Protocol):
    """An article, as far as its validity is concerned."""

    @property
    def superseded_by(self) -> str:
        """Return what took its place."""

    @property
    def status_of(self) -> str:
        """Return the description it rules over."""

    def expired(self, today: date) -> bool:
        """Tell whether it is no longer valid."""

    def begun(self, today: date) -> bool:
        """Tell whether it is valid already."""


def ruled_by_status(hits: Sequence[Hit], articles: Mapping[str, Dated]) -> list[Hit]:
    """Return the candidates of "does it still exist?": the entry on the status comes first."""
    ruling = {one.status_of: slug for slug, one in articles.items() if one.status_of}
    for hit in hits[:_LOOKED_AT]:
        if hit.confidence < _LIKELY:
            continue
        status = hit.slug if hit.slug in ruling.values() else ruling.get(hit.slug)
        if status is not None:
            mine = next((one for one in hits if one.slug == status), hit)
            first = replace(mine, slug=status, confidence=max(mine.confidence, _SURE))
            rest = [one for one in hits if one.slug != status]
            # What it rules over must not contest the answer it was asked about.
            return [first, *(replace(one, confidence=min(one.confidence, 0.5)) for one in rest)]
    return list(hits)


def without_expired(
    hits: Sequence[Hit], articles: Mapping[str, Dated], today: date
) -> tuple[list[Hit], tuple[str, ...]]:
    """Return the candidates that may answer, and the slugs that may no longer.

    What took an expired entry's place stands in for it.
    """
    valid: dict[str, Hit] = {}
    gone = []
    for hit in hits:
        if articles[hit.slug].expired(today):
            gone.append(hit.slug)
        for slug in valid_heirs(hit.slug, articles, today):
            valid.setdefault(slug, replace(hit, slug=slug))
    return list(valid.values()), tuple(gone)


def valid_heirs(slug: str, articles: Mapping[str, Dated], today: date) -> Iterator[str]:
    """Yield the entry itself, or the first valid one that took its place."""
    seen: set[str] = set()
    while slug in articles and slug not in seen:
        seen.add(slug)
        if not articles[slug].expired(today):
            if articles[slug].begun(today):
                yield slug
            return
        slug = articles[slug].superseded_by
