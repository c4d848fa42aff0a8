"""Acts: what a request is about, in words an officer has reviewed for everybody to read."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.inspection.findings import FindingKind
from office.inspection.patterns import personal
from office.masking import as_read, mask
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid, Refusal
from office.unit import Unit
from register.identities import unsealed
from register.intake import Identity
from register.list_words import InformationClass
from register.retention_scrub import is_erased
from register.tables import Request
from register.words import ApplicantType

SHORTEST, LONGEST = 10, 300
_LEAST = 3  # letters of a name's word; a shorter one stands in too many others
_FEWEST = 6  # digits of a number; fewer may be anybody's
_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|\d+")
# What stands before a street's or a house's own name, in full, abbreviated or not at all.
_BEFORE = frozenset("jalan jl jln gang gg nomor nomer no".split())
_TRUNK = re.compile(r"^(?:62|0)")
_OF_PEOPLE = frozenset({ApplicantType.INDIVIDUAL, ApplicantType.PROXY_FOR_INDIVIDUAL})


class OpenSubject(Base):
    """The reviewed words of one request; without a row nothing of it is said in public."""

    __tablename__ = "open_subjects"

    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(Text)
    information_class: Mapped[str | None] = mapped_column(String(20))
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a selection: said in public now, and why the others are not, by code."""

    done: tuple[int, ...]
    left: Mapping[int, str]


def publish(
    unit: Unit,
    number: int,
    *,
    subject: str,
    information_class: InformationClass | None = None,
    seen: str | None = None,
) -> None:
    """Say in public what a request is about; raise `NotFound`, or `NotValid` where it gives away.

    Whatever the masking would blot out, and whatever names the applicant, keeps the words back.
    With the mark of the words that were seen, raises `NotNow` where a colleague changed them since.
    """
    unit.require(Permission.PROCESS_REQUESTS)
    request = _held(unit, [number]).get(number)
    if request is None:
        raise NotFound("request_unknown")
    subject = even(subject)
    row = _said(unit, [number]).get(number)
    if seen is not None and seen != mark_of_said(row):
        if row is not None and (row.subject, row.information_class) == (subject, information_class):
            # Sent twice, or a colleague chose the very same: it is as it is to be.
            return
        raise NotNow("subject_overtaken")
    prove(unit, request, subject)
    _say(unit, row or OpenSubject(request_id=number), subject, information_class)


def publish_as_asked(unit: Unit, chosen: Mapping[int, str]) -> Outcome:
    """Say in public what requests are about in the very words in which they were asked.

    Each number comes with the mark of the words that were read: what has changed since is left,
    and so is what somebody has worded meanwhile, and whatever gives somebody away.
    """
    unit.require(Permission.PROCESS_REQUESTS)
    requests = _held(unit, chosen)
    said = _said(unit, chosen)
    done, left = list[int](), {}
    for number, mark in chosen.items():
        try:
            if number not in requests:
                raise NotFound("request_unknown")
            if number in said:
                raise NotNow("subject_already_public")
            _publish_as_asked(unit, requests[number], mark)
            done.append(number)
        except Refusal as refused:
            left[number] = refused.code
    return Outcome(tuple(done), left)


def _publish_as_asked(unit: Unit, request: Request, mark: str) -> None:
    subject = even(request.information_detail)
    if mark_of(subject) != mark:
        raise NotNow("subject_changed")
    prove(unit, request, subject)
    _say(unit, OpenSubject(request_id=request.id), subject, None)


def _say(unit: Unit, row: OpenSubject, subject: str, chosen: InformationClass | None) -> None:
    row.subject, row.information_class = subject, chosen
    row.written_by, row.written_at = getattr(unit.actor, "staff_id", None), unit.now
    unit.session.add(row)
    unit.flush()
    unit.record("request.subject_published", f"request:{row.request_id}")


def withdraw(unit: Unit, number: int) -> None:
    """Take the public words of a request back; raise `NotFound`, or `NotNow` without any."""
    unit.require(Permission.PROCESS_REQUESTS)
    if unit.session.get(Request, number) is None:
        raise NotFound("request_unknown")
    if not withdraw_all(unit, [number]):
        raise NotNow("subject_not_public")


def withdraw_all(unit: Unit, numbers: Collection[int]) -> tuple[int, ...]:
    """Take the public words of requests back; return of which, for some may have none any more."""
    unit.require(Permission.PROCESS_REQUESTS)
    _held(unit, numbers)
    rows = _said(unit, numbers)
    for number, row in rows.items():
        unit.session.delete(row)
        unit.record("request.subject_withdrawn", f"request:{number}")
    unit.flush()
    return tuple(rows)


