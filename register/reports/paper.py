"""Sets a report as PDF/A: the same document on the same day is the same bytes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from register.letters.glyphs import FOREIGN, purge
from register.reports.document import Document, Row, Table, Words, number, written
from register.reports.terms import table as terms
from register.reports.terms import term
from register.reports.words import Size

_TEMPLATES = Path(__file__).with_name("templates")


def pdf(document: Document, *, issued: datetime, logo: bytes | None = None) -> bytes:
    """Return a report as PDF/A-2b with its reading structure; the instant is its only clock."""
    data = _purged(_data(document))
    data |= {"logo": _picture(logo), "gaps": FOREIGN in json.dumps(data, ensure_ascii=False)}
    made: bytes = typst.compile(
        _TEMPLATES / "report.typ",
        root=_TEMPLATES,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="a-2b",
        timestamp=issued.astimezone(UTC).replace(microsecond=0),
    )
    return made


def _picture(logo: bytes | None) -> dict[str, Any] | None:
    if not logo:
        return None
    return {"format": "png" if logo.startswith(b"\x89PNG") else "svg", "bytes": list(logo)}


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "period": document.period,
        "size": document.size,
        "full": document.size == term("size", Size.FULL),
        "office": document.office,
        "parent": document.parent,
        "address": document.address,
        "edition": document.edition,
        "as_of": document.as_of,
        "draft": document.draft,
        "foreword": _words(document.foreword) if document.foreword else None,
        "chapters": [
            {
                "number": chapter.number,
                "title": chapter.title,
                "lead": chapter.lead,
                "blocks": [
                    _words(block) if isinstance(block, Words) else _table(block)
                    for block in chapter.blocks
                ],
            }
            for chapter in document.chapters
        ],
        "definitions": [list(pair) for pair in document.definitions],
        "signing": [
            {"above": one.above, "position": one.position, "name": one.name, "number": one.number}
            for one in document.signing
        ],
        "words": terms()["report"],
    }


def _words(words: Words) -> dict[str, Any]:
    return {"kind": "words", "heading": words.heading, "paragraphs": list(words.paragraphs)}


def _table(one: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": one.caption,
        "columns": list(one.columns),
        "rows": [
            {
                "label": row.label,
                "values": [written(value) for value in row.values],
                "total": row.is_total,
                "bar": _bar(one, row),
            }
            for row in one.rows
        ],
        "source": one.source,
        "note": one.note,
    }


def _bar(one: Table, row: Row) -> float | None:
    """Return the length of a row's bar as a share of the longest, or None for no bar."""
    if one.bars is None or row.is_total or not one.largest or row.values[one.bars] is None:
        return None
    return round(float(number(row.values[one.bars]) / one.largest), 4)


def _purged(value: Any) -> Any:
    if isinstance(value, str):
        return purge(value)
    if isinstance(value, dict):
        return {name: _purged(part) for name, part in value.items()}
    return [_purged(part) for part in value] if isinstance(value, list) else value
