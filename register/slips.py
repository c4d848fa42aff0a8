"""Identity slips: who asks, filled in once on the office's own page instead of in a chat."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from office import files, links
from office.database import Base, Instant
from office.files import Kept
from office.outbox import Kind, Notice
from office.people import Citizen, Permission
from office.refusals import NotAllowed, NotFound, NotValid
from office.unit import Unit
from register import intake
from register.intake import Field
from register.words import ApplicantType

PURPOSE = "identity"
LIVES = timedelta(minutes=15)
_FILE = "identity_file"
_GO_ON = {"reply": [["@go_on"]], "hint": None, "contact": None}


class IdentitySlip(Base):
    """A page waiting to be filled in for a draft; what was written is sealed."""

    __tablename__ = "identity_slips"

    draft_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger)
    applicant_type: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(5))
    opened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    filled_at: Mapped[datetime | None] = mapped_column(Instant)
    sealed_answers: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"place": "identity_slips:{draft_key}"}
    )


@dataclass(frozen=True, slots=True)
class Slip:
    """What the page needs to know: for whom it is, and what it asks."""

    draft_key: str
    person: int
    applicant_type: ApplicantType

    @property
    def fields(self) -> list[Field]:
        """Return the questions of the page, in order."""
        return intake.identity_questions({"applicant_type": self.applicant_type.value})


def _place(draft_key: str) -> str:
    return f"identity_slips:{draft_key}"


def open(  # noqa: A001 - the act's name; the built-in is not needed here
    unit: Unit,
    draft_key: str,
    person: int,
    *,
    applicant_type: ApplicantType = ApplicantType.INDIVIDUAL,
    language: str = "id",
) -> str:
    """Lay a slip out for a draft and return its link's token, good for 15 minutes and one use.

    An earlier link of the same draft opens nothing any more.
    """
    unit.require(Permission.FILE_REQUEST)
    if unit.actor != Citizen(person):
        raise NotAllowed("citizens_only")
    close(unit, draft_key)
    unit.session.add(
        IdentitySlip(
            draft_key=draft_key,
            person=person,
            applicant_type=applicant_type.value,
            language=language,
            opened_at=unit.now,
            filled_at=None,
            sealed_answers=None,
        )
    )
    return links.make(unit, PURPOSE, draft_key, lives=LIVES)


def look(unit: Unit, token: str) -> Slip:
    """Return the slip behind a link without using it; raise `NotFound`."""
    return _slip(_row(unit, links.look(unit, token, PURPOSE)))


def faults(
    unit: Unit, slip: Slip, answers: Mapping[str, str], insists: Collection[str] = ()
) -> dict[str, NotValid]:
    """Return what is wrong with each field; nothing when the slip can be handed in.

    `insists` names fields whose writer keeps an answer that looks mistyped.
    """
    found: dict[str, NotValid] = {}
    for row in slip.fields:
        if row.is_file:
            continue
        try:
            _checked(unit, row, answers, insists)
        except NotValid as refused:
            found[row.name] = refused
    return found


def _checked(unit: Unit, row: Field, answers: Mapping[str, str], insists: Collection[str]) -> str:
    raw = answers.get(row.name, "").strip()
    if not raw:
        return intake.skip(row, answers)
    return intake.check(row, raw, today=unit.today, insists=row.name in insists)


def fill(
    unit: Unit,
    token: str,
    answers: Mapping[str, str],
    *,
    insists: Collection[str] = (),
    identity_copy: Kept | None = None,
) -> None:
    """Take a filled slip: seal it, use the link up, and tell the citizen to go on.

    Raises `NotFound` for a link that opens nothing, and `NotValid` for the first field that
    cannot be taken; nothing is kept and the link stays good then.
    """
    slip = look(unit, token)
    wrong = faults(unit, slip, answers, insists)
    if wrong:
        raise next(iter(wrong.values()))
    row = _row(unit, links.use(unit, token, PURPOSE))
    taken: dict[str, Any] = {
        one.name: _checked(unit, one, answers, insists) for one in slip.fields if not one.is_file
    }
    # Left out here it is left out: nobody is led to send it through the chat instead.
    taken[_FILE] = "" if identity_copy is None else _filed(unit, identity_copy)
    row.filled_at = unit.now
    row.sealed_answers = unit.vault.seal(
        json.dumps(taken, ensure_ascii=False), _place(row.draft_key)
    )
    once = f"identity:{row.draft_key}:{row.opened_at:%Y%m%d%H%M%S%f}"
    unit.post(
        Notice(row.person, "identity_taken", once, Kind.ANSWER, {}, _GO_ON, language=row.language)
    )
    unit.record("identity.taken", f"draft:{row.draft_key}")


def _filed(unit: Unit, identity_copy: Kept) -> int:
    intake.check_file(intake.named(_FILE), identity_copy.media_type)
    return files.file(unit, identity_copy)


def taken(unit: Unit, draft_key: str) -> dict[str, Any] | None:
    """Hand over what was filled in and forget it here; None while nothing was.

    Raises `NotAllowed` for a draft of somebody else.
    """
    row = unit.session.get(IdentitySlip, draft_key)
    if row is None or row.sealed_answers is None:
        return None
    if unit.actor != Citizen(row.person):
        raise NotAllowed("not_yours")
    answers: dict[str, Any] = json.loads(unit.vault.unseal(row.sealed_answers, _place(draft_key)))
    close(unit, draft_key)
    return answers


def close(unit: Unit, draft_key: str) -> None:
    """Take a slip and its links away: the draft was filed, thrown away, or gets another."""
    links.withdraw(unit, PURPOSE, draft_key)
    unit.session.execute(delete(IdentitySlip).where(IdentitySlip.draft_key == draft_key))


def forget_own(unit: Unit) -> None:
    """Take every slip of the acting citizen away."""
    unit.require(Permission.FILE_REQUEST)
    person = unit.actor.person if isinstance(unit.actor, Citizen) else 0
    own = select(IdentitySlip.draft_key).where(IdentitySlip.person == person)
    for draft_key in unit.session.scalars(own).all():
        close(unit, draft_key)


def forget(unit: Unit, *, before: datetime) -> None:
    """Forget slips that were laid out before an instant, filled in or not, and dead links."""
    unit.session.execute(delete(IdentitySlip).where(IdentitySlip.opened_at < before))
    links.forget(unit, before=before)


def _row(unit: Unit, draft_key: str) -> IdentitySlip:
    row = unit.session.scalar(select(IdentitySlip).where(IdentitySlip.draft_key == draft_key))
    if row is None:
        raise NotFound("link_unknown")
    return row


def _slip(row: IdentitySlip) -> Slip:
    return Slip(row.draft_key, row.person, ApplicantType(row.applicant_type))
