"""The staff's Telegram groups, and what a citizen's account is held to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "restrictions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("open_person", sa.BigInteger),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.Column("until", _AT, nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary, nullable=False),
        sa.Column("by", sa.Integer, nullable=False),
        sa.Column("ended_at", _AT),
        sa.Column("lifted_by", sa.Integer),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_restrictions_by_staff"),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["staff.id"], name="fk_restrictions_lifted_by_staff"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_restrictions"),
        sa.UniqueConstraint("open_person", name="uq_restrictions_open_person"),
    )
    op.create_index("ix_restrictions_person", "restrictions", ["person"])
    _groups()
    op.create_table(
        "urgent_told",
        sa.Column("escalation_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("reopened", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("chat", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.id"], name="fk_urgent_told_escalation_id_escalations"
        ),
        sa.ForeignKeyConstraint(
            ["chat"], ["staff_chats.id"], name="fk_urgent_told_chat_staff_chats", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("escalation_id", "reopened", "chat", name="pk_urgent_told"),
    )
    op.add_column("inbox", sa.Column("ending", sa.String(12)))


def _groups() -> None:
    office = ["regional_office"], ["regional_offices.id"]
    op.create_table(
        "staff_chats",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("regional_office", sa.Integer),
        sa.Column("connected_at", _AT, nullable=False),
        sa.Column("connected_by", sa.Integer, nullable=False),
        sa.Column("told_until", _AT, nullable=False),
        sa.Column("digest_on", sa.Date),
        sa.Column("hinted", sa.Boolean, nullable=False),
        sa.Column("broken_at", _AT),
        sa.Column("failure", sa.String(200)),
        sa.ForeignKeyConstraint(*office, name="fk_staff_chats_regional_office_regional_offices"),
        sa.ForeignKeyConstraint(
            ["connected_by"], ["staff.id"], name="fk_staff_chats_connected_by_staff"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_chats"),
        sa.UniqueConstraint("chat_id", name="uq_staff_chats_chat_id"),
    )
    op.create_table(
        "staff_chat_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("regional_office", sa.Integer),
        sa.Column("made_by", sa.Integer, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("used_at", _AT),
        sa.ForeignKeyConstraint(
            *office, name="fk_staff_chat_codes_regional_office_regional_offices"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name="fk_staff_chat_codes_made_by_staff"
        ),
        sa.PrimaryKeyConstraint("code_hash", name="pk_staff_chat_codes"),
    )
    op.create_table(
        "staff_chat_tries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_chat_tries"),
    )
    op.create_index("ix_staff_chat_tries_at", "staff_chat_tries", ["at"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("inbox", "ending")
    op.drop_table("urgent_told")
    op.drop_index("ix_staff_chat_tries_at", "staff_chat_tries")
    op.drop_table("staff_chat_tries")
    op.drop_table("staff_chat_codes")
    op.drop_table("staff_chats")
    op.drop_index("ix_restrictions_person", "restrictions")
    op.drop_table("restrictions")
