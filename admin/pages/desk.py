"""Today: what is due, what is late, who is waiting."""

from dataclasses import dataclass

from sqlalchemy import select
from starlette.responses import Response

from admin.pages import dispositions
from admin.visit import Visit
from knowledge import editions, miss_queue
from knowledge.broadcasts import reading as broadcasts
from knowledge.broadcasts.words import BroadcastStatus
from knowledge.escalation import board, officers_day
from office import breach_reading, data_requests, inbox, posted, regional
from office.people import Permission
from office.unit import Unit
from register import book, exemption_list, list_watch, objection_book, waiting
from register.book import Filters
from register.exemption_list import Filters as ExemptionFilters
from register.list_words import ExemptionStatus
from register.reports import reminders
from register.tables import Part, Release, Request
from register.words import OPEN_STATUSES, PartStatus, ReleaseStatus, Status

_MOST = 10  # of each kind; the rest stands in the lists


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits on a case: what it is, and where it is done."""

    href: str
    name: str
    status: str
    words: str


def show(visit: Visit) -> Response:
    """Show the visitor's day; only what their permissions let them read."""
    with visit.reading() as unit:
        reads = visit.may(Permission.READ_REGISTER)
        operates = visit.may(Permission.OPERATE)
        answers = visit.may(Permission.ANSWER_CITIZENS)
        own = dispositions.waiting(unit) if visit.may(Permission.ANSWER_PARTS) else None
        return visit.page(
            "desk.html",
            today=unit.today,
            figures=book.figures(unit) if reads else None,
            objections=objection_book.figures(unit) if reads else None,
            waits=waiting.waiting(unit) if reads else None,
            late=book.page(unit, Filters(late=True)).rows if reads else [],
            next_due=book.next_due(unit) if reads else [],
            settled=_settled_parts(unit) if visit.may(Permission.PROCESS_REQUESTS) else [],
            held=_held(unit) if visit.may(Permission.RELEASE_FILES) else [],
            proposed=_proposed(unit) if visit.may(Permission.APPROVE_REFUSALS) else [],
            lists=list_watch.overdue(unit) if visit.may(Permission.KEEP_LISTS) else None,
            own_parts=None if own is None else [row for row in own if row.is_open],
            waiting=board.waiting_count(unit) if answers else None,
            day=officers_day.day(unit) if answers else None,
            to_approve=len(board.to_approve(unit)) if visit.may(Permission.APPROVE_REPLIES) else 0,
            data_requests=_data_requests(visit, unit),
            data_breaches=_data_breaches(visit, unit),
            to_confirm=_breaches_to_confirm(visit, unit),
            broadcasts=_broadcasts(visit, unit),
            report=reminders.owed(unit) if visit.may(Permission.WRITE_REPORTS) else None,
            library=_library(visit, unit),
            parked=len(inbox.parked(unit)) if operates else None,
            stuck=len(posted.stuck(unit.session, unit.vault)) if operates else None,
        )


def _data_requests(visit: Visit, unit: Unit) -> int:
    """Return how many citizens wait for a word about their data, where the visitor gives it."""
    return data_requests.open_count(unit) if visit.may(Permission.PROTECT_DATA) else 0


def _data_breaches(visit: Visit, unit: Unit) -> int:
    """Return of how many failures to protect data somebody is still to be told by the visitor."""
    return breach_reading.open_count(unit) if visit.may(Permission.PROTECT_DATA) else 0


def _breaches_to_confirm(visit: Visit, unit: Unit) -> int:
    """Return how many notices of a failure wait for the visitor as the second person."""
    return breach_reading.awaiting_count(unit) if visit.may(Permission.PROTECT_DATA) else 0


def _broadcasts(visit: Visit, unit: Unit) -> int:
    """Return how many broadcasts wait for the visitor: nobody approves their own."""
    if visit.member is None or not visit.may(Permission.APPROVE_BROADCASTS):
        return 0
    return sum(
        one.status is BroadcastStatus.WAITING and one.written_by != visit.member.staff_id
        for one in broadcasts.every(unit)
    )


@dataclass(frozen=True, slots=True)
class Library:
    """What waits in the library."""

    reviews: int
    clusters: int
    overdue: int
    unfilled: int


def _library(visit: Visit, unit: Unit) -> Library | None:
    """Return what waits in the library for whoever writes or reviews entries."""
    works = visit.may(Permission.CURATE) or visit.may(Permission.REVIEW_ENTRIES)
    if not works or not visit.may(Permission.READ_QUESTIONS):
        return None
    return Library(
        len(editions.waiting(unit)),
        miss_queue.waiting_count(unit),
        sum(row.overdue for row in editions.entries(unit)),
        len(editions.unfilled(unit)),
    )


def _settled_parts(unit: Unit) -> list[Task]:
    """Return what regional offices answered or returned and nobody has decided upon."""
    query = (
        select(Part, Request.registration_number)
        .join(Request, Request.id == Part.request_id)
        .where(
            Part.status.in_([PartStatus.ANSWERED, PartStatus.RETURNED]),
            Request.status.in_(OPEN_STATUSES),
        )
        .order_by(Request.notice_due, Part.id)
        .limit(_MOST)
    )
    names = regional.names(unit)
    return [
        Task(
            f"/register/{part.request_id}#bagian-bagian",
            f"{number}, bagian {part.ordinal}",
            f"part_{part.status}",
            names.get(part.regional_office or 0, ""),
        )
        for part, number in unit.session.execute(query)
    ]


def _held(unit: Unit) -> list[Task]:
    """Return the cases in which files are held until a second person lets them go."""
    query = (
        select(Request)
        .join(Release, Release.request_id == Request.id)
        .where(
            Release.status == ReleaseStatus.HELD,
            Request.status.in_(OPEN_STATUSES | {Status.NOTIFIED}),
        )
        .distinct()
        .order_by(Request.id)
        .limit(_MOST)
    )
    return [
        Task(f"/register/{row.id}#berkas-keluar", row.registration_number, "release_held", "")
        for row in unit.session.scalars(query)
    ]


def _proposed(unit: Unit) -> list[Task]:
    """Return the proposed refusals and exemptions that wait for the superior."""
    refusals = book.page(unit, Filters(status=Status.REFUSAL_PROPOSED)).rows[:_MOST]
    wanted = ExemptionFilters(status=ExemptionStatus.PROPOSED)
    exemptions = exemption_list.page(unit, wanted).rows[:_MOST]
    return [
        *(
            Task(f"/register/{row.id}", row.registration_number, row.status, row.information)
            for row in refusals
        ),
        *(Task(f"/daftar/dikecualikan/{row.id}", row.title, row.status, "") for row in exemptions),
    ]
