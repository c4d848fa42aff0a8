"""Failures to protect personal data, and the accounts they concern."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_STAFF = ("recorded_by", "written_by", "submitted_by", "approved_by", "closed_by")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "data_breaches",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("known_at", _AT, nullable=False),
        sa.Column("counted_from", _AT, nullable=False),
        sa.Column("happened_at", _AT),
        sa.Column("activities", sa.Text, nullable=False),
        sa.Column("rooms", sa.Text, nullable=False),
        sa.Column("whom", sa.String(10), nullable=False),
        sa.Column("estimate", sa.Integer),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("sealed_account", sa.LargeBinary, nullable=False),
        sa.Column("recorded_by", sa.Integer, nullable=False),
        sa.Column("written_by", sa.Integer, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("submitted_by", sa.Integer),
        sa.Column("submitted_at", _AT),
        sa.Column("people", sa.Integer),
        sa.Column("without_account", sa.Integer, nullable=False),
        sa.Column("approved_by", sa.Integer),
        sa.Column("approved_at", _AT),
        sa.Column("posted_at", _AT),
        sa.Column("others_told_at", _AT),
        sa.Column("sealed_others", sa.LargeBinary),
        sa.Column("body_told_at", _AT),
        sa.Column("body_letter", sa.String(80)),
        sa.Column("body_first_at", _AT),
        sa.Column("body_first_letter", sa.String(80)),
        sa.Column("warned_at", _AT),
        sa.Column("lapsed_at", _AT),
        sa.Column("closed_at", _AT),
        sa.Column("closed_by", sa.Integer),
        sa.Column("outcome", sa.String(15)),
        sa.Column("sealed_lessons", sa.LargeBinary),
        sa.Column("reached", sa.Integer),
        sa.Column("emptied_at", _AT),
        *(
            sa.ForeignKeyConstraint([name], ["staff.id"], name=f"fk_data_breaches_{name}_staff")
            for name in _STAFF
        ),
        sa.PrimaryKeyConstraint("id", name="pk_data_breaches"),
        sa.UniqueConstraint("code", name="uq_data_breaches_code"),
    )
    op.create_index("ix_data_breaches_closed_at", "data_breaches", ["closed_at"])
    op.create_table(
        "data_breach_people",
        sa.Column("breach_id", sa.Integer, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("posted_at", _AT),
        sa.ForeignKeyConstraint(
            ["breach_id"],
            ["data_breaches.id"],
            name="fk_data_breach_people_breach_id_data_breaches",
        ),
        sa.PrimaryKeyConstraint("breach_id", "person", name="pk_data_breach_people"),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("data_breach_people")
    op.drop_index("ix_data_breaches_closed_at", "data_breaches")
    op.drop_table("data_breaches")
