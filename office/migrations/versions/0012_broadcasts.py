"""Broadcasts and how far each has come."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_FIGURES = "recipients sent blocked failed unsure called_off unreachable declined".split()


def upgrade() -> None:
    """Add the tables."""
    staff = [
        sa.ForeignKeyConstraint([name], ["staff.id"], name=f"fk_broadcasts_{name}_staff")
        for name in ("written_by", "approved_by", "stopped_by")
    ]
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("programme", sa.String(80), nullable=False),
        sa.Column("village", sa.String(80), nullable=False),
        sa.Column("written_by", sa.Integer, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("submitted_at", _AT),
        sa.Column("asked_at", _AT),
        sa.Column("approved_by", sa.Integer),
        sa.Column("approved_at", _AT),
        sa.Column("starts_at", _AT),
        sa.Column("started_at", _AT),
        sa.Column("finished_at", _AT),
        sa.Column("stopped_by", sa.Integer),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _FIGURES),
        sa.Column("failures", sa.Text, nullable=False),
        *staff,
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    op.create_index("ix_broadcasts_status_id", "broadcasts", ["status", "id"])
    op.create_index("ix_broadcasts_started_at", "broadcasts", ["started_at"])
    _beside()


def _beside() -> None:
    op.create_table(
        "broadcast_underway",
        sa.Column("once", sa.String(120), nullable=False),
        sa.Column("broadcast_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
            name="fk_broadcast_underway_broadcast_id_broadcasts",
        ),
        sa.PrimaryKeyConstraint("once", name="pk_broadcast_underway"),
    )
    op.create_index("ix_broadcast_underway_broadcast_id", "broadcast_underway", ["broadcast_id"])
    op.create_table(
        "broadcast_declined",
        sa.Column("person", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_broadcast_declined"),
    )
    op.create_table(
        "broadcast_reach",
        sa.Column("one", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_broadcast_reach"),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("broadcast_reach")
    op.drop_table("broadcast_declined")
    op.drop_index("ix_broadcast_underway_broadcast_id", "broadcast_underway")
    op.drop_table("broadcast_underway")
    op.drop_index("ix_broadcasts_started_at", "broadcasts")
    op.drop_index("ix_broadcasts_status_id", "broadcasts")
    op.drop_table("broadcasts")
