"""Figures of each day, kept for the dashboard and the reports."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ADDED = (
    ("requests", "strict_due", sa.Date),
    ("requests", "perki_due", sa.Date),
    ("requests", "notice_days", sa.Integer),
    ("objections", "response_days", sa.Integer),
)


def upgrade() -> None:
    """Add the tables, and to cases what their figures need; older cases are reckoned later."""
    op.create_table(
        "day_tallies",
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("span", sa.String(5), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("layout", sa.Integer, nullable=False),
        sa.Column("cells", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("series", "span", "first", name="pk_day_tallies"),
    )
    op.create_table(
        "day_marks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_day_marks"),
    )
    op.create_index("ix_day_marks_series", "day_marks", ["series"])
    op.create_table(
        "day_series",
        sa.Column("series", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_day_series"),
    )
    for table, name, kind in _ADDED:
        op.add_column(table, sa.Column(name, kind))


def downgrade() -> None:
    """Take them away again."""
    for table, name, _ in reversed(_ADDED):
        op.drop_column(table, name)
    op.drop_table("day_series")
    op.drop_index("ix_day_marks_series", "day_marks")
    op.drop_table("day_marks")
    op.drop_table("day_tallies")
