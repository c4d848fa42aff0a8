"""Open data: the register and the figures as CSV and JSON, with schema, dictionary and licence."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin.public import charter
from admin.public.front import Look
from admin.public.measures import Measure, measures
from admin.public.statistics import closed_year
from office.periods import Period
from office.refusals import NotFound
from office.unit import Unit
from register import exemption_list, open_register, public_list
from register.figures import reading
from register.figures.suppression import SMALLEST
from register.labels import label
from register.open_register import OpenFilters, OpenRow
from register.sheets.plain import disarmed

SCHEMAS = Path(__file__).with_name("schemas")
_NAME = re.compile(r"(permohonan|statistik)-(20\d\d)(?:-(0[1-9]|1[0-2]))?\.(csv|json)")
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What an address names: what is counted or listed, of which year or month, in which form."""

    kind: str
    year: int
    month: int | None
    form: str

    @property
    def name(self) -> str:
        """Return the name without its form."""
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.kind}-{self.year}{month}"

    @property
    def period(self) -> Period:
        """Return the days it is about."""
        return Period.month(self.year, self.month) if self.month else Period.year(self.year)


def show(look: Look) -> Response:
    """Show every dataset by year and month, with licence, schema and dictionary."""
    with look.reading() as unit:
        years, today = open_register.years(unit), unit.today
        moved = {year: open_register.updated_on(unit, OpenFilters(year)) for year in years[:10]}
    months = {year: [n for n in range(1, 13) if date(year, n, 1) <= today] for year in years}
    return look.page(
        "data.html",
        years=years[:10],
        months=months,
        moved=moved,
        titles={n: Period.month(today.year, n).title.split()[0] for n in range(1, 13)},
        licence=charter.charter(look.desk.settings)["data"],
        smallest=SMALLEST,
    )


def dictionary(look: Look) -> Response:
    """Show the data dictionary: every column with its meaning, from the schemas themselves."""
    found = {name: _schema(name) for name in ("permohonan", "statistik")}
    return look.page(
        "dictionary.html",
        schemas={name: (one["title"], one["properties"]["data"]["items"]["properties"])
                 for name, one in found.items()},
    )  # fmt: skip


def schema(look: Look) -> Response:
    """Hand out the JSON Schema (2020-12) of a dataset, under its own address."""
    name = str(look.params["slug"])
    if name not in {path.stem for path in SCHEMAS.glob("*.json")}:
        raise NotFound("page_unknown")
    found = {**_schema(name), "$id": look.desk.settings.address + look.path}
    return Response(_json(found), media_type="application/schema+json")


def download(look: Look) -> Response:
    """Hand out a dataset; the same rows are the same bytes."""
    matched = _NAME.fullmatch(str(look.params["name"]))
    if matched is None:
        raise NotFound("page_unknown")
    kind, year, month, form = matched.groups()
    wanted = Dataset(kind, int(year), int(month) if month else None, form)
    with look.reading() as unit:
        if wanted.year not in open_register.years(unit) or wanted.period.since > unit.today:
            raise NotFound("public_year_unknown")
        rows = _requests(unit, wanted) if kind == "permohonan" else _figures(unit, wanted)
        moved = open_register.updated_on(unit, OpenFilters(wanted.year, month=wanted.month))
    if form == "csv":
        return _file(f"{wanted.name}.csv", sheet(list(_columns(kind)), rows))
    address, licence = look.desk.settings.address, charter.charter(look.desk.settings)["data"]
    told = {
        "$schema": f"{address}/publik/data/skema/{kind}.json",
        "nama": wanted.name,
        "penerbit": look.desk.settings.office_name,
        "lisensi": licence["lisensi"],
        "alamat_lisensi": licence["alamat_lisensi"],
        "alamat": f"{address}/publik/data/{wanted.name}.json",
        "tahun": wanted.year,
        "bulan": wanted.month,
        "diperbarui": moved.isoformat() if moved else None,
        "data": rows,
    }
    return _file(f"{wanted.name}.json", _json(told))


