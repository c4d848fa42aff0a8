"""One short transaction with an actor and an instant; the only place that commits."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Executable
from sqlalchemy.orm import Session, sessionmaker

from office import journal, outbox, recall
from office.clock import Clock, local_date
from office.outbox import Notice
from office.people import Actor, Permission, require
from office.vault import Vault
from office.workdays import USUAL, CountingRule


class Overtaken(Exception):
    """A row that was to be changed had been changed by somebody else meanwhile."""


@dataclass(slots=True)
class _Deferred:
    statement: Executable
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    exact: bool = False


@dataclass(slots=True, eq=False)
class Batch:
    """What the units of one transaction have still to write, sent together at its end."""

    session: Session
    now: datetime
    vault: Vault
    deferred: dict[int, _Deferred] = field(default_factory=dict)
    entries: list[journal.Entry] = field(default_factory=list)
    notices: list[tuple[Notice, str]] = field(default_factory=list)
    hastened: bool = False

    @property
    def has_mail(self) -> bool:
        """Tell whether the post has something to do that it did not have before."""
        return self.hastened or bool(self.notices)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Do something that is taken back by itself where it fails; what came before it stays."""
        entries, notices = len(self.entries), len(self.notices)
        rows = {key: len(group.rows) for key, group in self.deferred.items()}
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.entries[entries:], self.notices[notices:]
            self.deferred = {key: group for key, group in self.deferred.items() if key in rows}
            for key, group in self.deferred.items():
                del group.rows[rows[key] :]
            raise

    def flush(self) -> None:
        """Write everything; the journal comes last because its head is everybody's lock."""
        self.session.flush()
        for group in self.deferred.values():
            result = self.session.connection().execute(group.statement, group.rows)
            if group.exact and result.rowcount != len(group.rows):
                raise Overtaken
        outbox.write(self.session, self.notices, now=self.now, vault=self.vault)
        journal.write(self.session, self.entries, now=self.now)


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """What one act may touch: the session, who acts, when; and the two verbs."""

    session: Session
    actor: Actor
    now: datetime
    zone: ZoneInfo
    vault: Vault
    batch: Batch | None = None
    rule: CountingRule = USUAL

    @property
    def today(self) -> date:
        """Return the office's local date."""
        return local_date(self.now, self.zone)

    def require(self, permission: Permission) -> None:
        """Let pass an actor who may; raise `NotAllowed` otherwise."""
        require(self.actor, permission)

    def record(self, act: str, subject: str, **facts: object) -> None:
        """Enter an act in the journal; facts hold identifiers, never personal data."""
        self._writing().entries.append(journal.Entry(self.actor.label, act, subject, facts))

    def post(self, notice: Notice) -> None:
        """Hand a notice to the post; it leaves only if this unit commits."""
        self._writing().notices.append((notice, self.actor.label))

    def hasten(self, onces: Sequence[str]) -> None:
        """Let notices leave as soon as this unit commits that would have waited a while."""
        self._writing().hastened = True
        recall.hurry(self.session, onces, now=self.now)

    def later(self, statement: Executable, row: Mapping[str, Any], *, exact: bool = False) -> None:
        """Write a row at the end, together with its like.

        `exact` demands that every such row match, else the whole transaction is taken back
        and `Overtaken` tells why.
        """
        deferred = self._writing().deferred
        group = deferred.setdefault(id(statement), _Deferred(statement, exact=exact))
        group.rows.append(row)

    def attempt(self) -> AbstractContextManager[None]:
        """Open a part of this unit that is taken back by itself where it fails."""
        return self._writing().attempt()

    def flush(self) -> None:
        """Send pending rows to the database without committing."""
        self._writing()
        self.session.flush()

    def _writing(self) -> Batch:
        if self.batch is None:
            raise RuntimeError("this unit was opened for reading")
        return self.batch


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """The institution: its database, clock, zone, keys and way of counting. Opens units."""

    engine: Engine
    clock: Clock
    zone: ZoneInfo
    vault: Vault
    rule: CountingRule = USUAL
    _sessions: sessionmaker[Session] = field(init=False)
    _readers: sessionmaker[Session] = field(init=False)

    def __post_init__(self) -> None:
        reading = self.engine.execution_options(sqlite_begin="DEFERRED")
        object.__setattr__(self, "_sessions", sessionmaker(self.engine, expire_on_commit=False))
        object.__setattr__(
            self, "_readers", sessionmaker(reading, autoflush=False, expire_on_commit=False)
        )

    @contextmanager
    def unit(self, actor: Actor) -> Iterator[Unit]:
        """Open a unit: a clean exit commits, any exception takes everything back."""
        with self.batch() as batch:
            yield self.unit_in(batch, actor)

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Open a transaction for several units; committed as one at a clean exit."""
        with self._sessions() as session:
            batch = Batch(session, self.clock.now(), self.vault)
            try:
                yield batch
                batch.flush()
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def unit_in(self, batch: Batch, actor: Actor) -> Unit:
        """Return a unit that writes into an open batch."""
        return Unit(batch.session, actor, batch.now, self.zone, self.vault, batch, self.rule)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Unit]:
        """Open a unit in which writing raises and nothing is ever kept."""
        with self._readers() as session:
            try:
                now = self.clock.now()
                yield Unit(session, actor, now, self.zone, self.vault, rule=self.rule)
            finally:
                session.rollback()
