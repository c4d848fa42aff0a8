"""Saved views of the register, and requests to see an identity."""

import json
import re
import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_JOURNAL = ("act", "actor", "subject")
_REQUESTS = ("received_date", "decision", "refusal_ground", "applicant_type")
# Indexes of some requests alone, for what is rare among all there are.
_ONLY = {
    "extended": "extended_on IS NOT NULL",
    "unanswered": "notice_date IS NULL",
    "late_by_law": "notice_date > coalesce(strict_due, notice_due)",
    "late_by_rule": (
        "notice_date > CASE WHEN strict_due IS NULL THEN notice_due ELSE perki_due END"
    ),
    "same_day": "notice_days BETWEEN 0 AND 0",
    "within_3": "notice_days BETWEEN 1 AND 3",
    "within_10": "notice_days BETWEEN 4 AND 10",
    "within_17": "notice_days BETWEEN 11 AND 17",
    "over_17": "notice_days >= 18",
    "no_notice": "notice_days IS NULL",
}
_WORD = re.compile(r"[a-z0-9]{2,40}")
_LONG_NUMBER = re.compile(r"[0-9]{9,}")
_WRITTEN = (
    "missing", "extension_reason", "refusal_reason", "redaction", "notice_note", "holding_body",
)  # fmt: skip
_OBJECTED = (
    "objection_number", "information_detail", "case_facts", "reasons", "order_to_ppid",
    "statements",
)  # fmt: skip
_PORTION = 500


def upgrade() -> None:
    """Add the tables."""
    _views()
    _reveals()
    op.create_table(
        "objection_words",
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("objection_id", sa.Integer, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name="fk_objection_words_objection_id_objections"
        ),
        sa.PrimaryKeyConstraint("word", "objection_id", name="pk_objection_words"),
    )
    op.create_index("ix_objection_words_objection_id", "objection_words", ["objection_id"])
    _remember("requests", _WRITTEN, "request_words", "request_id")
    _remember("objections", _OBJECTED, "objection_words", "objection_id")
    op.create_table(
        "journal_proof",
        sa.Column("one", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("begun_at", _AT, nullable=False),
        sa.Column("reached", sa.BigInteger, nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("whole_at", _AT),
        sa.Column("whole_begun_at", _AT),
        sa.Column("whole_lines", sa.BigInteger, nullable=False),
        sa.Column("broken_at", sa.BigInteger),
        sa.Column("broken_found_at", _AT),
        sa.PrimaryKeyConstraint("one", name="pk_journal_proof"),
    )
    op.drop_index("ix_requests_received_date", "requests")
    for column in _REQUESTS:
        op.create_index(f"ix_requests_{column}_id", "requests", [column, "id"])
    for name, condition in _ONLY.items():
        which, index = sa.text(condition), f"ix_requests_{name}"
        columns = ["id", "status"] if name == "unanswered" else ["id"]
        op.create_index(index, "requests", columns, sqlite_where=which, postgresql_where=which)
    op.create_index(
        "ix_request_parts_office_request", "request_parts", ["regional_office", "request_id"]
    )
    op.drop_index("ix_objections_received_date", "objections")
    op.create_index("ix_objections_received_date_id", "objections", ["received_date", "id"])
    # With the line's number, so that the newest of a kind are read without sorting the rest.
    for column in _JOURNAL:
        op.drop_index(f"ix_journal_{column}", "journal")
        op.create_index(f"ix_journal_{column}_id", "journal", [column, "id"])


def _remember(table: str, columns: tuple[str, ...], words: str, number: str) -> None:
    """Make the cases there are findable by what the office wrote, as later ones will be."""
    connection = op.get_bind()
    cases = sa.table(table, sa.column("id"), *map(sa.column, columns))
    index = sa.table(words, sa.column("word"), sa.column(number))
    after = 0
    while True:
        query = sa.select(cases).where(cases.c.id > after).order_by(cases.c.id).limit(_PORTION)
        rows = connection.execute(query).all()
        if not rows:
            return
        after = rows[-1].id
        span = index.c[number].between(rows[0].id, after)
        known = {tuple(row) for row in connection.execute(sa.select(index).where(span))}
        found = {(word, row.id) for row in rows for word in _words(row[1:])} - known
        if found:
            connection.execute(
                sa.insert(index), [{"word": word, number: case} for word, case in sorted(found)]
            )


def _words(texts: Iterable[str | None]) -> list[str]:
    said = [_statements(text) for text in texts if text]
    folded = unicodedata.normalize("NFKD", " ".join(said).casefold())
    plain = folded.encode("ascii", "ignore").decode()
    return [word for word in _WORD.findall(plain)[:400] if not _LONG_NUMBER.fullmatch(word)]


def _statements(text: str) -> str:
    """Return what statements on each ground say; any other text as it is."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return " ".join(map(str, found.values())) if isinstance(found, dict) else text


def _views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner", sa.Integer, nullable=False),
        sa.Column("book", sa.String(12), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["staff.id"], name="fk_saved_views_owner_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.UniqueConstraint("owner", "book", "name", name="uq_saved_views_owner_book_name"),
    )
    op.create_index("ix_saved_views_book_shared", "saved_views", ["book", "shared"])


def _reveals() -> None:
    table = "reveal_requests"
    parents = {
        "request_id": "requests", "objection_id": "objections",
        "asked_by": "staff", "decided_by": "staff",
    }  # fmt: skip
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("request_id", sa.Integer),
        sa.Column("objection_id", sa.Integer),
        sa.Column("asked_by", sa.Integer, nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("open_key", sa.String(60)),
        sa.Column("decided_by", sa.Integer),
        sa.Column("decided_at", _AT),
        sa.Column("granted", sa.Boolean),
        sa.Column("note", sa.Text),
        sa.Column("until", _AT),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
            for column, to in parents.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("open_key", name=f"uq_{table}_open_key"),
    )
    op.create_index(f"ix_{table}_asked_by_id", table, ["asked_by", "id"])
    for column in ("request_id", "objection_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Take the tables away."""
    for column in _JOURNAL:
        op.drop_index(f"ix_journal_{column}_id", "journal")
        op.create_index(f"ix_journal_{column}", "journal", [column])
    op.drop_index("ix_objections_received_date_id", "objections")
    op.create_index("ix_objections_received_date", "objections", ["received_date"])
    op.drop_index("ix_request_parts_office_request", "request_parts")
    for name in _ONLY:
        op.drop_index(f"ix_requests_{name}", "requests")
    for column in _REQUESTS:
        op.drop_index(f"ix_requests_{column}_id", "requests")
    op.create_index("ix_requests_received_date", "requests", ["received_date"])
    for table in ("journal_proof", "objection_words", "reveal_requests", "saved_views"):
        op.drop_table(table)
