"""Pure: the conditions of transitions; each lets pass in silence or raises the refusal."""

from dataclasses import dataclass, field
from datetime import date

from office.refusals import NotAllowed, NotFound, NotNow


@dataclass(frozen=True, slots=True)
class Stand:
    """How a request stands when somebody wants to move it, and who that is."""

    today: date
    citizen: int | None = None
    staff_id: int | None = None
    person: int | None = None
    check_due: date | None = None
    fix_due: date | None = None
    was_incomplete: bool = False
    letter_arrived: bool = True
    notice_due: date | None = None
    answered: bool = False
    extended: bool = False
    proposed_by: int | None = None
    fee_total: int = 0
    paid: bool = False
    held_files: int = 0
    ready_files: int = 0
    given_otherwise: bool = False
    window_until: date | None = None
    open_objection: bool = False
    refused_by: frozenset[int] = field(default_factory=frozenset)


def owner(stand: Stand) -> None:
    """Let a citizen touch their own request alone; to others it does not exist."""
    if stand.citizen is not None and stand.citizen != stand.person:
        raise NotFound("request_unknown")


def within_check(stand: Stand) -> None:
    """Let a request be found incomplete within the days the law gives for looking."""
    if stand.check_due is not None and stand.today > stand.check_due:
        raise NotNow("check_over", due=stand.check_due)


def first_letter(stand: Stand) -> None:
    """Stop the clock once only: nothing in the law lets it be stopped again."""
    if stand.was_incomplete:
        raise NotNow("incomplete_only_once")


def within_fix(stand: Stand) -> None:
    """Let a repair be sent in to the last day, and later as long as nobody knew of the letter."""
    if stand.letter_arrived and stand.fix_due is not None and stand.today > stand.fix_due:
        raise NotNow("fix_over", due=stand.fix_due)


def fix_over(stand: Stand) -> None:
    """Let a request lapse only after its applicant had the letter and the days to answer it."""
    if not stand.letter_arrived or stand.fix_due is None or stand.today <= stand.fix_due:
        raise NotNow("fix_not_over")


def not_extended(stand: Stand) -> None:
    """Extend once only (Perki 1/2021 Pasal 36 ayat (2))."""
    if stand.extended:
        raise NotNow("extended_already")


def before_notice_due(stand: Stand) -> None:
    """Extend while the answer is owed and not yet late (UU 14/2008 Pasal 22 ayat (8))."""
    late = stand.notice_due is not None and stand.today > stand.notice_due
    if late or stand.answered:
        raise NotNow("extension_too_late", due=stand.notice_due)


def second_person(stand: Stand) -> None:
    """Let another person approve than the one who proposed (Perki 1/2021 Pasal 10 ayat (2))."""
    if stand.staff_id is None or stand.staff_id == stand.proposed_by:
        raise NotAllowed("second_person_needed")


def unpaid(stand: Stand) -> None:
    """Record a payment where there is a fee, once."""
    if not stand.fee_total or stand.paid:
        raise NotNow("nothing_to_pay")


def fee_settled(stand: Stand) -> None:
    """Hand over after the fee was paid, if there is one (Perki 1/2021 Pasal 35)."""
    if stand.fee_total and not stand.paid:
        raise NotNow("fee_unpaid")


def nothing_held(stand: Stand) -> None:
    """Hand over nothing while the release gate holds a file back."""
    if stand.held_files:
        raise NotNow("files_held", count=stand.held_files)


def something_given(stand: Stand) -> None:
    """Hand over a file, or say how the information was given."""
    if not stand.ready_files and not stand.given_otherwise:
        raise NotNow("nothing_to_give")


def window_over(stand: Stand) -> None:
    """Close by itself only when no objection can be raised any more."""
    if stand.window_until is None or stand.today <= stand.window_until:
        raise NotNow("window_open")


def no_open_objection(stand: Stand) -> None:
    """Keep a request as long as an objection about it runs."""
    if stand.open_objection:
        raise NotNow("objection_open")


def not_the_refuser(stand: Stand) -> None:
    """Let nobody decide an objection against their own refusal."""
    if stand.staff_id is None or stand.staff_id in stand.refused_by:
        raise NotAllowed("not_by_the_refuser")
