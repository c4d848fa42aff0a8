"""The decisions on a request: more time, yes in full or in part, no, and the second person."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TypeVar

from starlette.responses import Response

from admin.pages import case
from admin.rehearsal import Sheet
from admin.texts import texts
from admin.visit import Visit
from office.refusals import NotValid
from office.unit import Unit
from register import decisions, exemption_list, handover
from register.decisions import Fee, Grant, Refusal
from register.labels import label
from register.words import Decision, ExtensionGround, FeeKind, RefusalGround

Choice = TypeVar("Choice", bound=StrEnum)
_MOST_DIGITS = 9


def extend(visit: Visit) -> Response:
    """Extend the notice once, with a written reason."""

    def make() -> Callable[[Unit], object]:
        return partial(
            decisions.extend,
            number=visit.number,
            version=visit.sent_number("version"),
            ground=chosen(visit, "extension_ground", ExtensionGround),
            reason=visit.sent("reason"),
        )

    return case.previewed(visit, make, "perpanjang")


def grant(visit: Visit) -> Response:
    """Grant the request, and hand over at once what lies ready if that is wished."""

    def make() -> Callable[[Unit], object]:
        return partial(
            _grant,
            number=visit.number,
            version=visit.sent_number("version"),
            given=_grant_of(visit),
            at_once=visit.sent("at_once") == "1",
            files=seen_files(visit),
        )

    return case.previewed(visit, make, "kabulkan", beside=lambda: _cost_of(visit))


def _cost_of(visit: Visit) -> case.Beside:
    costs = any(row.total for row in _fees(visit))
    return case.Beside(notes=(texts("preview", "pays_first"),) if costs else ())


def _grant(
    unit: Unit,
    *,
    number: int,
    version: int,
    given: Grant,
    at_once: bool,
    files: frozenset[int] | None,
) -> None:
    if at_once and any(row.total for row in given.fees):
        raise NotValid("at_once", "fee_first")
    decisions.grant(unit, number, version=version, grant=given)
    if at_once:
        handover.provide(unit, number, version=None, files=files)


def _grant_of(visit: Visit) -> Grant:
    return Grant(
        decision=chosen(visit, "decision", Decision),
        soft=visit.sent("soft") == "1",
        hard=visit.sent("hard") == "1",
        provide_days=_whole(visit, "provide_days"),
        fees=_fees(visit),
        redaction=visit.sent("redaction"),
        exemption=optional_number(visit, "exemption"),
        note=visit.sent("note"),
    )


def _fees(visit: Visit) -> list[Fee]:
    rows = []
    for row in range(1, case.FEE_ROWS + 1):
        price = visit.sent(f"fee_price_{row}")
        if not price:
            continue
        rows.append(
            Fee(
                chosen(visit, f"fee_kind_{row}", FeeKind),
                visit.sent(f"fee_what_{row}"),
                _amount(f"fee_price_{row}", price),
                _amount(f"fee_count_{row}", visit.sent(f"fee_count_{row}") or "1"),
            )
        )
    return rows


def _amount(name: str, text: str) -> int:
    """Return whole rupiah, however they were written: "Rp 1.500" and "1500" are the same."""
    digits = text.removeprefix("Rp").replace(".", "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise NotValid(name, "fees_unclear")
    return int(digits)


def _whole(visit: Visit, name: str) -> int:
    text = visit.sent(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise NotValid(name, "number_unclear", most=decisions.LONGEST_PROMISE)
    return int(text)


def optional_number(visit: Visit, name: str) -> int | None:
    """Return a number of the form, or None for an empty field."""
    return visit.sent_number(name) if visit.sent(name) else None


def seen_files(visit: Visit) -> frozenset[int] | None:
    """Return the files that lay ready when the form was read; None where it does not say."""
    if "files" not in visit.fields:
        return None
    told = [number for number in visit.sent("files").split(",") if number]
    if not all(one.isascii() and one.isdigit() and len(one) <= _MOST_DIGITS for one in told):
        raise NotValid("files", "choice_unclear")
    return frozenset(map(int, told))


def chosen(visit: Visit, name: str, kind: type[Choice]) -> Choice:
    """Return what was chosen; raise `NotValid` for nothing, or for no such choice."""
    try:
        return kind(visit.sent(name))
    except ValueError:
        raise NotValid(name, "choice_unclear" if visit.sent(name) else "required") from None


def refuse(visit: Visit) -> Response:
    """Refuse on a ground, or propose to where the law wants a second person."""

    def make() -> Callable[[Unit], object]:
        return partial(
            decisions.refuse,
            number=visit.number,
            version=visit.sent_number("version"),
            refusal=Refusal(
                chosen(visit, "ground", RefusalGround),
                visit.sent("reason"),
                exemption=optional_number(visit, "exemption"),
                holding_body=visit.sent("holding_body"),
            ),
        )

    proposed = visit.sent("ground").startswith("exempt_")
    if not proposed:
        return case.previewed(visit, make, "tolak")
    return case.previewed(visit, make, "tolak", "proposed", beside=lambda: _proposal(visit))


def _proposal(visit: Visit) -> case.Beside:
    """Return what the superior will read: no letter is written before somebody approves."""
    with visit.reading() as unit:
        cited = exemption_list.record(unit, visit.sent_number("exemption")).row
    decree = f" (SK {cited.decree_no})" if cited.decree_no else ""
    sheet = Sheet(
        texts("preview", "proposal"),
        [
            (texts("letter_fact", "ground"), label("refusal_ground", visit.sent("ground"))),
            (texts("letter_fact", "reason"), visit.sent("reason")),
            (texts("preview", "exemption"), f"{cited.title}{decree}"),
        ],
    )
    return case.Beside((sheet,), button="usul")


def approve(visit: Visit) -> Response:
    """Approve a proposed refusal."""

    def make() -> Callable[[Unit], object]:
        version = visit.sent_number("version")
        return partial(decisions.approve_refusal, number=visit.number, version=version)

    return case.previewed(visit, make, "setujui")


def send_back(visit: Visit) -> Response:
    """Send a proposed refusal back."""

    def make() -> Callable[[Unit], object]:
        return partial(
            decisions.return_refusal,
            number=visit.number,
            version=visit.sent_number("version"),
            note=visit.sent("note"),
        )

    return case.moved(visit, make, "kembalikan")
