"""Addresses that open once: kept as fingerprints only, each for one purpose and a short while."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.refusals import NotFound
from office.unit import Unit

A_WEEK = timedelta(days=7)


class OneTimeLink(Base):
    """A link that was handed out; the token itself is not kept."""

    __tablename__ = "one_time_links"
    __table_args__ = (Index("ix_one_time_links_purpose_subject", "purpose", "subject"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def make(unit: Unit, purpose: str, subject: str, *, lives: timedelta) -> str:
    """Return the token of a new link to a subject; it can be used once, while it lives."""
    token = secrets.token_urlsafe(32)
    unit.session.add(
        OneTimeLink(
            token_hash=_hash(token),
            purpose=purpose,
            subject=subject,
            created_at=unit.now,
            expires_at=unit.now + lives,
            used_at=None,
        )
    )
    unit.flush()
    return token


def look(unit: Unit, token: str, purpose: str) -> str:
    """Return a link's subject without using it; raise `NotFound` for one that opens nothing."""
    subject = unit.session.scalar(
        select(OneTimeLink.subject).where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > unit.now,
        )
    )
    if subject is None:
        raise NotFound("link_unknown")
    return subject


def use(unit: Unit, token: str, purpose: str) -> str:
    """Use a link up and return its subject; raise `NotFound` for one that opens nothing.

    Of two who use it at the same moment one gets through: the row itself decides.
    """
    subject = unit.session.scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > unit.now,
        )
        .values(used_at=unit.now)
        .returning(OneTimeLink.subject)
        .execution_options(synchronize_session=False)
    )
    if subject is None:
        raise NotFound("link_unknown")
    return subject


def withdraw(unit: Unit, purpose: str, subject: str) -> None:
    """Close every link to a subject; their fingerprints are forgotten."""
    unit.session.execute(
        delete(OneTimeLink).where(OneTimeLink.purpose == purpose, OneTimeLink.subject == subject)
    )


def forget(unit: Unit, *, before: datetime) -> None:
    """Forget links that nobody can use any more and that expired before an instant."""
    unit.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < before))