def public_list_csv(look: Look) -> Response:
    """Hand out the list of public information as it is."""
    names = (
        "nomor", "ringkasan", "klasifikasi", "dikuasai_oleh", "penanggung_jawab",
        "waktu_tempat_pembuatan", "bentuk", "penyimpanan", "tautan", "diperiksa",
    )  # fmt: skip
    with look.reading() as unit:
        rows = [
            dict(zip(names, (
                row.ordinal, row.item.summary,
                label("information_class", row.item.information_class), row.item.holding_unit,
                row.item.responsible_official, row.item.created_when_where,
                ", ".join(label("available_form", one) for one in sorted(row.item.forms)),
                row.item.retention_period, row.link, row.reviewed_on.isoformat(),
            ), strict=True))
            for row in public_list.everything(unit)
        ]  # fmt: skip
    return _file("daftar-informasi-publik.csv", sheet(names, rows))


def exempt_csv(look: Look) -> Response:
    """Hand out what is exempt today: title, basis, consequence, period and decree."""
    names = ("judul", "dasar", "undang_undang_lain", "akibat_bila_dibuka", "jangka_waktu",
             "sampai", "nomor_penetapan", "tanggal_penetapan")  # fmt: skip
    with look.reading() as unit:
        rows = [
            dict(zip(names, (
                row.title, label("refusal_ground", row.ground), row.other_statute,
                row.consequence_if_open, label("period_type", row.period_type),
                row.expires_on.isoformat() if row.expires_on else None, row.decree_no,
                row.decree_date.isoformat(),
            ), strict=True))
            for row in exemption_list.all_in_force(unit)
        ]  # fmt: skip
    return _file("informasi-dikecualikan.csv", sheet(names, rows))


def sheet(names: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV (RFC 4180, UTF-8) in which no cell is taken for a formula."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(names), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return written.getvalue().encode()


def of_request(row: OpenRow) -> dict[str, Any]:
    """Return a request as open data; what still changes from day to day is left out."""
    return {
        "nomor": row.number,
        "tahun": row.year,
        "urutan": row.sequence,
        "diterima": row.received.isoformat(),
        "rincian": row.subject,
        "klasifikasi": row.information_class.value if row.information_class else None,
        "status": row.status.value,
        "status_sebutan": label("status", row.status),
        "putusan": row.decision.value if row.decision else None,
        "putusan_sebutan": label("decision", row.decision) if row.decision else None,
        "tenggat": row.due.isoformat(),
        "diperpanjang": row.extended,
        "diberitahukan": row.notified.isoformat() if row.notified else None,
        "diberikan": row.provided.isoformat() if row.provided else None,
        "ditutup": row.closed.isoformat() if row.closed else None,
        "hari_kerja": row.working_days,
        "tepat_waktu": row.on_time if row.notified else None,
    }


def _requests(unit: Unit, wanted: Dataset) -> list[dict[str, Any]]:
    filters = OpenFilters(wanted.year, month=wanted.month)
    return [of_request(row) for row in open_register.every(unit, filters)]


def _figures(unit: Unit, wanted: Dataset) -> list[dict[str, Any]]:
    # Of a month nothing is told that tells people apart: with the other months it could be
    # computed what the year hides. Of a year it is told once it is closed.
    closed = None if wanted.month else closed_year(wanted.year, unit.today)
    found = measures(unit, reading.requests(unit, wanted.period), closed)
    return [row for measure in found for row in _lines(measure)]


def _lines(measure: Measure) -> Iterable[dict[str, Any]]:
    for line in measure.lines:
        yield {
            "ukuran": measure.name,
            "ukuran_sebutan": measure.title,
            "nilai": line.value,
            "nilai_sebutan": line.label,
            "jumlah": line.count,
            "disembunyikan": line.count is None,
            "dari": measure.period.since.isoformat(),
            "sampai": measure.period.until.isoformat(),
        }


def _columns(kind: str) -> Iterable[str]:
    columns: Mapping[str, Any] = _schema(kind)["properties"]["data"]["items"]["properties"]
    return columns


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return disarmed(value) if isinstance(value, str) else value


@cache
def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _file(name: str, content: bytes) -> Response:
    kind = name.rpartition(".")[2]
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=_TYPES[kind], headers={"Content-Disposition": disposition})