def _held(unit: Unit, numbers: Collection[int]) -> dict[int, Request]:
    """Return requests that nobody else words meanwhile; who wants to waits, and sees what came.

    Whoever words or takes back holds the requests first and in this order, so nobody waits for
    one who waits for him.
    """
    rows = unit.session.scalars(
        select(Request)
        .where(Request.id.in_(numbers))
        .order_by(Request.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def _said(unit: Unit, numbers: Collection[int]) -> dict[int, OpenSubject]:
    query = select(OpenSubject).where(OpenSubject.request_id.in_(numbers))
    rows = unit.session.scalars(query.order_by(OpenSubject.request_id))
    return {row.request_id: row for row in rows}


def even(text: str) -> str:
    """Return words as they are said in public: on one line, without marks that nobody sees."""
    seen = (mark for mark in text if unicodedata.category(mark) != "Cf")
    return " ".join("".join(seen).split())


def mark_of(subject: str) -> str:
    """Return by what is told that words are still those that were read."""
    return hashlib.sha256(subject.encode()).hexdigest()[:16]


def mark_of_said(row: OpenSubject | None) -> str:
    """Return by what is told that public words are still those that were seen; "" for none."""
    return mark_of(f"{row.information_class or ''} {row.subject}") if row is not None else ""


def prove(unit: Unit, request: Request, subject: str) -> None:
    """Raise `NotValid` for words that are none, or that give somebody away."""
    if len(subject) < SHORTEST:
        raise NotValid("subject", "subject_too_short", least=SHORTEST)
    if len(subject) > LONGEST:
        raise NotValid("subject", "too_long", longest=LONGEST, length=len(subject))
    read = as_read(subject)
    found = personal(read)
    del found[FindingKind.OFFICE_CONTACT]
    if mask(read) != read or found.total():
        raise NotValid("subject", "subject_holds_personal")
    if _tells(read, request, unsealed(unit, request)):
        raise NotValid("subject", "subject_names_applicant")
    if _holds(read, request.purpose_of_use) or request.tracking_code in read.upper():
        raise NotValid("subject", "subject_tells_purpose")


def _tells(subject: str, request: Request, identity: Identity) -> bool:
    """Tell whether words give away who asks, where they live, or a number of theirs."""
    if is_erased(identity):
        return False
    said = _house(subject)
    lines = (line for text in (identity.address, identity.proxy_address) for line in _lines(text))
    return (
        _names(subject, request, identity)
        or any(_stands_in(line, said) for line in lines)
        or _numbers(subject, identity)
    )


def _names(subject: str, request: Request, identity: Identity) -> bool:
    """Tell whether words give away who asks: a person by any word of a name, others by all."""
    said = set(_words(subject))
    whole = [identity.applicant_name, identity.address, identity.proxy_name, identity.proxy_address]
    if any(_holds(subject, text) for text in whole):
        return True
    people = [identity.proxy_name, identity.givers]
    if request.applicant_type in _OF_PEOPLE:
        people.append(identity.applicant_name)
    words = {word for name in people for word in _words(name)}
    return any(len(word) >= _LEAST and word in said for word in words)


def _lines(address: str) -> Iterator[list[str]]:
    """Return what of an address tells a house: a village alone says what is asked.

    That is each part with a number, and a number with the name that it stands behind.
    """
    before = list[str]()
    for part in address.split(","):
        own = _house(part)
        whole = [*before, *own]
        numbers = (at for at in range(len(before), len(whole)) if whole[at].isdecimal())
        first = next(numbers, 0)
        names = [at for at in range(first) if len(whole[at]) >= _LEAST and whole[at].isalpha()]
        if names:
            yield whole[names[-1] : first + 1]
        if first and len(" ".join(own)) > _LEAST:
            yield own
        before = whole


def _house(text: str) -> list[str]:
    """Return words and numbers as one may write them: Jl. Melati No. 05 is Jalan Melati 5."""
    found = _WORD_OR_NUMBER.findall(as_read(text).casefold())
    return [str(int(word)) if word.isdecimal() else word for word in found if word not in _BEFORE]


def _numbers(subject: str, identity: Identity) -> bool:
    """Tell whether a number of the identity is said, whatever stands between its digits."""
    said = _digits(subject)
    told = [str(getattr(identity, one.name)) for one in fields(identity)]
    told += _WORD.split(identity.givers)
    known = (_TRUNK.sub("", _digits(text)) for text in told)
    return any(len(number) >= _FEWEST and number in said for number in known)


def _digits(text: str) -> str:
    return "".join(str(int(mark)) for mark in text if mark.isdecimal())


def _holds(subject: str, text: str) -> bool:
    words = _words(text)
    return len(" ".join(words)) >= _LEAST and _stands_in(words, _words(subject))


def _stands_in(words: list[str], said: list[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(said)} "


def _words(text: str) -> list[str]:
    return _WORD.findall(as_read(text).casefold())
