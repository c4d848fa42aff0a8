"""Conversations with staff: speaker, lane, promise, timer, replies that wait, dispositions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
# The desk counts what came, was taken up and ended since an instant.
_MOMENTS = ("opened_at", "timer_at", "held_since", "closed_at")
# Who speaks follows from where a conversation stands; what is open is looked at at once.
_CARRY_UP = (
    "UPDATE escalations SET speaker = CASE status WHEN 'queued' THEN 'queue' "
    "WHEN 'held' THEN 'staff' ELSE 'bot' END",
    "UPDATE escalations SET timer_at = COALESCE(held_until, opened_at) WHERE status <> 'closed'",
    "UPDATE escalations SET previous_officer = held_by, held_by = NULL WHERE status = 'closed'",
)
_CARRY_DOWN = (
    "UPDATE escalations SET status = 'queued' WHERE status IN ('awaiting_citizen', 'awaiting_opd')",
    "UPDATE escalations SET held_by = previous_officer WHERE status = 'closed'",
    "UPDATE escalation_lines SET author = 'note' WHERE author = 'opd' OR withdrawn_at IS NOT NULL",
)


def upgrade() -> None:
    """Add the desk's tables; let every open conversation have a speaker and a timer."""
    _new_tables()
    with op.batch_alter_table("escalation_lines", schema=None) as batch_op:
        batch_op.alter_column("speaker", new_column_name="author")
        batch_op.add_column(sa.Column("withdrawn_at", _AT, nullable=True))
        batch_op.add_column(sa.Column("waited_since", _AT, nullable=True))
        batch_op.create_index(batch_op.f("ix_escalation_lines_at"), ["at"], unique=False)
    _wider_conversations()
    for statement in _CARRY_UP:
        op.execute(statement)


def downgrade() -> None:
    """Take the desk's tables away; what waited for somebody else waits in the queue again."""
    for statement in _CARRY_DOWN:
        op.execute(statement)
    _narrower_conversations()
    with op.batch_alter_table("escalation_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_lines_at"))
        batch_op.drop_column("waited_since")
        batch_op.drop_column("withdrawn_at")
        batch_op.alter_column("author", new_column_name="speaker")
    _no_new_tables()


def _new_tables() -> None:
    op.create_table(
        "desk_version",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_desk_version")),
    )
    op.create_table(
        "desk_presence",
        sa.Column("escalation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", _AT, nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_desk_presence_escalation_id_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_desk_presence_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("escalation_id", "staff_id", name=op.f("pk_desk_presence")),
    )
    op.create_table(
        "dispositions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("regional_office", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("sealed_question", sa.LargeBinary(), nullable=False),
        sa.Column(
            "asked_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["staff.id"], name=op.f("fk_dispositions_answered_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["asked_file_id"], ["files.id"], name=op.f("fk_dispositions_asked_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff.id"], name=op.f("fk_dispositions_asked_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_dispositions_escalation_id_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_dispositions_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["regional_office"],
            ["regional_offices.id"],
            name=op.f("fk_dispositions_regional_office_regional_offices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
    )
    with op.batch_alter_table("dispositions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispositions_escalation_id"), ["escalation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dispositions_regional_office"), ["regional_office"], unique=False
        )
    op.create_table(
        "escalation_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("officer", sa.Integer(), nullable=True),
        sa.Column("sealed_comment", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_escalation_ratings_escalation_id_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["officer"], ["staff.id"], name=op.f("fk_escalation_ratings_officer_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_ratings")),
    )
    with op.batch_alter_table("escalation_ratings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_ratings_escalation_id"), ["escalation_id"], unique=False
        )
    op.create_table(
        "formal_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=False),
        sa.Column("offered_at", _AT, nullable=False),
        sa.Column("sealed_information", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_formal_offers_escalation_id_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"], ["staff.id"], name=op.f("fk_formal_offers_offered_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_offers")),
    )
    with op.batch_alter_table("formal_offers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_formal_offers_escalation_id"), ["escalation_id"], unique=False
        )
    op.create_table(
        "proposed_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        sa.Column("seen_line", sa.Integer(), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", _AT, nullable=True),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_proposed_replies_decided_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_proposed_replies_escalation_id_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_proposed_replies_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff.id"], name=op.f("fk_proposed_replies_written_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_replies")),
    )
    with op.batch_alter_table("proposed_replies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposed_replies_escalation_id"), ["escalation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposed_replies_status"), ["status"], unique=False)


