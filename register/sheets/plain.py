"""The registers as CSV for other programs: every column, safe to open in a spreadsheet.

Dates are ISO 8601 and amounts plain integers, because programs read them. The file begins with
a byte order mark, without which Excel takes UTF-8 for the code page of Windows, and separates
with semicolons, which is what Excel splits at where the comma is the decimal mark, as it is in
Indonesia. A register without entries has a header and no rows.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import BinaryIO

from register.sheets.columns import (
    GROUND_LETTERS,
    decision_words,
    superior_decision_words,
)
from register.sheets.lines import Line, ObjectionLine, RequestLine, counted, unheard
from register.sheets.wording import cut_to_cell, readable

SEPARATOR = ";"
ENCODING = "utf-8-sig"
# What begins a formula, with the full-width and small forms a spreadsheet may fold to them.
_FORMULA = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# Where a cell may begin, also for a spreadsheet that splits at another mark than ours.
_EDGES = ",;|\t\n\u2028\u2029"
_UNSEEN = ' "\u00a0\u00ad\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\ufeff'
_BEGINNING = re.compile(
    rf"(?P<start>\A[{_UNSEEN}]*)(?P<quotes>'*)(?=[\t\n])"
    rf"|(?P<edge>(?:\A|[{_EDGES}])[{_UNSEEN}]*)(?P<marks>'*)(?=[{_FORMULA}])"
)

_REQUEST_COLUMNS: tuple[tuple[str, Callable[[RequestLine], object]], ...] = (
    ("Nomor Pendaftaran", lambda line: line.registration_number),
    ("Tanggal Diterima", lambda line: line.received_date),
    ("Nama Pemohon", lambda line: line.applicant_name),
    ("NIK atau Nomor SK", lambda line: line.identity_number),
    ("Alamat", lambda line: line.address),
    ("Nomor Kontak", lambda line: line.contact),
    ("Pekerjaan", lambda line: line.occupation),
    ("Surat Kuasa Khusus", lambda line: line.has_power_of_attorney),
    ("Informasi Yang Diminta", lambda line: line.information_detail),
    ("Tujuan Penggunaan Informasi", lambda line: line.purpose_of_use),
    ("Dibawah Penguasaan", lambda line: line.under_control),
    ("Badan Publik Yang Menguasai", lambda line: line.holding_body),
    ("Belum Didokumentasikan", lambda line: line.not_documented),
    ("Dikuasai Softcopy", lambda line: line.held_soft),
    ("Dikuasai Hardcopy", lambda line: line.held_hard),
    ("Melihat/Mengetahui", lambda line: line.wants_view),
    ("Meminta Salinan", lambda line: line.wants_copy),
    ("Keputusan", decision_words),
    ("Alasan Penolakan", lambda line: line.refusal_reason),
    ("Tanggal Pemberitahuan Tertulis", lambda line: line.notice_date),
    ("Tanggal Pemberian Informasi", lambda line: line.provided_date),
    ("Biaya", lambda line: line.fee_amount),
    ("Cara Pembayaran", lambda line: line.payment_method),
    ("Catatan Register", lambda line: line.register_note),
)


def _ground(letter: str) -> tuple[str, Callable[[ObjectionLine], object]]:
    return f"Alasan {letter}", lambda line: letter in line.grounds


_OBJECTION_COLUMNS: tuple[tuple[str, Callable[[ObjectionLine], object]], ...] = (
    ("Nomor Registrasi Keberatan", lambda line: line.objection_number),
    ("Tanggal Diterima", lambda line: line.received_date),
    ("Nama Pemohon", lambda line: line.applicant_name),
    ("Alamat", lambda line: line.address),
    ("Nomor Kontak", lambda line: line.contact),
    ("Pekerjaan", lambda line: line.occupation),
    ("Nomor Pendaftaran Permintaan", lambda line: line.request_number),
    ("Informasi Yang Diminta", lambda line: line.information_detail),
    ("Tujuan Penggunaan Informasi", lambda line: line.purpose_of_use),
    *(_ground(letter) for letter in GROUND_LETTERS),
    ("Alasan Penolakan/Pemberian", lambda line: line.refusal_or_grant_reason),
    ("Keputusan Atasan PPID", superior_decision_words),
    ("Tanggal Pemberian Tanggapan", lambda line: line.response_date),
    ("Nama dan Posisi Atasan PPID", lambda line: line.superior_name_position),
    ("Tanggapan Pemohon Informasi", lambda line: line.applicant_reaction),
)


def register_csv(
    lines: Iterable[RequestLine], out: BinaryIO, progress: Callable[[int], None] = unheard
) -> int:
    """Write all 24 columns of the register of requests; return how many lines it has.

    Perki 1/2021 Pasal 32 ayat (1) and Lampiran VIII together. Ticks are `ya` and `tidak`, empty
    where it is not known. `KeyError` for a decision without a term.
    """
    return _write(_REQUEST_COLUMNS, counted(lines, progress), out)


def objections_csv(
    lines: Iterable[ObjectionLine], out: BinaryIO, progress: Callable[[int], None] = unheard
) -> int:
    """Write all 21 columns of the register of objections; return how many lines it has.

    Perki 1/2021 Pasal 43 ayat (2) and Lampiran XI together. `KeyError` for a decision without a
    term.
    """
    return _write(_OBJECTION_COLUMNS, counted(lines, progress), out)


def _write(
    columns: tuple[tuple[str, Callable[[Line], object]], ...],
    lines: Iterable[Line],
    out: BinaryIO,
) -> int:
    # A file of its own, so that nothing half-written reaches `out` when a line fails.
    whole = io.StringIO(newline="")
    writer = csv.writer(whole, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in columns])
    count = 0
    for line in lines:
        writer.writerow([_field(cell(line)) for _, cell in columns])
        count += 1
    out.write(whole.getvalue().encode(ENCODING))
    return count


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return disarmed(str(value))


def disarmed(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, wherever it may split it.

    An apostrophe goes before each sign that would begin one; `original` takes it out again.
    """
    return cut_to_cell(_BEGINNING.sub(lambda found: _beginning(found, added=1), readable(text)))


def original(field: str) -> str:
    """Return the text a field of these files was made from."""
    return _BEGINNING.sub(lambda found: _beginning(found, added=-1), field)


def _beginning(found: re.Match[str], *, added: int) -> str:
    before = found["start"] if found["start"] is not None else found["edge"]
    marks = found["quotes"] if found["start"] is not None else found["marks"]
    return before + "'" * (len(marks) + added)
