"""Where a conversation stands: step, language and memory; kept sealed, one row per chat."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.tables import chats
from office.retention import BATCH
from office.unit import Unit
from office.vault import Vault

Memory = Mapping[str, Any]
# What somebody has begun to write and has not sent; nothing else that is said makes it go away.
DRAFTS = frozenset({"form", "objection", "repair"})
# What an account is remembered for in groups, where no place of its own is kept.
IN_GROUPS = "limits_in_groups"
# The request that an officer prepared while another was unfinished.
OFFER = "offer"
# When a person was offered, where that was the last thing said in answer.
OFFERED = "offered"
# What is remembered whatever else is forgotten: what is offered once to everybody, how fast
# somebody writes in groups, and what staff prepared.
LASTING = frozenset({"language_offered", IN_GROUPS, OFFER})


@dataclass(frozen=True, slots=True)
class Standing:
    """A chat's place in its conversation; version 0 is a chat never seen before."""

    language: str = "id"
    step: str | None = None
    memory: Memory = field(default_factory=dict)
    version: int = 0
    # Not while the citizen blocks the bot.
    is_reachable: bool = True

    @property
    def is_new(self) -> bool:
        """Tell whether nothing was said here yet; in a group perhaps something was."""
        return not self.version or self.memory.keys() == {IN_GROUPS}


def _place(chat_id: int) -> str:
    return f"chats:{chat_id}"


_insert = insert(chats)
_SAVE = _insert.on_conflict_do_update(
    index_elements=["chat_id"],
    set_={
        name: _insert.excluded[name]
        for name in ("language", "step", "sealed_memory", "has_draft", "version", "changed_at")
    },
    where=chats.c.version == _insert.excluded.version - 1,
).execution_options(preserve_rowcount=True)
_REACH = (
    insert(chats)
    .values(
        chat_id=bindparam("chat"),
        language="id",
        sealed_memory=bindparam("memory"),
        has_draft=False,
        version=1,
        changed_at=bindparam("at"),
        reachable=bindparam("reachable"),
    )
    .on_conflict_do_update(index_elements=["chat_id"], set_={"reachable": bindparam("reachable")})
)


def load(unit: Unit, chat_ids: Collection[int]) -> dict[int, Standing]:
    """Return where each chat stands; one never seen is missing."""
    rows = unit.session.execute(select(chats).where(chats.c.chat_id.in_(chat_ids)))
    return {row.chat_id: _standing(unit.vault, row) for row in rows}


def _standing(vault: Vault, row: Any) -> Standing:
    memory = json.loads(vault.unseal(row.sealed_memory, _place(row.chat_id)))
    return Standing(row.language, row.step, memory, row.version, row.reachable)


def save(
    unit: Unit,
    chat_id: int,
    before: Standing,
    *,
    step: str | None,
    memory: Memory,
    language: str | None = None,
) -> None:
    """Keep a chat's new place; the unit is taken back if somebody moved it meanwhile."""
    after = (step, memory, language or before.language)
    if before.version and (before.step, before.memory, before.language) == after:
        return
    unit.later(
        _SAVE,
        {
            "chat_id": chat_id,
            "language": language or before.language,
            "step": step,
            "sealed_memory": unit.vault.seal(
                json.dumps(memory, ensure_ascii=False), _place(chat_id)
            ),
            "has_draft": not DRAFTS.isdisjoint(memory),
            "version": before.version + 1,
            "changed_at": unit.now,
            "reachable": True,
        },
        exact=True,
    )


def set_reachable(unit: Unit, chat_id: int, *, reachable: bool) -> None:
    """Note that a citizen blocked the bot, or let it in again."""
    unit.session.execute(
        _REACH,
        {
            "chat": chat_id,
            "memory": unit.vault.seal("{}", _place(chat_id)),
            "at": unit.now,
            "reachable": reachable,
        },
    )


def open_drafts(unit: Unit, *, since: datetime) -> list[int]:
    """Return the chats with an unfinished form that was touched since an instant."""
    return list(
        unit.session.scalars(
            select(chats.c.chat_id).where(
                chats.c.has_draft, chats.c.changed_at >= since, chats.c.reachable
            )
        )
    )


def drafts_before(unit: Unit, at: datetime) -> list[tuple[int, str]]:
    """Return chat and language of whoever has an unfinished form not touched since an instant."""
    rows = unit.session.execute(
        select(chats.c.chat_id, chats.c.language).where(
            chats.c.has_draft, chats.c.changed_at < at, chats.c.reachable
        )
    )
    return [(row.chat_id, row.language) for row in rows]


def forget_drafts(unit: Unit, *, before: datetime, most: int = BATCH) -> int:
    """Empty the memory of chats whose draft nobody touched for long; return how many those were.

    A chat that is written in meanwhile keeps what it has.
    """
    old = unit.session.execute(
        select(chats.c.chat_id, chats.c.version)
        .where(chats.c.has_draft, chats.c.changed_at < before)
        .order_by(chats.c.changed_at)
        .limit(most)
    ).all()
    return sum(_emptied(unit, row.chat_id, row.version) for row in old)


def _emptied(unit: Unit, chat_id: int, version: int) -> bool:
    emptied = unit.session.scalar(
        update(chats)
        .where(chats.c.chat_id == chat_id, chats.c.version == version)
        .values(
            step=None,
            sealed_memory=unit.vault.seal("{}", _place(chat_id)),
            has_draft=False,
            version=chats.c.version + 1,
        )
        .returning(chats.c.chat_id)
    )
    return emptied is not None
