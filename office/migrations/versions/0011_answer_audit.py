"""The monthly sample of answers and how it was judged."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_QUESTION = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "answer_audits",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("population", sa.Integer, nullable=False),
        sa.Column("population_checksum", sa.String(64), nullable=False),
        sa.Column("drawn_at", _AT, nullable=False),
        sa.Column("drawn_by", sa.Integer),
        sa.Column("first_judge", sa.Integer),
        sa.Column("second_judge", sa.Integer),
        sa.Column("opened_at", _AT),
        sa.Column("finished_at", _AT),
        sa.Column("texts_forgotten_at", _AT),
        _staff("answer_audits", "drawn_by"),
        _staff("answer_audits", "first_judge"),
        _staff("answer_audits", "second_judge"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_audits"),
        sa.UniqueConstraint("month", name="uq_answer_audits_month"),
    )
    _answers()
    op.create_table(
        "answer_verdicts",
        sa.Column("answer_id", sa.Integer, nullable=False),
        sa.Column("seat", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("judge", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("own_work", sa.Boolean, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["audited_answers.id"],
            name="fk_answer_verdicts_answer_id_audited_answers",
        ),
        _staff("answer_verdicts", "judge"),
        sa.PrimaryKeyConstraint("answer_id", "seat", name="pk_answer_verdicts"),
        sa.UniqueConstraint("answer_id", "judge", name="uq_answer_verdicts_answer_id_judge"),
    )


def _answers() -> None:
    op.create_table(
        "audited_answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("audit_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("question_id", _QUESTION, nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("edition", sa.Integer),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("author", sa.Integer),
        sa.Column("settled", sa.String(12)),
        sa.Column("manner", sa.String(12)),
        sa.Column("settled_note", sa.Text, nullable=False),
        sa.Column("settled_by", sa.Integer),
        sa.Column("settled_at", _AT),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["answer_audits.id"], name="fk_audited_answers_audit_id_answer_audits"
        ),
        _staff("audited_answers", "author"),
        _staff("audited_answers", "settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_audited_answers"),
        sa.UniqueConstraint("audit_id", "place", name="uq_audited_answers_audit_id_place"),
    )


def _staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["staff.id"], name=f"fk_{table}_{column}_staff")


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("answer_verdicts")
    op.drop_table("audited_answers")
    op.drop_table("answer_audits")
