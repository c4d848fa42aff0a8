"""The evidence bundle of a request: its letters, its story and their hashes in one ZIP.

The papers that the Komisi Informasi asks for (Perki 1/2013 Pasal 11).
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from office import files
from office.files import Filed
from office.people import Clockwork
from office.refusals import NotFound
from office.unit import Unit
from register import cases, dossier, drawing, objection_book, papers
from register.dossier import Happening
from register.drawing import Particulars, Workshop
from register.identities import unsealed
from register.labels import label, table
from register.letters.facts import Facts
from register.letters.kinds import TITLES, LetterKind
from register.letters.render import render
from register.papers import Paper
from register.tables import Request

_PRESS = Clockwork("press")
# Where the note is what the applicant read or wrote, not a word between colleagues.
_WITH_NOTE = frozenset(
    {
        "found_incomplete", "repaired", "extended", "granted", "provided", "reopened", "objected",
        "deadline_recomputed",
    }
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a bundle, read in one go."""

    registration_number: str
    objection_number: str | None
    tracking_code: str
    applicant_name: str
    letters: list[Paper]
    story: list[Happening]
    objection_story: list[Happening]


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the bundle."""

    name: str
    title: str
    number: str | None
    dated: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Return the checksum of the content."""
        return hashlib.sha256(self.content).hexdigest()


def contents(unit: Unit, number: int) -> Contents:
    """Return what belongs into the bundle of a request; raise `NotFound`."""
    request = unit.session.get(Request, number)
    if request is None:
        raise NotFound("request_unknown")
    objections = cases.objections_of(unit, request)
    last = objections[-1] if objections else None
    return Contents(
        registration_number=request.registration_number,
        objection_number=last.objection_number if last else None,
        tracking_code=request.tracking_code,
        applicant_name=unsealed(unit, request).applicant_name,
        letters=papers.of_case(unit, request_id=number, objections=[row.id for row in objections]),
        story=dossier.story(unit, number),
        objection_story=[
            event for row in objections for event in objection_book.story(unit, row.id)
        ],
    )


def assemble(shop: Workshop, number: int) -> tuple[str, bytes]:
    """Return the bundle's file name and bytes; the same case gives the same bytes."""
    with shop.office.reading(_PRESS) as unit:
        known = contents(unit, number)
    documents = []
    for place, paper in enumerate(known.letters, start=1):
        filed = drawing.finished(shop, paper.id)
        documents.append(
            Document(
                name=f"{place:02d}-{drawing.file_name(paper)}",
                title=TITLES[LetterKind(paper.kind)],
                number=paper.number,
                dated=paper.issued_on.isoformat(),
                content=shop.cabinet.content(filed.sha256),
            )
        )
    documents.append(_timeline(known, shop.own))
    cover = _cover(known, documents, shop.own)
    plain = known.registration_number.replace("/", "-")
    return f"berkas-bukti-{plain}.zip", _zipped([cover, *documents])


def _timeline(known: Contents, own: Particulars) -> Document:
    lines = [f"Perjalanan permohonan {known.registration_number}", ""]
    lines += [_line("event", row, own) for row in _told(known.story, "citizen_event")]
    if known.objection_number:
        lines += ["", f"Perjalanan keberatan {known.objection_number}", ""]
        story = _told(known.objection_story, "citizen_objection_event")
        lines += [_line("objection_event", row, own) for row in story]
    newest = max(row.at for row in [*known.story, *known.objection_story])
    text = "\n".join(lines) + "\n"
    dated = newest.astimezone(own.letterhead.zone).date().isoformat()
    return Document("perjalanan.txt", "Perjalanan perkara", None, dated, text.encode())


def _told(story: list[Happening], vocabulary: str) -> list[Happening]:
    """Return what the applicant was told of; what staff do among themselves stays with them."""
    words = table()[vocabulary]
    return [row for row in story if row.event in words]


def _line(kind: str, row: Happening, own: Particulars) -> str:
    at = row.at.astimezone(own.letterhead.zone)
    who = "petugas" if row.actor.startswith("staff:") else "pemohon"
    who = "sistem" if row.actor.startswith("system:") else who
    note = f"; {' '.join(row.note.split())}" if row.note and row.event in _WITH_NOTE else ""
    return (
        f"{row.on.isoformat()}  {label(kind, row.event)} ({who}, dicatat {at:%Y-%m-%d %H:%M}){note}"
    )


def _cover(known: Contents, documents: list[Document], own: Particulars) -> Document:
    issued = _latest(known)
    facts: dict[str, Any] = {
        "bundle_number": f"{known.registration_number}/BB",
        "registration_number": known.registration_number,
        "objection_number": known.objection_number,
        "applicant_name": known.applicant_name,
        "subject": "Permohonan informasi publik dan keberatan",
        "documents": [
            {
                "title": row.title, "number": row.number, "dated_on": row.dated,
                "file_name": row.name, "sha256": row.sha256,
            }
            for row in documents
        ],
    }  # fmt: skip
    content = render(
        LetterKind.COVER,
        cast("Facts", facts),
        own.letterhead,
        verify_url=f"{own.address}/periksa/{known.letters[0].code}",
        issued=issued,
    )
    dated = issued.astimezone(own.letterhead.zone).date().isoformat()
    return Document("00-daftar-isi.pdf", TITLES[LetterKind.COVER], None, dated, content)


def _latest(known: Contents) -> datetime:
    moments = [row.at for row in [*known.story, *known.objection_story]]
    return max(moments)


def _zipped(documents: list[Document]) -> bytes:
    sums = "".join(f"{row.sha256}  {row.name}\n" for row in documents)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            *((row.name, row.content) for row in documents), ("SHA256SUMS.txt", sums.encode())
        ]:  # fmt: skip
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def finished(shop: Workshop, number: int) -> Filed:
    """Return the bundle of a request as a file in the book, made of what is there now."""
    name, content = assemble(shop, number)
    kept = shop.cabinet.keep(name, content)
    filed = shop.write(partial(files.file, kept=kept), _PRESS)
    with shop.office.reading(_PRESS) as unit:
        return files.find(unit, filed)