def _wider_conversations() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "speaker", sa.String(length=10), nullable=False, server_default=sa.text("'queue'")
            )
        )
        batch_op.add_column(
            sa.Column(
                "lane", sa.String(length=10), nullable=False, server_default=sa.text("'general'")
            )
        )
        batch_op.add_column(
            sa.Column("lane_rank", sa.Integer(), nullable=False, server_default=sa.text("2"))
        )
        batch_op.add_column(sa.Column("promised_from", _AT, nullable=True))
        batch_op.add_column(sa.Column("promised_by", _AT, nullable=True))
        batch_op.add_column(
            sa.Column("promise_basis", sa.Text(), nullable=False, server_default=sa.text("'{}'"))
        )
        batch_op.add_column(sa.Column("lapsed_at", _AT, nullable=True))
        batch_op.add_column(sa.Column("timer_at", _AT, nullable=True))
        batch_op.add_column(
            sa.Column("reminded", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("held_since", _AT, nullable=True))
        batch_op.add_column(sa.Column("first_held_at", _AT, nullable=True))
        batch_op.add_column(sa.Column("first_reply_at", _AT, nullable=True))
        batch_op.add_column(
            sa.Column("handled_seconds", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("previous_officer", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("meant_for", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("not_for", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("lapses", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(
            sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("follows", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reopen_until", _AT, nullable=True))
        batch_op.add_column(
            sa.Column("reopened", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("request_id", sa.Integer(), nullable=True))
        batch_op.alter_column(
            "status",
            existing_type=sa.VARCHAR(length=10),
            type_=sa.String(length=20),
            existing_nullable=False,
        )
        batch_op.create_index(
            "ix_escalations_queue", ["status", "lane_rank", "promised_by", "id"], unique=False
        )
        for name in _MOMENTS:
            batch_op.create_index(batch_op.f(f"ix_escalations_{name}"), [name], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_escalations_follows_escalations"), "escalations", ["follows"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_escalations_previous_officer_staff"),
            "staff",
            ["previous_officer"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_escalations_not_for_staff"), "staff", ["not_for"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_escalations_meant_for_staff"), "staff", ["meant_for"], ["id"]
        )


def _narrower_conversations() -> None:
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_escalations_meant_for_staff"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_escalations_not_for_staff"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_escalations_previous_officer_staff"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_escalations_follows_escalations"), type_="foreignkey"
        )
        for name in _MOMENTS:
            batch_op.drop_index(batch_op.f(f"ix_escalations_{name}"))
        batch_op.drop_index("ix_escalations_queue")
        batch_op.alter_column(
            "status",
            existing_type=sa.String(length=20),
            type_=sa.VARCHAR(length=10),
            existing_nullable=False,
        )
        batch_op.drop_column("request_id")
        batch_op.drop_column("reopened")
        batch_op.drop_column("reopen_until")
        batch_op.drop_column("follows")
        batch_op.drop_column("sensitive")
        batch_op.drop_column("lapses")
        batch_op.drop_column("not_for")
        batch_op.drop_column("meant_for")
        batch_op.drop_column("previous_officer")
        batch_op.drop_column("handled_seconds")
        batch_op.drop_column("first_reply_at")
        batch_op.drop_column("first_held_at")
        batch_op.drop_column("held_since")
        batch_op.drop_column("reminded")
        batch_op.drop_column("timer_at")
        batch_op.drop_column("lapsed_at")
        batch_op.drop_column("promise_basis")
        batch_op.drop_column("promised_by")
        batch_op.drop_column("promised_from")
        batch_op.drop_column("lane_rank")
        batch_op.drop_column("lane")
        batch_op.drop_column("speaker")


def _no_new_tables() -> None:
    with op.batch_alter_table("proposed_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposed_replies_status"))
        batch_op.drop_index(batch_op.f("ix_proposed_replies_escalation_id"))
    op.drop_table("proposed_replies")
    with op.batch_alter_table("formal_offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_formal_offers_escalation_id"))
    op.drop_table("formal_offers")
    with op.batch_alter_table("escalation_ratings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_ratings_escalation_id"))
    op.drop_table("escalation_ratings")
    with op.batch_alter_table("dispositions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispositions_regional_office"))
        batch_op.drop_index(batch_op.f("ix_dispositions_escalation_id"))
    op.drop_table("dispositions")
    op.drop_table("desk_presence")
    op.drop_table("desk_version")
