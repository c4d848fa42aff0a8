"""Exports: the right rows of a range, who may see names, progress, and the same bytes again."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from office.files import Cabinet
from office.journal import journal
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotValid
from office.settings import Settings
from office.writer import Writer
from register import decisions, drawing, exporting, objections
from register.drawing import Workshop
from register.exporting import Book, Format, Wish
from register.ledger import Range
from register.objection_words import Ground, SuperiorDecision
from register.objections import Reply
from tests.people import CLOCKWORK, NIK, PAK_JOKO, a_form
from tests.register.desk import NOT_DOCUMENTED, PAID, REPLY, Desk

YEAR = Range(date(2026, 1, 1), date(2026, 12, 31), nameless=False)


@pytest.fixture
def shop(desk: Desk, writer: Writer, cabinet: Cabinet) -> Workshop:
    particulars = drawing.particulars(Settings(office_name="PPID Uji", _env_file=None))
    return Workshop(desk.office, writer.do, cabinet, particulars)


def produced(desk: Desk, wish: Wish, reader: StaffMember) -> bytes:
    out = io.BytesIO()
    with desk.office.reading(reader) as unit:
        exporting.produce(unit, wish, office_name="PPID Uji", out=out, heard=lambda _: None)
    return out.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def of_register(kind: Format, span: Range = YEAR) -> Wish:
    return Wish(Book.REGISTER, kind, span)


def test_the_csv_holds_every_request_of_the_range_and_no_other(desk: Desk) -> None:
    desk.at("2026-11-20")
    desk.filed()
    desk.at("2026-11-23")
    desk.filed()
    late = Range(date(2026, 11, 21), date(2026, 11, 23), nameless=False)
    found = rows(produced(desk, of_register(Format.CSV, late), desk.budi))
    assert [next(iter(row.values())) for row in found] == ["0002/PPID/XI/2026"]
    assert len(found[0]) == 24


def test_identity_numbers_are_masked_unless_asked_for_and_allowed(desk: Desk) -> None:
    desk.filed()
    plain = produced(desk, of_register(Format.CSV), desk.budi).decode()
    assert NIK not in plain
    assert NIK[-4:] in plain
    full = Range(YEAR.since, YEAR.until, nameless=False, with_numbers=True)
    assert NIK in produced(desk, of_register(Format.CSV, full), desk.budi).decode()


def test_who_may_not_reveal_gets_no_names(desk: Desk, pak_agus: StaffMember) -> None:
    desk.filed()
    with pytest.raises(NotAllowed):
        produced(desk, of_register(Format.CSV), pak_agus)
    nameless = Range(YEAR.since, YEAR.until)
    said = produced(desk, of_register(Format.CSV, nameless), pak_agus).decode()
    assert "Sari" not in said
    assert "081234567890" not in said
    assert "Melati" not in said


def test_decisions_fees_and_reasons_stand_in_their_columns(desk: Desk) -> None:
    granted = desk.filed()
    desk.by(desk.budi, decisions.grant, granted, grant=PAID)
    refused = desk.filed(PAK_JOKO)
    desk.by(desk.budi, decisions.refuse, refused, refusal=NOT_DOCUMENTED)
    first, second = rows(produced(desk, of_register(Format.CSV), desk.budi))
    assert "10000" in first.values()
    assert any("belum didokumentasikan" in value.lower() for value in second.values())
    assert NOT_DOCUMENTED.reason in " ".join(second.values())


def test_the_sheets_have_the_legal_number_of_columns(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    raised = desk.objected(number, Ground.REQUEST_NOT_FULFILLED)
    reply = Reply(SuperiorDecision.SETTLED, {Ground.REQUEST_NOT_FULFILLED: "Sudah dibahas."}, REPLY)
    desk.by(desk.ratna, objections.decide, raised, reply=reply)
    for book, columns in ((Book.REGISTER, 21), (Book.OBJECTIONS, 20)):
        content = produced(desk, Wish(book, Format.XLSX, YEAR), desk.budi)
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert sheet.max_column == columns
        pages = PdfReader(io.BytesIO(produced(desk, Wish(book, Format.PDF, YEAR), desk.budi))).pages
        assert pages[0].mediabox.width > pages[0].mediabox.height


@pytest.mark.parametrize("kind", list(Format))
@pytest.mark.parametrize("book", list(Book))
def test_the_same_entries_give_the_same_bytes_on_another_day(
    book: Book, kind: Format, desk: Desk
) -> None:
    number = desk.filed()
    desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    wish = Wish(book, kind, YEAR)
    first = produced(desk, wish, desk.budi)
    desk.at("2026-12-20")
    assert produced(desk, wish, desk.budi) == first


def test_an_export_that_was_asked_for_is_made_and_can_be_fetched(
    desk: Desk, shop: Workshop
) -> None:
    desk.filed()
    wish = of_register(Format.XLSX)
    number = desk.by(desk.budi, exporting.ask, wish)
    with desk.office.reading(desk.budi) as unit:
        assert exporting.progress(unit, number).file_id is None
    exporting.make(shop, number, wish, desk.budi)
    with desk.office.reading(desk.budi) as unit:
        known = exporting.progress(unit, number)
        assert (known.done, known.total, known.failure) == (1, 1, None)
        filed = exporting.file_of(unit, known)
    assert shop.cabinet.content(filed.sha256) == produced(desk, wish, desk.budi)
    assert filed.name == "register-2026-01-01-2026-12-31.xlsx"


def test_nobody_sees_an_export_of_somebody_else(desk: Desk) -> None:
    number = desk.by(desk.budi, exporting.ask, of_register(Format.CSV))
    with desk.office.reading(desk.dewi) as unit, pytest.raises(NotFound):
        exporting.progress(unit, number)


def test_an_export_with_names_is_journaled_as_such(desk: Desk) -> None:
    desk.by(desk.budi, exporting.ask, of_register(Format.CSV))
    with desk.office.reading(CLOCKWORK) as unit:
        said = unit.session.scalars(
            select(journal.c.facts).where(journal.c.act == "register.exported")
        ).one()
    assert '"nameless": false' in said


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2026, 2, 1), date(2026, 1, 1)), (date(2000, 1, 1), date(2026, 1, 1))],
)
def test_a_range_that_is_none_is_refused(since: date, until: date, desk: Desk) -> None:
    with pytest.raises(NotValid):
        desk.by(desk.budi, exporting.ask, of_register(Format.CSV, Range(since, until)))


def test_an_export_whose_maker_died_says_so(desk: Desk) -> None:
    number = desk.by(desk.budi, exporting.ask, of_register(Format.CSV))
    desk.at("2026-11-24")
    with desk.office.reading(desk.budi) as unit:
        assert exporting.progress(unit, number).failure == "abandoned"


def test_a_formula_in_a_request_stays_text(desk: Desk) -> None:
    desk.filed(form=a_form(information_detail="=1+1 dokumen RKPD tahun 2026"))
    content = produced(desk, of_register(Format.XLSX), desk.budi)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    (cell,) = [one for one in cells if "dokumen RKPD" in str(one.value)]
    assert cell.data_type == "s"
