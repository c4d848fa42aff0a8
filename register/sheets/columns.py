"""The columns of the two statutory sheets, with their groups, widths and footnotes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic

from register.labels import label
from register.sheets.lines import Line, ObjectionLine, RequestLine
from register.sheets.wording import weekday_and_day

Cell = str | int | date | None
TICK = "✓"
EMPTY_REGISTER = "Nihil"
GROUND_LETTERS = "abcdefg"


class Kind(StrEnum):
    """How a column is set: as running text, a narrow tick, a day or a sum of rupiah."""

    TEXT = "text"
    TICK = "tick"
    DAY = "day"
    MONEY = "money"


@dataclass(frozen=True)
class Column(Generic[Line]):
    """One leaf column; `groups` are the headings above it, outermost first.

    `width` is in characters. A printed book cannot set a heading upright, and so gives a narrow
    column its `printed_width`.
    """

    heading: str
    cell: Callable[[Line], Cell]
    width: float
    kind: Kind = Kind.TEXT
    groups: tuple[str, ...] = ()
    printed_width: float | None = None


@dataclass(frozen=True)
class Sheet(Generic[Line]):
    """One statutory sheet, ready for any kind of paper.

    The `legend` says in one line what a printed book has no footnotes for.
    """

    title: str
    tab: str
    columns: tuple[Column[Line], ...]
    footnotes: tuple[str, ...]
    legend: str


def tick(is_so: object) -> str:
    """Return the tick of a column that applies, nothing otherwise."""
    return TICK if is_so else ""


def decision_words(line: RequestLine) -> str:
    """Return the decision by its official term; raise `KeyError` for one without a term."""
    return label("decision", line.decision) if line.decision else ""


def superior_decision_words(line: ObjectionLine) -> str:
    """Return the superior's decision by its term; raise `KeyError` for one without a term."""
    return label("superior_decision", line.superior_decision) if line.superior_decision else ""


def _written_day(day: date | None) -> str:
    return weekday_and_day(day) if day else ""


def _held_elsewhere(line: RequestLine) -> str:
    if line.under_control is not False:
        return ""
    return f"{TICK}\n{line.holding_body}" if line.holding_body.strip() else TICK


def _ground(letter: str) -> Column[ObjectionLine]:
    return Column(
        f"{letter}*",
        lambda line: tick(letter in line.grounds),
        3.2,
        Kind.TICK,
        ("Alasan Pengajuan Keberatan",),
    )


_STATUS = "Status Informasi"
_CONTROL = (_STATUS, "Dibawah Penguasaan")
_FORM = ("Bentuk Informasi Yang Dikuasai",)
_WISH = ("Jenis Permohonan",)
_DAYS = ("Hari dan Tanggal",)
_FEE = ("Biaya & Cara Pembayaran",)

