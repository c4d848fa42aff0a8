"""A form that came on paper or by voice, as staff fill it in: every field at once, nothing lost."""

import base64
import json
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag

from admin.texts import table, texts
from admin.visit import Visit
from office.files import Kept
from office.refusals import NotValid
from register import intake
from register.intake import Field
from register.labels import label
from register.words import AccessMode, ApplicantType, DeliveryMethod

ATTACHMENTS = ("attachments", "attachments_2", "attachments_3")
_CARRIED = "panel:carried-file"
_KEY = re.compile(r"[0-9a-f]{24}")
_NOT_ON_PAPER = frozenset({DeliveryMethod.TELEGRAM})
# With these the rest of the form can be read; without them nothing else can be checked.
_TELLING = {"applicant_type": ApplicantType, "access_mode": AccessMode}
_WORTH_SAYING = 5  # letters; fewer are no limit anybody meets
# Every way the form can turn out: only what each of them asks may be required by the browser.
_WAYS: list[Mapping[str, Any]] = [
    {"applicant_type": who, "access_mode": how, "phone": phone}
    for who in ApplicantType
    for how in AccessMode
    for phone in ("", "081")
]


@dataclass(slots=True)
class Filled:
    """What was filled in, what is wrong with it, and the files that came with it."""

    answers: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, NotValid] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)


def read(visit: Visit, fields: Iterable[Field], today: date) -> Filled:
    """Return the form as it was sent, each field accepted or with what is wrong."""
    filled = Filled(kept=_files(visit))
    raw = {row.name: visit.sent(row.name) for row in fields if not row.is_file}
    for name, kind in _TELLING.items():
        if name in raw and raw[name] not in set(kind):
            filled.faults[name] = NotValid(name, "required")
    if filled.faults.keys() & _TELLING.keys():
        return filled
    for row in fields:
        if not row.applies(raw):
            continue
        try:
            if row.is_file:
                _checked_file(row, filled)
            else:
                filled.answers[row.name] = _checked(visit, row, raw, today)
        except NotValid as fault:
            filled.faults[row.name] = fault
    return filled


def _checked(visit: Visit, row: Field, raw: Mapping[str, str], today: date) -> str:
    if not raw[row.name]:
        return intake.skip(row, raw)
    insists = visit.sent(f"keep_{row.name}") == "1"
    return intake.check(row, raw[row.name], today=today, insists=insists)


def _checked_file(row: Field, filled: Filled) -> None:
    kept = filled.kept.get(row.name)
    if kept is not None:
        intake.check_file(row, kept.media_type)
    elif not row.optional({}):
        raise NotValid(row.name, "file_needed")


def _files(visit: Visit) -> dict[str, Kept]:
    """Return the files of this form: sent now, or carried along from before."""
    found: dict[str, Kept] = {}
    for name in ("identity_file", "power_of_attorney", *ATTACHMENTS):
        sent = visit.uploads.get(name)
        if sent is not None:
            found[name] = visit.desk.cabinet.keep(sent.name, sent.content)
        elif carried := visit.sent(f"kept_{name}"):
            with suppress(InvalidTag, ValueError, TypeError):
                sealed = base64.urlsafe_b64decode(carried)
                said = json.loads(visit.desk.office.vault.unseal(sealed, _CARRIED))
                found[name] = Kept(**said)
    return found


def carried(visit: Visit, kept: Mapping[str, Kept]) -> dict[str, tuple[str, str]]:
    """Return each file's name and its sealed mark, so that it need not be chosen again."""
    seal = visit.desk.office.vault.seal
    return {
        name: (row.name, base64.urlsafe_b64encode(seal(json.dumps(asdict(row)), _CARRIED)).decode())
        for name, row in kept.items()
    }


def rows(
    visit: Visit, fields: Iterable[Field], faults: Mapping[str, NotValid], only: Collection[str]
) -> list[dict[str, Any]]:
    """Return some fields as the template draws them, with what was typed."""
    wanted = {row.name: row for row in fields}
    return [_row(visit, wanted[name], faults.get(name)) for name in only if name in wanted]


def _row(visit: Visit, row: Field, fault: NotValid | None) -> dict[str, Any]:
    keeps = bool(visit.sent(f"keep_{row.name}"))
    return {
        "name": row.name,
        "label": label("field", row.name),
        "hint": _hint(row),
        "value": visit.sent(row.name),
        "fault": said(fault) if fault else "",
        "can_keep": keeps or (fault is not None and intake.may_insist(fault)),
        "keeps": keeps,
        "is_file": row.is_file,
        "is_long": row.longest > 200,
        "longest": row.longest,
        "required": _is_always_asked(row),
        "choices": _choices(row.choices),
        "kind": row.name,
    }


def _hint(row: Field) -> str:
    told = [table()["paper_hint"].get(row.name, "")]
    if row.shortest >= _WORTH_SAYING:
        told.append(f"sedikitnya {row.shortest} huruf")
    return ", ".join(filter(None, told))


def _is_always_asked(row: Field) -> bool:
    """Tell whether a field is needed whatever else is answered; the rest is checked when sent."""
    return not row.is_file and all(row.applies(way) and not row.optional(way) for way in _WAYS)


def _choices(kind: type[StrEnum] | None) -> list[StrEnum]:
    return [one for one in kind or () if one not in _NOT_ON_PAPER]


def said(fault: NotValid) -> str:
    """Return what is wrong with a field, in words."""
    own = f"{fault.code}_{fault.field}"
    known = table()["identity_fault"]
    if own in known or fault.code in known:
        return texts("identity_fault", own if own in known else fault.code, fault.facts)
    return texts("refusal", fault.code, fault.facts)


def key(visit: Visit) -> str:
    """Return the key of this paper: the same form sent twice is entered once."""
    sent = visit.sent("key")
    return sent if _KEY.fullmatch(sent) else secrets.token_hex(12)
