"""The files of a report: of a finished one drawn once and kept, of a draft drawn as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from office import files
from office.files import Filed, Kept, media_type_of
from office.people import Actor, Clockwork
from office.unit import Unit
from register.drawing import Workshop
from register.letters.render import is_drawable
from register.reports import compose, gathering, paper, shelf, word, workbook
from register.reports.facts import Facts
from register.reports.tables import ReportFile
from register.reports.words import Format, Size

_PRESS = Clockwork("press")


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it is handed out."""

    name: str
    media_type: str
    content: bytes


def draw(facts: Facts, size: Size, kind: Format) -> Made:
    """Return a report as a file: the same facts are the same bytes, whatever paper is used now."""
    document = compose.compose(facts, size)
    if kind is Format.PDF:
        kept = facts.head.logo
        logo = kept if kept and is_drawable(kept) else None
        content = paper.pdf(document, issued=facts.as_of, logo=logo)
    elif kind is Format.XLSX:
        content = workbook.xlsx(document, issued=facts.as_of)
    else:
        content = word.docx_file(document, issued=facts.as_of)
    name = file_name(facts, size, kind)
    return Made(name, media_type_of(name, content), content)


def file_name(facts: Facts, size: Size, kind: Format) -> str:
    """Return how a report's file is called."""
    words = ["laporan" if size is Size.FULL else "ringkasan", "layanan-informasi-publik"]
    words += [facts.period.title.lower().replace(" ", "-")]
    words += [f"edisi-{facts.edition}"] if facts.edition > 1 else []
    words += ["draf"] if facts.is_draft else []
    return f"{'-'.join(words)}.{kind}"


def at_hand(
    shop: Workshop,
    reader: Actor,
    number: int,
    size: Size,
    kind: Format,
    asked: Mapping[str, int] | None = None,
) -> Made:
    """Return a report as it stands; of a finished one, what was kept when it was finished."""
    with shop.office.reading(reader) as unit:
        is_draft = shelf.find(unit, number).finished_at is None
        head = gathering.head_of(shop.own.letterhead)
        facts = shelf.facts(unit, number, head, asked) if is_draft else None
    if facts is None:
        return of_finished(shop, number, size, kind)
    return draw(facts, size, kind)


def of_finished(shop: Workshop, number: int, size: Size, kind: Format) -> Made:
    """Return a finished report's file, open to everybody; raise `NotFound` for no finished one.

    Drawn when first asked for, outside any transaction; of two who draw at once the first is
    kept, and both would be the same bytes.
    """
    filed = _kept(shop, number, size, kind)
    if filed is None:
        with shop.office.reading(_PRESS) as unit:
            facts = shelf.published_facts(unit, number)
        made = draw(facts, size, kind)
        kept = shop.cabinet.keep(made.name, made.content)
        shop.write(partial(_bind, number=number, size=size, kind=kind, kept=kept), _PRESS)
        filed = _kept(shop, number, size, kind)
    if filed is None:
        raise RuntimeError("a report lost its file")
    return Made(filed.name, filed.media_type, shop.cabinet.content(filed.sha256))


def _kept(shop: Workshop, number: int, size: Size, kind: Format) -> Filed | None:
    with shop.office.reading(_PRESS) as unit:
        found = unit.session.get(ReportFile, (number, size, kind))
        return files.find(unit, found.file_id) if found else None


def _bind(unit: Unit, *, number: int, size: Size, kind: Format, kept: Kept) -> None:
    """Keep a drawn file as the file of the report, unless there is one already."""
    known = unit.session.scalar(
        select(ReportFile.file_id).where(
            ReportFile.report_id == number, ReportFile.size == size, ReportFile.format == kind
        )
    )
    if known is None:
        entered = files.file(unit, kept)
        unit.session.add(ReportFile(report_id=number, size=size, format=kind, file_id=entered))
