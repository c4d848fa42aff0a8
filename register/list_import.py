"""Takes a whole list from a file into the register: all of it, or nothing and a report."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from office.people import Clockwork, Permission
from office.refusals import NotValid
from office.unit import Unit
from register import exemption_form, exemptions, list_columns, list_sheet, public_list
from register.exemption_form import Decree, Draft
from register.labels import label
from register.list_columns import EXEMPT_HEADINGS, PUBLIC_HEADINGS, Reading
from register.list_sheet import Record, Sheet
from register.list_tables import Exemption, PublicInformation
from register.list_words import ExemptionStatus, ListKind
from register.public_list import Item

T = TypeVar("T")
_HEADINGS: Mapping[ListKind, Mapping[str, str]] = {
    ListKind.PUBLIC: PUBLIC_HEADINGS,
    ListKind.EXEMPT: EXEMPT_HEADINGS,
}
_MUST_HAVE = {
    ListKind.PUBLIC: {"summary", "holding_unit"},
    ListKind.EXEMPT: {"title", "consequence_if_open", "consequence_if_closed"},
}
_TEMPLATE = {
    ListKind.PUBLIC: (
        "ordinal", "summary", "holding_unit", "responsible_official", "created_when_where",
        "soft", "hard", "retention_period", "information_class", "url_or_file", "decree_no",
        "published_on",
    ),
    ListKind.EXEMPT: (
        "ordinal", "title", "description", "holding_unit", "ground", "other_statute",
        "consequence_if_open", "consequence_if_closed", "period_type", "expires_on",
        "test_sheet_no", "testers", "decree_no", "decree_date",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: its line in the file, its column, and the code of why."""

    line: int
    column: str
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Report:
    """What a file held; nothing was entered unless `problems` is empty."""

    kind: ListKind
    rows: int
    added: int
    problems: list[Problem]


def read(kind: ListKind, name: str, content: bytes) -> Sheet:
    """Return the rows of a file; raise `NotValid` for one that is no such list. Pure."""
    sheet = list_sheet.read(name, content, _HEADINGS[kind])
    missing = sorted(_MUST_HAVE[kind] - sheet.fields)
    if missing:
        names = ", ".join(label("list_field", one) for one in missing)
        raise NotValid("file", "headings_missing", names=names)
    return sheet


def template(kind: ListKind) -> bytes:
    """Return an empty file with the headings, as Excel opens it in Indonesia."""
    written = io.StringIO(newline="")
    headings = [label("list_heading", name) for name in _TEMPLATE[kind]]
    csv.writer(written, delimiter=";").writerow(headings)
    return written.getvalue().encode("utf-8-sig")


def import_rows(unit: Unit, kind: ListKind, sheet: Sheet) -> Report:
    """Enter every row of a list, or none of them; the report names each fault by its line.

    Exemptions enter as proposals: a file does not replace the second person.
    """
    by_program = isinstance(unit.actor, Clockwork)
    keeps = kind is ListKind.PUBLIC or by_program
    unit.require(Permission.KEEP_LISTS if keeps else Permission.DECIDE_REQUESTS)
    report = _import_public(unit, sheet) if kind is ListKind.PUBLIC else _import_exempt(unit, sheet)
    if report.added:
        unit.record("list.imported", f"list:{kind.value}", rows=report.added)
    return report


def _import_public(unit: Unit, sheet: Sheet) -> Report:
    listed = unit.session.execute(
        select(PublicInformation.summary, PublicInformation.holding_unit).where(
            PublicInformation.retired_on.is_(None)
        )
    )
    taken = {_key(row.summary, row.holding_unit) for row in listed}
    problems: list[Problem] = []
    items: list[Item] = []
    rows, within = 0, None
    for record in sheet.records:
        heading = list_columns.section(record)
        if heading is not None:
            within = heading
            continue
        rows += 1
        reading = Reading()
        item = list_columns.public_item(record, within, reading)
        reading.faults += public_list.faults(item)
        _once(taken, _key(item.summary, item.holding_unit), "summary", reading)
        items.append(item)
        problems += _problems(record, reading)
    return _entered(unit, ListKind.PUBLIC, rows, items, problems, public_list.add)


def _import_exempt(unit: Unit, sheet: Sheet) -> Report:
    standing = unit.session.execute(
        select(Exemption.title, Exemption.holding_unit).where(
            Exemption.status != ExemptionStatus.OPENED
        )
    )
    taken = {_key(row.title, row.holding_unit) for row in standing}
    problems: list[Problem] = []
    drafts: list[tuple[Draft, Decree | None]] = []
    for record in sheet.records:
        reading = Reading()
        read = list_columns.exemption(record, reading)
        if read is not None:
            draft, _ = read
            reading.faults += exemption_form.faults(draft, unit.today)
            _once(taken, _key(draft.title, draft.holding_unit), "title", reading)
            drafts.append(read)
        problems += _problems(record, reading)
    return _entered(unit, ListKind.EXEMPT, len(sheet.records), drafts, problems, _enter)


def _enter(unit: Unit, read: tuple[Draft, Decree | None]) -> int:
    return exemptions.enter(unit, *read)


def _entered(
    unit: Unit,
    kind: ListKind,
    rows: int,
    entries: list[T],
    problems: list[Problem],
    enter: Callable[[Unit, T], int],
) -> Report:
    if problems:
        return Report(kind, rows, 0, problems)
    if not rows:
        return Report(kind, 0, 0, [Problem(1, "file", "list_empty", {})])
    for entry in entries:
        enter(unit, entry)
    return Report(kind, rows, len(entries), [])


def _key(*texts: str) -> tuple[str, ...]:
    return tuple(list_sheet.plain(text) for text in texts)


def _once(taken: set[tuple[str, ...]], key: tuple[str, ...], name: str, reading: Reading) -> None:
    if key in taken:
        reading.fault(name, "already_listed")
    taken.add(key)


def _problems(record: Record, reading: Reading) -> list[Problem]:
    return [
        Problem(record.line, fault.field, fault.code, dict(fault.facts)) for fault in reading.faults
    ]
