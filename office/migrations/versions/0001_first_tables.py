"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The journal can be added to and nothing else, whoever holds the database's password.
_APPEND_ONLY_SQLITE = """
CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
_REFUSE_POSTGRESQL = """
CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
_APPEND_ONLY_POSTGRESQL = """
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()
"""


def _protect_journal() -> None:
    if op.get_context().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_APPEND_ONLY_SQLITE.format(verb=verb))
    else:
        op.execute(_REFUSE_POSTGRESQL)
        op.execute(_APPEND_ONLY_POSTGRESQL)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_years")),
    )
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=True),
        sa.Column("sealed_memory", sa.LargeBinary(), nullable=False),
        sa.Column("has_draft", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chats")),
    )
    op.create_index("ix_chats_changed_at", "chats", ["changed_at"], unique=False)

    op.create_table(
        "counters",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "days_off",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_days_off")),
    )
    op.create_table(
        "entries",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=15), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("info_class", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("related", sa.Text(), nullable=False),
        sa.Column("phrasings", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_pack", "entries", ["pack"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("telegram_file_id", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index("ix_files_sha256", "files", ["sha256"], unique=False)

    op.create_table(
        "heartbeats",
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    op.create_index("ix_inbox_state_id", "inbox", ["state", "id"], unique=False)
    op.create_index(
        "ix_inbox_state_person_update_id", "inbox", ["state", "person", "update_id"], unique=False
    )

    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_act", "journal", ["act"], unique=False)
    op.create_index("ix_journal_actor", "journal", ["actor"], unique=False)
    op.create_index("ix_journal_at", "journal", ["at"], unique=False)
    op.create_index("ix_journal_subject", "journal", ["subject"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_once")),
    )
    op.create_index("ix_outbox_chat_id_id", "outbox", ["chat_id", "id"], unique=False)
    op.create_index("ix_outbox_finished_at", "outbox", ["finished_at"], unique=False)
    op.create_index("ix_outbox_state_rank_id", "outbox", ["state", "rank", "id"], unique=False)

    op.create_table(
        "outbox_pause",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_outbox_pause")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asker", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("band", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("considered", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("key", name=op.f("uq_questions_key")),
    )
    op.create_index("ix_questions_at", "questions", ["at"], unique=False)
    op.create_index("ix_questions_band", "questions", ["band"], unique=False)
    op.create_index("ix_questions_band_id", "questions", ["band", "id"], unique=False)
    op.create_index("ix_questions_slug", "questions", ["slug"], unique=False)

    op.create_table(
        "shelf_version",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_shelf_version")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("ix_sign_in_attempts_at", "sign_in_attempts", ["at"], unique=False)
    op.create_index("ix_sign_in_attempts_login", "sign_in_attempts", ["login"], unique=False)

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(length=20), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("open_person", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=15), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.Integer(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=15), nullable=True),
        sa.ForeignKeyConstraint(
            ["held_by"], ["staff.id"], name=op.f("fk_escalations_held_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint("open_person", name=op.f("uq_escalations_open_person")),
        sa.UniqueConstraint("ticket", name=op.f("uq_escalations_ticket")),
    )
    op.create_index("ix_escalations_person", "escalations", ["person"], unique=False)
    op.create_index(
        "ix_escalations_status_opened_at", "escalations", ["status", "opened_at"], unique=False
    )

    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("registration_number", sa.String(length=40), nullable=False),
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column("tracking_code", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_date", sa.Date(), nullable=False),
        sa.Column("applicant_type", sa.String(length=30), nullable=False),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(length=64), nullable=False),
        sa.Column("identity_doubt", sa.String(length=30), nullable=True),
        sa.Column("occupation", sa.String(length=100), nullable=False),
        sa.Column(
            "power_of_attorney", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("information_detail", sa.Text(), nullable=False),
        sa.Column("purpose_of_use", sa.Text(), nullable=False),
        sa.Column("purpose_category", sa.String(length=30), nullable=False),
        sa.Column("access_mode", sa.String(length=10), nullable=False),
        sa.Column("copy_format", sa.String(length=10), nullable=True),
        sa.Column("delivery_method", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("decision", sa.String(length=30), nullable=True),
        sa.Column("refusal_ground", sa.String(length=30), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("notice_date", sa.Date(), nullable=True),
        sa.Column("provided_date", sa.Date(), nullable=True),
        sa.Column(
            "provided_file", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("notice_due", sa.Date(), nullable=False),
        sa.Column("notice_due_internal", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_requests_decided_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["power_of_attorney"], ["files.id"], name=op.f("fk_requests_power_of_attorney_files")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_requests_proposed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["provided_file"], ["files.id"], name=op.f("fk_requests_provided_file_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_requests_draft_key")),
        sa.UniqueConstraint("registration_number", name=op.f("uq_requests_registration_number")),
        sa.UniqueConstraint("tracking_code", name=op.f("uq_requests_tracking_code")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_requests_year_sequence")),
    )
    op.create_index("ix_requests_identity_index", "requests", ["identity_index"], unique=False)
    op.create_index("ix_requests_person", "requests", ["person"], unique=False)
    op.create_index("ix_requests_received_date", "requests", ["received_date"], unique=False)
    op.create_index(
        "ix_requests_status_notice_due", "requests", ["status", "notice_due"], unique=False
    )

    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_staff_sessions_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"], unique=False)

    op.create_table(
        "escalation_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("speaker", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("notice", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_escalation_lines_escalation_id_escalations"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_escalation_lines_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_escalation_lines_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_lines")),
    )
    op.create_index(
        "ix_escalation_lines_escalation_id", "escalation_lines", ["escalation_id"], unique=False
    )

    op.create_table(
        "request_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("event", sa.String(length=30), nullable=False),
        sa.Column("once", sa.String(length=30), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_events_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_events")),
        sa.UniqueConstraint("request_id", "once", name=op.f("uq_request_events_request_id_once")),
    )
    op.create_index("ix_request_events_request_id", "request_events", ["request_id"], unique=False)
    op.bulk_insert(
        sa.table("journal_head", sa.column("one"), sa.column("last_id"), sa.column("checksum")),
        [{"one": 1, "last_id": 0, "checksum": "0" * 64}],
    )
    _protect_journal()


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_request_events_request_id", table_name="request_events")

    op.drop_table("request_events")
    op.drop_index("ix_escalation_lines_escalation_id", table_name="escalation_lines")

    op.drop_table("escalation_lines")
    op.drop_index("ix_staff_sessions_staff_id", table_name="staff_sessions")

    op.drop_table("staff_sessions")
    op.drop_index("ix_requests_status_notice_due", table_name="requests")
    op.drop_index("ix_requests_received_date", table_name="requests")
    op.drop_index("ix_requests_person", table_name="requests")
    op.drop_index("ix_requests_identity_index", table_name="requests")

    op.drop_table("requests")
    op.drop_index("ix_escalations_status_opened_at", table_name="escalations")
    op.drop_index("ix_escalations_person", table_name="escalations")

    op.drop_table("escalations")
    op.drop_table("staff")
    op.drop_index("ix_sign_in_attempts_login", table_name="sign_in_attempts")
    op.drop_index("ix_sign_in_attempts_at", table_name="sign_in_attempts")

    op.drop_table("sign_in_attempts")
    op.drop_table("shelf_version")
    op.drop_index("ix_questions_slug", table_name="questions")
    op.drop_index("ix_questions_band_id", table_name="questions")
    op.drop_index("ix_questions_band", table_name="questions")
    op.drop_index("ix_questions_at", table_name="questions")

    op.drop_table("questions")
    op.drop_table("outbox_pause")
    op.drop_index("ix_outbox_state_rank_id", table_name="outbox")
    op.drop_index("ix_outbox_finished_at", table_name="outbox")
    op.drop_index("ix_outbox_chat_id_id", table_name="outbox")

    op.drop_table("outbox")
    op.drop_table("journal_head")
    op.drop_index("ix_journal_subject", table_name="journal")
    op.drop_index("ix_journal_at", table_name="journal")
    op.drop_index("ix_journal_actor", table_name="journal")
    op.drop_index("ix_journal_act", table_name="journal")

    op.drop_table("journal")
    op.drop_index("ix_inbox_state_person_update_id", table_name="inbox")
    op.drop_index("ix_inbox_state_id", table_name="inbox")

    op.drop_table("inbox")
    op.drop_table("heartbeats")
    op.drop_index("ix_files_sha256", table_name="files")

    op.drop_table("files")
    op.drop_index("ix_entries_pack", table_name="entries")

    op.drop_table("entries")
    op.drop_table("days_off")
    op.drop_table("counters")
    op.drop_index("ix_chats_changed_at", table_name="chats")

    op.drop_table("chats")
    op.drop_table("calendar_years")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION journal_append_only()")
