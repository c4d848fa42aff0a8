"""Proves the journal's chain in portions, so that no page and no act ever waits for all of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, insert, select, update
from sqlalchemy.orm import Session

from office import journal
from office.database import Instant, metadata
from office.people import Permission
from office.unit import Unit

PORTION = 2_000
ANEW_AFTER = timedelta(hours=24)

journal_proof = Table(
    "journal_proof",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("begun_at", Instant, nullable=False),
    Column("reached", BigInteger, nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("whole_at", Instant),
    Column("whole_begun_at", Instant),
    Column("whole_lines", BigInteger, nullable=False),
    Column("broken_at", BigInteger),
    Column("broken_found_at", Instant),
)
_KEPT = [column for column in journal_proof.c if column.name != "one"]


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the present round has come from the first line, and how the last one ended.

    `whole_at` is when the chain's end was last reached, by a round that began at
    `whole_begun_at`. A broken line stays named until a later round passes it; `stopped` tells
    that the present round ended there.
    """

    begun_at: datetime
    reached: int = 0
    checksum: str = journal.GENESIS
    stopped: bool = False
    whole_at: datetime | None = None
    whole_begun_at: datetime | None = None
    whole_lines: int = 0
    broken_at: int | None = None
    broken_found_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether the present round has seen the end of the chain, or its break."""
        return self.stopped or self.whole_begun_at == self.begun_at


def standing(session: Session) -> Proof | None:
    """Return how the proof stands; None before it was ever begun."""
    row = session.execute(select(*_KEPT)).mappings().one_or_none()
    return None if row is None else Proof(**row)


def begin_anew(unit: Unit) -> None:
    """Go through the chain again from its first line; what was proven last stays known."""
    unit.require(Permission.READ_JOURNAL)
    known = standing(unit.session)
    _store(unit.session, known, _from_the_start(known, unit.now))
    unit.record("journal.check_begun", "journal")


def run(unit: Unit) -> bool:
    """Prove one portion more, and begin anew once a day; tell whether there is more to do."""
    unit.require(Permission.KEEP_TIME)
    known = standing(unit.session)
    if known is None or (known.is_over and unit.now - known.begun_at >= ANEW_AFTER):
        begun = _from_the_start(known, unit.now)
    elif known.stopped:
        return False
    else:
        begun = known
    after, is_end = _advanced(unit, begun)
    _store(unit.session, known, after)
    return not after.stopped and not is_end


def _advanced(unit: Unit, known: Proof) -> tuple[Proof, bool]:
    """Return how it stands after one portion more, and whether that was the chain's end."""
    # The head first: lines that come meanwhile belong to the next portion.
    head = journal.head(unit.session)
    step = journal.proven(
        unit.session, after=known.reached, checksum=known.checksum, until=head.number, most=PORTION
    )
    after = replace(known, reached=step.number, checksum=step.checksum)
    broken_at = step.broken_at
    if broken_at is None and (step.number, step.checksum) == (head.number, head.checksum):
        whole = replace(
            after, whole_at=unit.now, whole_begun_at=known.begun_at, whole_lines=step.number,
            broken_at=None, broken_found_at=None,
        )  # fmt: skip
        return whole, True
    if broken_at is None and step.number - known.reached < PORTION:
        # Nothing follows though the head says so: the end was cut off or set back.
        broken_at = min(step.number, head.number) + 1
    if broken_at is None:
        return after, False
    return replace(after, stopped=True, broken_at=broken_at, broken_found_at=unit.now), False


def _from_the_start(known: Proof | None, now: datetime) -> Proof:
    if known is None:
        return Proof(begun_at=now)
    return replace(
        known, begun_at=now, reached=0, checksum=journal.GENESIS, stopped=False,
        whole_begun_at=None if known.whole_begun_at == now else known.whole_begun_at,
    )  # fmt: skip


def _store(session: Session, stored: Proof | None, after: Proof) -> None:
    values = {column.name: getattr(after, column.name) for column in _KEPT}
    if stored is None:
        session.execute(insert(journal_proof).values(one=1, **values))
    elif after != stored:
        # Two processes may be at it: whoever finds the place moved leaves it to the other.
        session.execute(
            update(journal_proof)
            .where(journal_proof.c.one == 1, journal_proof.c.reached == stored.reached)
            .values(**values)
        )
