"""Renders a text key with its data in the chat's language; everything from outside is escaped."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.portions import units
from bot.times import Times, Wall, usual_wall
from office.settings import Settings
from register.labels import label
from register.lifecycle import Broken
from register.objection_steps import OBJECTION
from register.objection_words import Ground
from register.steps import REQUEST

TEXTS = Path(__file__).with_name("texts")
LONGEST = 4096
LONGEST_CAPTION = 1024
_FALLBACK = "id"
_TEMPLATE = ".html.j2"
_MORE = " ... (selengkapnya dalam surat)"
_TAG = re.compile(r"<[^<>]*>")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_markdown = MarkdownIt("zero").enable(["emphasis", "list", "newline"])


class TooLong(Exception):
    """A text that Telegram would refuse; it counts what is read, not tags and entities."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks in the office's name, in one language."""

    environment: Environment
    labels: Mapping[str, str]

    def text(self, key: str, data: Mapping[str, Any]) -> str:
        """Return a message as Telegram's HTML; raise `TooLong` beyond 4,096 units of UTF-16."""
        said = self.environment.get_template(f"{key}{_TEMPLATE}").render(data).strip()
        said = re.sub(r"\n{3,}", "\n\n", said)
        if _length(said) > LONGEST:
            raise TooLong(key)
        return said

    def caption(self, words: str) -> str:
        """Return what stands on a button; @ marks a label's key."""
        return self.labels[words[1:]] if words.startswith("@") else words


def _length(said: str) -> int:
    """Return how long Telegram finds a text: what is read, without tags and entities."""
    return units(unescape(_TAG.sub("", said)))


def headed(mark: str, said: str, longest: int) -> str:
    """Return a text under a mark of one line; without it where both together would be too long."""
    both = f"{mark}\n{said}"
    return both if _length(both) <= longest else said


@cache
def _read(language: str, name: str) -> Mapping[str, str]:
    path = TEXTS / language / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _merged(language: str, name: str) -> dict[str, str]:
    return {**_read(_FALLBACK, name), **_read(language, name)}


def _spoken_in(language: str) -> str:
    """Return the language that days are named in: the one that has texts."""
    return language if (TEXTS / language).is_dir() else _FALLBACK


@dataclass(frozen=True, slots=True)
class About:
    """What citizens are told of an office.

    `address` is where its own pages are, `contact` how it is written to, `dpo` how its data
    protection officer is; the commission is the one that hears disputes.
    """

    address: str = ""
    commission: str = "Komisi Informasi setempat"
    commission_contact: str = ""
    contact: str = ""
    dpo: str = ""


def about(settings: Settings) -> About:
    """Return what citizens are told of the office that is set up."""
    ways = settings.office_address, settings.office_phone, settings.office_email
    contact = ", ".join(filter(None, ways))
    return About(
        settings.address, settings.commission, settings.commission_contact,
        contact, settings.dpo_contact or contact,
    )  # fmt: skip


def voice(
    office: str, language: str = _FALLBACK, *, of: About = About(), wall: Wall | None = None
) -> Voice:
    """Return the voice of an office in a language; what is missing is said in Indonesian.

    What is today and tomorrow, the clock on the wall tells at the moment of saying.
    """
    environment = _environment(language)
    spoken = Times(_merged(language, "times.toml"), _spoken_in(language), wall or usual_wall())
    environment.filters.update(janji=spoken.promised, waktu=spoken.until, jam=spoken.service)
    texts = {
        name: _merged(language, name) for name in ("questions.toml", "refusals.toml", "labels.toml")
    }
    environment.globals.update(
        office=office,
        address=of.address,
        commission=of.commission,
        commission_contact=of.commission_contact,
        contact=of.contact,
        dpo=of.dpo or of.contact,
        label=label,
        ground_letter=_ground_letter,
        question=_questions(texts["questions.toml"]),
        refusals=_refusals(texts["refusals.toml"]),
    )
    return Voice(environment, texts["labels.toml"])


def _environment(language: str) -> Environment:
    loaders = [FileSystemLoader(TEXTS / name) for name in dict.fromkeys((language, _FALLBACK))]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    environment.filters.update(
        tanggal=partial(_long_date, language=language),
        bulan=partial(_month, language=language),
        artikel=article,
        rupiah=_rupiah,
        ringkas=shortened,
    )
    return environment


def check() -> None:
    """Raise `Broken` where a lifecycle is not whole or one of its notices has no words."""
    for language in sorted(path.name for path in TEXTS.iterdir() if path.is_dir()):
        names = _environment(language).list_templates()
        notices = {name.removesuffix(_TEMPLATE) for name in names if name.endswith(_TEMPLATE)}
        try:
            REQUEST.validate(notices)
            OBJECTION.validate(notices)
        except Broken as broken:
            raise Broken(f"lifecycle, language {language}: {broken}") from None


def _ground_letter(ground: str) -> str:
    return Ground(ground).letter


def _rupiah(amount: int) -> str:
    return f"Rp {amount:,}".replace(",", ".")


def shortened(text: str, longest: int, more: str = _MORE) -> str:
    """Return a text of at most so many units of Telegram's counting, saying where the rest is."""
    if units(text) <= longest:
        return text
    kept = text.encode("utf-16-le")[: 2 * (longest - len(more))]
    return kept.decode("utf-16-le", errors="ignore").rstrip() + more


def _questions(texts: Mapping[str, str]) -> Any:
    def question(field: str, is_entity: bool) -> str:  # noqa: FBT001 - called from a template
        return texts.get(f"{field}_entity", texts[field]) if is_entity else texts[field]

    return question


def _refusals(texts: Mapping[str, str]) -> Any:
    def refusal(code: str, facts: Mapping[str, Any], field: str = "") -> str:
        said = texts.get(f"{code}_{field}") or texts[code]
        return said.format(**{name: _spoken(fact) for name, fact in facts.items()})

    return refusal


def _spoken(fact: Any) -> Any:
    is_date = isinstance(fact, str) and _ISO_DATE.fullmatch(fact)
    return _long_date(fact) if is_date else fact


@cache
def _long_date(day: str, language: str = _FALLBACK) -> str:
    return format_date(date.fromisoformat(day), format="EEEE, d MMMM y", locale=language)


@cache
def _month(day: str, language: str = _FALLBACK) -> str:
    return format_date(date.fromisoformat(day), format="MMMM y", locale=language)


def article(body: str) -> Markup:
    """Return an entry's Markdown as Telegram's HTML: bold, italics and lists, nothing else."""
    out: list[str] = []
    numbers: list[int] = []
    for token in _markdown.parse(body):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            numbers.append(0)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
            out.append("\n")
        elif token.type == "list_item_open":
            out.append(f"{numbers[-1]}. " if numbers[-1] else "• ")
            numbers[-1] += bool(numbers[-1])
        elif token.type == "inline":
            out.append(_inline(token.children or []))
        elif token.type == "paragraph_close":
            out.append("\n" if numbers else "\n\n")
    return Markup(re.sub(r"\n{3,}", "\n\n", "".join(out)).strip())  # noqa: S704 - escaped below


_MARKS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}


def _inline(tokens: Any) -> str:
    parts = []
    for token in tokens:
        if token.type == "text":
            parts.append(str(escape(token.content)))
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        else:
            parts.append(_MARKS.get(token.type, ""))
    return "".join(parts)
