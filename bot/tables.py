"""This room's table: one row per chat."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

from office.database import Instant, metadata

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(5), nullable=False),
    Column("step", String(60)),
    Column("sealed_memory", LargeBinary, nullable=False, info={"place": "chats:{chat_id}"}),
    Column("has_draft", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False, index=True),
    Column("reachable", Boolean, nullable=False),
)
