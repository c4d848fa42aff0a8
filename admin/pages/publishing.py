"""What a request is about in words for everybody: which wait for them, write, and take back."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from admin.doorkeeper import status_of
from admin.visit import Visit
from office import staff
from office.paging import PAGE_SIZE
from office.refusals import NotNow, NotValid, Refusal
from register import open_review, open_subjects
from register.list_words import InformationClass

LIST = "/register/umum"
_TICK, _MARK = "pilih-", "tanda-"
_MOST = PAGE_SIZE


def show(visit: Visit) -> Response:
    """Show the requests nobody has worded for the public yet, and what was published last."""
    return _list(visit)


def publish_ticked(visit: Visit) -> Response:
    """Publish one request or all that are ticked in the words in which they were asked."""
    one = visit.sent("satu")
    numbers = _numbers([one]) if one else _ticked(visit)
    if not numbers:
        return _list(visit, NotValid("chosen", "none_ticked"))
    chosen = {number: visit.sent(f"{_MARK}{number}") for number in numbers}
    outcome = visit.publish(partial(open_subjects.publish_as_asked, chosen=chosen))
    found = {"terbit": "-".join(map(str, outcome.done)), "tertinggal": len(outcome.left) or ""}
    return visit.go(_address(visit, found))


def withdraw_ticked(visit: Visit) -> Response:
    """Take back what was just published, or all that is ticked among the latest."""
    numbers = _numbers(visit.sent("terbit").split("-")) or _ticked(visit)
    if not numbers:
        return _list(visit, NotValid("chosen", "none_ticked"))
    visit.publish(partial(open_subjects.withdraw_all, numbers=numbers))
    return visit.go(_address(visit, {}), "subject_withdrawn")


def show_one(visit: Visit) -> Response:
    """Show one request with the words everybody reads, or the form for them."""
    return _page(visit)


def publish(visit: Visit) -> Response:
    """Say in public what a request is about."""
    chosen = visit.sent("information_class")
    if chosen and chosen not in set(InformationClass):
        raise NotValid("information_class", "choice_unclear")
    work = partial(
        open_subjects.publish,
        number=visit.number,
        subject=visit.sent("subject"),
        information_class=InformationClass(chosen) if chosen else None,
        seen=visit.sent("seen"),
    )
    try:
        visit.publish(work)
    except (NotValid, NotNow) as fault:
        return _page(visit, fault)
    if visit.query("dari") == "daftar":
        return visit.go(_address(visit, {"terbit": visit.number}))
    return visit.go(f"/register/{visit.number}/umum", "subject_published")


def withdraw(visit: Visit) -> Response:
    """Take the public words back; pages made from now on lack them."""
    visit.publish(partial(open_subjects.withdraw, number=visit.number))
    return visit.go(f"/register/{visit.number}/umum", "subject_withdrawn")


def _list(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        longest_first = visit.query("urut") == "lama"
        number = visit.count("halaman") or 1
        waiting = open_review.waiting(unit, number, longest_first=longest_first)
        done = open_review.public_of(unit, _numbers(visit.query("terbit").split("-")))
        latest, names = open_review.latest(unit), staff.names(unit)
    return visit.page(
        "publishing.html",
        422 if fault else 200,
        found=waiting.page,
        oldest=waiting.oldest,
        ready=sum(row.fault is None for row in waiting.page.rows),
        longest_first=longest_first,
        ticked=visit.query("centang") == "semua",
        here=_query(visit, {}),
        done=done,
        left=visit.count("tertinggal") or 0,
        latest=latest,
        names=names,
        fault=fault,
    )


def _page(visit: Visit, fault: Refusal | None = None) -> Response:
    overtaken = isinstance(fault, NotNow)
    with visit.reading() as unit:
        row, said = open_review.case(unit, visit.number)
        names = staff.names(unit) if overtaken else {}
    mark = said.mark if said else ""
    values = {
        # What has nothing to hide is only to be read; the rest is shortened by hand.
        "subject": said.subject if said else row.information[: open_subjects.LONGEST],
        "information_class": said.information_class if said else None,
        "seen": mark,
    }
    if fault:
        # What was typed stays. Whoever was overtaken now sees the colleague's words beside it.
        values |= {**visit.fields, **({"seen": mark} if overtaken else {})}
    return visit.page(
        "publishing_one.html",
        status_of(fault) if fault else 200,
        row=row,
        reviewed=said,
        values=values,
        fault=fault,
        overtaken=overtaken,
        names=names,
        classes=list(InformationClass),
        longest=open_subjects.LONGEST,
        here=_query(visit, {"dari": visit.query("dari")}),
    )


def _ticked(visit: Visit) -> list[int]:
    return _numbers([name.removeprefix(_TICK) for name in visit.fields if name.startswith(_TICK)])


def _numbers(texts: list[str]) -> list[int]:
    found = {int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 10}
    return sorted(found)[:_MOST]


def _address(visit: Visit, found: Mapping[str, object]) -> str:
    query = _query(visit, found)
    return f"{LIST}?{query}" if query else LIST


def _query(visit: Visit, more: Mapping[str, object]) -> str:
    """Return where in the list somebody stands, with something more."""
    stands = {"urut": visit.query("urut"), "halaman": visit.count("halaman") or ""}
    return urlencode({name: value for name, value in {**stands, **more}.items() if value})
