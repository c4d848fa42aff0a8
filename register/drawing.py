"""Draws an issued letter on the office's paper, once, and keeps it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from office.files import Cabinet, Filed, Kept
from office.people import Actor, Clockwork
from office.settings import Settings
from office.unit import Office, Unit
from register import papers
from register.letters.facts import Facts
from register.letters.kinds import TITLES, LetterKind
from register.letters.letterhead import Letterhead, Signatory
from register.letters.render import render
from register.papers import Paper

T = TypeVar("T")
_PRESS = Clockwork("press")


class Writing(Protocol):
    """Runs a job where writing is allowed and returns when it is durable."""

    def __call__(self, work: Callable[[Unit], T], actor: Actor) -> T:
        """Run the job in somebody's name."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Workshop:
    """Where papers are made: reading, writing, the cabinet, and the office's own paper."""

    office: Office
    write: Writing
    cabinet: Cabinet
    own: "Particulars"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the office's own settings add to every letter."""

    letterhead: Letterhead
    fee_basis: str
    commission: str
    commission_contact: str
    address: str


def particulars(settings: Settings) -> Particulars:
    """Return what the settings say about letters; `address` is where a letter is verified."""
    logo = settings.logo_file.read_bytes() if settings.logo_file else None
    ppid = Signatory(settings.ppid_name, settings.ppid_position, settings.ppid_nip)
    superior = Signatory(settings.superior_name, settings.superior_position, settings.superior_nip)
    head = Letterhead(
        office_name=settings.office_name,
        address=settings.office_address,
        phone=settings.office_phone,
        email=settings.office_email,
        website=settings.office_website,
        city=settings.office_city,
        ppid=ppid,
        superior=superior,
        parent=settings.office_parent,
        logo=logo,
        zone=settings.zone,
    )
    return Particulars(
        head, settings.fee_basis, settings.commission, settings.commission_contact,
        settings.address,
    )  # fmt: skip


def draw(paper: Paper, facts: dict[str, Any], own: Particulars) -> bytes:
    """Return a letter as PDF/A; the same letter on the same paper is the same bytes."""
    said = dict(facts)
    signers = said.pop("signers", {})
    if "fee_basis" in said:
        said["fee_basis"] = own.fee_basis or None
    if "commission" in said:
        said["commission"] = own.commission
        said["commission_contact"] = own.commission_contact or None
    kind = LetterKind(paper.kind)
    return render(
        kind,
        cast("Facts", said),
        _signed(own.letterhead, signers),
        verify_url=f"{own.address}/periksa/{paper.code}",
        issued=paper.issued_at,
    )


def _signed(head: Letterhead, signers: Mapping[str, str]) -> Letterhead:
    """Let whoever decided sign, where the settings name nobody."""
    ppid, superior = head.ppid, head.superior
    if not ppid.name:
        ppid = replace(ppid, name=signers.get("ppid", ""))
    if not superior.name:
        superior = replace(superior, name=signers.get("superior", ""))
    return replace(head, ppid=ppid, superior=superior)


def file_name(paper: Paper) -> str:
    """Return how a letter's file is called; never who it is about."""
    title = TITLES[LetterKind(paper.kind)].lower().replace(" ", "-")
    return f"{title}-{paper.number.replace('/', '-')}.pdf"


def finished(shop: Workshop, number: int) -> Filed:
    """Return a letter's file, drawing it first if nobody has; raise `NotFound`.

    Drawing happens outside any transaction; of two who draw at once the first is kept, and
    both would be the same bytes.
    """
    with shop.office.reading(_PRESS) as unit:
        paper = papers.find(unit, number)
        known = papers.paper_file(unit, number)
        facts = papers.facts(unit, number)
    if known is not None:
        return known
    kept: Kept = shop.cabinet.keep(file_name(paper), draw(paper, dict(facts), shop.own))
    shop.write(partial(papers.bind, number=number, paper=kept), _PRESS)
    with shop.office.reading(_PRESS) as unit:
        filed = papers.paper_file(unit, number)
    if filed is None:
        raise RuntimeError("a letter lost its paper")
    return filed