REQUESTS: Sheet[RequestLine] = Sheet(
    title="Register Permintaan Informasi Publik",
    tab="Permintaan Informasi",
    columns=(
        Column("No", lambda line: line.registration_number, 16),
        Column("Tgl", lambda line: line.received_date, 11, Kind.DAY),
        Column("Nama", lambda line: line.applicant_name, 13),
        Column("Alamat", lambda line: line.address, 14),
        Column("Nomor Kontak", lambda line: line.contact, 13),
        Column("Pekerjaan", lambda line: line.occupation, 9.5),
        Column("Informasi Yang Diminta", lambda line: line.information_detail, 24),
        Column("Tujuan Penggunaan Informasi", lambda line: line.purpose_of_use, 17),
        Column("Ya", lambda line: tick(line.under_control), 5, Kind.TICK, _CONTROL, 10.5),
        Column("Tdk", _held_elsewhere, 9.5, Kind.TICK, _CONTROL, 10.5),
        Column(
            "Belum Didokumentasikan",
            lambda line: tick(line.not_documented),
            5,
            Kind.TICK,
            (_STATUS,),
            16,
        ),
        Column("Softcopy", lambda line: tick(line.held_soft), 7, Kind.TICK, _FORM, 9),
        Column("Hardcopy", lambda line: tick(line.held_hard), 7, Kind.TICK, _FORM, 9),
        Column("Melihat/Mengetahui", lambda line: tick(line.wants_view), 7, Kind.TICK, _WISH, 10.5),
        Column("Meminta Salinan", lambda line: tick(line.wants_copy), 7, Kind.TICK, _WISH, 8.5),
        Column("Keputusan", decision_words, 11),
        Column("Alasan Penolakan", lambda line: line.refusal_reason, 15),
        Column(
            "Pemberitahuan Tertulis",
            lambda line: _written_day(line.notice_date),
            12.5,
            groups=_DAYS,
        ),
        Column(
            "Pemberian Informasi", lambda line: _written_day(line.provided_date), 12.5, groups=_DAYS
        ),
        Column("Biaya", lambda line: line.fee_amount, 11, Kind.MONEY, _FEE),
        Column("Cara", lambda line: line.payment_method, 9, groups=_FEE),
    ),
    footnotes=(
        "Susunan kolom menurut Perki 1/2021 Pasal 32 dan Lampiran VIII.",
        f"Tanda {TICK} berarti ya. Kolom 10 (Tdk) menyebut badan publik lain yang menguasai "
        "informasi, jika diketahui.",
        "Kolom 18: untuk permohonan yang ditolak, tanggal pemberitahuan tertulis adalah tanggal "
        "penolakan.",
    ),
    legend="Kolom 10 menyebut badan publik lain yang menguasai informasi, jika diketahui.",
)

OBJECTIONS: Sheet[ObjectionLine] = Sheet(
    title="Register Keberatan",
    tab="Keberatan",
    columns=(
        Column("No.", lambda line: line.objection_number, 16),
        Column("Tgl", lambda line: line.received_date, 11, Kind.DAY),
        Column("Nama", lambda line: line.applicant_name, 14),
        Column("Alamat", lambda line: line.address, 16),
        Column("Nomor Kontak", lambda line: line.contact, 13),
        Column("Pekerjaan", lambda line: line.occupation, 10),
        Column("No. Pendaftaran Permintaan Informasi", lambda line: line.request_number, 16),
        Column("Informasi Yang Diminta", lambda line: line.information_detail, 26),
        Column("Tujuan Penggunaan Informasi", lambda line: line.purpose_of_use, 18),
        *(_ground(letter) for letter in GROUND_LETTERS),
        Column("Keputusan Atasan PPID", superior_decision_words, 14),
        Column(
            "Hari dan Tanggal Pemberian Tanggapan",
            lambda line: _written_day(line.response_date),
            13,
        ),
        Column("Nama dan Posisi Atasan PPID", lambda line: line.superior_name_position, 15),
        Column("Tanggapan Pemohon Informasi", lambda line: line.applicant_reaction, 15),
    ),
    footnotes=(
        "Susunan kolom menurut Perki 1/2021 Pasal 43 dan Lampiran XI. "
        f"Tanda {TICK} berarti alasan itu diajukan.",
        "* Alasan keberatan menurut UU 14/2008 Pasal 35 ayat (1):",
        "a. penolakan atas permintaan informasi berdasarkan alasan pengecualian sebagaimana "
        "dimaksud dalam Pasal 17;",
        "b. tidak disediakannya informasi berkala sebagaimana dimaksud dalam Pasal 9;",
        "c. tidak ditanggapinya permintaan informasi;",
        "d. permintaan informasi ditanggapi tidak sebagaimana yang diminta;",
        "e. tidak dipenuhinya permintaan informasi;",
        "f. pengenaan biaya yang tidak wajar; dan/atau",
        "g. penyampaian informasi yang melebihi waktu yang diatur dalam undang-undang ini.",
    ),
    legend="* Alasan menurut UU 14/2008 Pasal 35 ayat (1): a. ditolak dengan alasan pengecualian "
    "(Pasal 17); b. informasi berkala tidak disediakan (Pasal 9); c. tidak ditanggapi; d. "
    "ditanggapi tidak sebagaimana yang diminta; e. tidak dipenuhi; f. biaya tidak wajar; g. "
    "disampaikan melebihi jangka waktu.",
)
