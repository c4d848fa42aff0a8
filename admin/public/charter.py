"""The service charter: the office's own words over ours, terms of the law, hours of service."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.responses import Response

from admin.public.answers import article
from admin.public.front import Look
from office import chat, hours
from office.settings import Settings
from register import law
from register.law import Clock

Words = Mapping[str, Mapping[str, str]]

SECTIONS = (
    "dasar_hukum", "prosedur", "keberatan", "biaya", "jaminan", "evaluasi", "aksesibilitas",
    "standar", "pengaduan",
)  # fmt: skip
_OWN = "maklumat.toml"
_GAP = re.compile(r"\{isi: ([^{}]+)\}")
_OF_APPLICANTS = (
    Clock.COMPLETENESS_CHECK, Clock.COMPLETENESS_FIX, Clock.NOTICE, Clock.EXTENSION,
    Clock.OBJECTION_FILING, Clock.OBJECTION_RESPONSE, Clock.DISPUTE_FILING, Clock.KI_TOTAL,
)  # fmt: skip


def show(look: Look) -> Response:
    """Show the charter with the terms that hold today."""
    words = charter(look.desk.settings)
    with look.reading() as unit:
        terms = [law.term(clock, unit.today) for clock in _OF_APPLICANTS]
        open_at = hours.at(unit).windows
        where = chat.address(unit, look.desk.settings)
    return look.page(
        "charter.html",
        pledge=said(words["maklumat"]["bunyi"]),
        enacted=said(words["maklumat"]["ditetapkan"]),
        sections=[(name, words[name]["judul"], _marked(words[name]["isi"])) for name in SECTIONS],
        terms=terms,
        windows=sorted(open_at.items()),
        chat=where,
    )


def charter(settings: Settings) -> Words:
    """Return the charter: ours, with whatever the office says otherwise in its own file."""
    found = {name: dict(rows) for name, rows in _usual().items()}
    own, _ = _written(settings)
    for name, rows in own.items():
        if name in found and isinstance(rows, dict):
            known = {key: str(text) for key, text in rows.items() if key in found[name]}
            found[name].update(known)
    return found


def unfilled(settings: Settings) -> list[str]:
    """Return what the office has still to say itself, and what is wrong with its file."""
    gaps = [gap for rows in charter(settings).values() for text in rows.values()
            for gap in _GAP.findall(text)]  # fmt: skip
    own, fault = _written(settings)
    unknown = [
        f"{_OWN}: [{name}] {key}"
        for name, rows in own.items()
        for key in (rows if isinstance(rows, dict) else [""])
        if key not in _usual().get(name, {})
    ]
    unset = [
        f"PENDOPO_{name.upper()}"
        for name in ("office_address", "office_phone", "office_email", "dpo_contact")
        if not getattr(settings, name)
    ]
    return [*([fault] if fault else []), *unknown, *gaps, *unset]


def said(text: str) -> str:
    """Return words in which a gap says that the office has still to fill it."""
    return _GAP.sub(r"(belum diisi: \1)", text)


def _marked(text: str) -> Markup:
    return article(said(text).strip())


@cache
def _usual() -> Words:
    path = Path(__file__).with_name("charter.id.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _written(settings: Settings) -> tuple[Words, str]:
    """Return the office's own file and what is wrong with it; nothing where there is none."""
    path = settings.data_dir / _OWN
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")), ""
    except FileNotFoundError:
        return {}, ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, f"{_OWN} cannot be read: {error}"
