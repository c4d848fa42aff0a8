"""The legal book: whole requests, objections, letters, lists, calendar, survey."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# A statutory row is never deleted, whoever holds the database's password.
_STATUTORY = ("requests", "objections", "letters", "request_events", "objection_events")
_GUARD_SQLITE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'a statutory row is never deleted'); END
"""
_REFUSE_POSTGRESQL = """
CREATE FUNCTION refuse_statutory_delete() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a statutory row is never deleted'; END $$
"""
_GUARD_POSTGRESQL = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_statutory_delete()
"""
# What was on a request's own row moves beside it, since there may now be several.
_CARRY_UP = (
    "INSERT INTO request_files (request_id, file_id, role, added_at) "
    "SELECT id, power_of_attorney, 'power_of_attorney', received_at FROM requests "
    "WHERE power_of_attorney IS NOT NULL",
    "INSERT INTO releases (request_id, file_id, status, findings, added_by, added_at) "
    "SELECT id, provided_file, 'provided', '[]', decided_by, received_at FROM requests "
    "WHERE provided_file IS NOT NULL AND decided_by IS NOT NULL",
)
_FILL = (
    "UPDATE requests SET check_due = received_date",
    "UPDATE requests SET held_soft = (decision = 'granted_full'), provide_due = notice_date, "
    "under_control = (decision <> 'refused_not_held'), "
    "not_documented = (decision = 'refused_not_documented') WHERE decision IS NOT NULL",
    "UPDATE requests SET closed_on = notice_due WHERE status = 'withdrawn'",
)
_DAY_SQLITE = "UPDATE request_events SET effective_on = date(at)"
_DAY_POSTGRESQL = "UPDATE request_events SET effective_on = CAST(at AS date)"
_CARRY_DOWN = (
    "UPDATE requests SET power_of_attorney = (SELECT min(file_id) FROM request_files "
    "WHERE request_id = requests.id AND role = 'power_of_attorney')",
    "UPDATE requests SET provided_file = (SELECT min(file_id) FROM releases "
    "WHERE request_id = requests.id AND status = 'provided')",
)


def _guard() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(_REFUSE_POSTGRESQL)
    for table in _STATUTORY:
        op.execute((_GUARD_SQLITE if sqlite else _GUARD_POSTGRESQL).format(table=table))


def _unguard() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _STATUTORY:
        op.execute(f"DROP TRIGGER {table}_no_delete" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        op.execute("DROP FUNCTION refuse_statutory_delete")


def _fill() -> None:
    for statement in _FILL:
        op.execute(statement)
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(_DAY_SQLITE if sqlite else _DAY_POSTGRESQL)
    _index_words()


def _index_words() -> None:
    """Make the requests that are there findable by their words."""
    bind = op.get_bind()
    known = sa.text("SELECT id, information_detail, registration_number FROM requests")
    add = sa.text("INSERT INTO request_words (word, request_id) VALUES (:word, :request_id)")
    for number, *texts in bind.execute(known).all():
        plain = unicodedata.normalize("NFKD", " ".join(texts).casefold())
        found = re.findall(r"[a-z0-9]{2,40}", plain.encode("ascii", "ignore").decode())
        rows = [{"word": word, "request_id": number} for word in dict.fromkeys(found)][:400]
        if rows:
            bind.execute(add, rows)


def _forget_defaults() -> None:
    """Take away the values that only served the rows that were there."""
    for table, names in _DEFAULTED.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.alter_column(name, server_default=None)


_DEFAULTED = {
    "requests": (
        "not_documented", "held_soft", "held_hard", "fee_items", "fee_total", "check_due",
        "calendar_version",
    ),
    "request_events": ("effective_on",),
}  # fmt: skip


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "calendar_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decree", sa.String(length=200), nullable=True),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendar_versions")),
    )
    op.create_table(
        "identity_slips",
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("applicant_type", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_answers", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("draft_key", name=op.f("pk_identity_slips")),
    )
    with op.batch_alter_table("identity_slips", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identity_slips_opened_at"), ["opened_at"], unique=False
        )

    op.create_table(
        "one_time_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_links")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_one_time_links_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(
            "ix_one_time_links_purpose_subject", ["purpose", "subject"], unique=False
        )

    op.create_table(
        "public_information",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("holding_unit", sa.String(length=200), nullable=False),
        sa.Column("responsible_official", sa.String(length=200), nullable=False),
        sa.Column("created_when_where", sa.String(length=300), nullable=False),
        sa.Column("is_soft", sa.Boolean(), nullable=False),
        sa.Column("is_hard", sa.Boolean(), nullable=False),
        sa.Column("retention_period", sa.String(length=200), nullable=False),
        sa.Column("information_class", sa.String(length=20), nullable=False),
        sa.Column("url_or_file", sa.String(length=500), nullable=False),
        sa.Column("decree_no", sa.String(length=100), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("entry_slug", sa.String(length=80), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("review_due", sa.Date(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_information")),
        sa.UniqueConstraint("ordinal", name=op.f("uq_public_information_ordinal")),
    )
    with op.batch_alter_table("public_information", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_information_entry_slug"), ["entry_slug"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_public_information_holding_unit"), ["holding_unit"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_public_information_information_class"),
            ["information_class"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_public_information_review_due"), ["review_due"], unique=False
        )

    op.create_table(
        "regional_offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_offices")),
        sa.UniqueConstraint("name", name=op.f("uq_regional_offices_name")),
    )
    op.create_table(
        "sign_in_places",
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_sign_in_places")),
    )
    with op.batch_alter_table("sign_in_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_places_at"), ["at"], unique=False)

    op.create_table(
        "survey_answers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("requirements", sa.SmallInteger(), nullable=False),
        sa.Column("procedure", sa.SmallInteger(), nullable=False),
        sa.Column("time", sa.SmallInteger(), nullable=False),
        sa.Column("cost", sa.SmallInteger(), nullable=False),
        sa.Column("product", sa.SmallInteger(), nullable=False),
        sa.Column("staff_competence", sa.SmallInteger(), nullable=False),
        sa.Column("staff_behaviour", sa.SmallInteger(), nullable=False),
        sa.Column("complaint_handling", sa.SmallInteger(), nullable=False),
        sa.Column("facilities", sa.SmallInteger(), nullable=False),
        sa.Column("sealed_comment", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "complaint_handling BETWEEN 1 AND 4", name=op.f("ck_survey_answers_complaint_handling")
        ),
        sa.CheckConstraint("cost BETWEEN 1 AND 4", name=op.f("ck_survey_answers_cost")),
        sa.CheckConstraint("facilities BETWEEN 1 AND 4", name=op.f("ck_survey_answers_facilities")),
        sa.CheckConstraint("procedure BETWEEN 1 AND 4", name=op.f("ck_survey_answers_procedure")),
        sa.CheckConstraint("product BETWEEN 1 AND 4", name=op.f("ck_survey_answers_product")),
        sa.CheckConstraint(
            "requirements BETWEEN 1 AND 4", name=op.f("ck_survey_answers_requirements")
        ),
        sa.CheckConstraint(
            "staff_behaviour BETWEEN 1 AND 4", name=op.f("ck_survey_answers_staff_behaviour")
        ),
        sa.CheckConstraint(
            "staff_competence BETWEEN 1 AND 4", name=op.f("ck_survey_answers_staff_competence")
        ),
        sa.CheckConstraint("time BETWEEN 1 AND 4", name=op.f("ck_survey_answers_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
    )
    with op.batch_alter_table("survey_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_survey_answers_answered_on"), ["answered_on"], unique=False
        )

    op.create_table(
        "survey_cases",
        sa.Column("case", sa.String(length=60), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_survey_cases")),
    )
    with op.batch_alter_table("survey_cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_survey_cases_invited_on"), ["invited_on"], unique=False
        )

    op.create_table(
        "exemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("holding_unit", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("other_statute", sa.Text(), nullable=False),
        sa.Column("consequence_if_open", sa.Text(), nullable=False),
        sa.Column("consequence_if_closed", sa.Text(), nullable=False),
        sa.Column("period_type", sa.String(length=20), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("test_sheet_no", sa.String(length=100), nullable=False),
        sa.Column("testers", sa.Text(), nullable=False),
        sa.Column("decree_no", sa.String(length=100), nullable=False),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=15), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("opening_reason", sa.Text(), nullable=False),
        sa.Column("opening_proposed_by", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_exemptions_approved_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["staff.id"], name=op.f("fk_exemptions_opened_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["opening_proposed_by"],
            ["staff.id"],
            name=op.f("fk_exemptions_opening_proposed_by_staff"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_exemptions_proposed_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemptions")),
    )
    with op.batch_alter_table("exemptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exemptions_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemptions_ground"), ["ground"], unique=False)
        batch_op.create_index(batch_op.f("ix_exemptions_status"), ["status"], unique=False)

    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(length=15), nullable=False),
        sa.Column("format", sa.String(length=5), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("nameless", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=60), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_exports_asked_by_staff")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_exports_file_id_files")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_table(
        "exemption_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exemption_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("event", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exemption_id"],
            ["exemptions.id"],
            name=op.f("fk_exemption_events_exemption_id_exemptions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption_events")),
    )
    with op.batch_alter_table("exemption_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exemption_events_exemption_id"), ["exemption_id"], unique=False
        )

    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("objection_number", sa.String(length=40), nullable=False),
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column("tracking_code", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_date", sa.Date(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("applicant_type", sa.String(length=30), nullable=False),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.String(length=64), nullable=False),
        sa.Column("occupation", sa.String(length=100), nullable=False),
        sa.Column("information_detail", sa.Text(), nullable=False),
        sa.Column("purpose_of_use", sa.Text(), nullable=False),
        sa.Column("grounds", sa.String(length=20), nullable=False),
        sa.Column("case_facts", sa.Text(), nullable=False),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("past_window", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=30), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("statements", sa.Text(), nullable=False),
        sa.Column("order_to_ppid", sa.Text(), nullable=True),
        sa.Column("order_due", sa.Date(), nullable=True),
        sa.Column("exemption", sa.Integer(), nullable=True),
        sa.Column("response_date", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("applicant_reaction", sa.String(length=20), nullable=True),
        sa.Column("reaction_text", sa.Text(), nullable=True),
        sa.Column("response_due", sa.Date(), nullable=False),
        sa.Column("response_due_internal", sa.Date(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("dispute_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_objections_decided_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_objections_entered_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["exemption"], ["exemptions.id"], name=op.f("fk_objections_exemption_exemptions")
        ),
        sa.ForeignKeyConstraint(
            ["refused_by"], ["staff.id"], name=op.f("fk_objections_refused_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_objections_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("draft_key", name=op.f("uq_objections_draft_key")),
        sa.UniqueConstraint("objection_number", name=op.f("uq_objections_objection_number")),
        sa.UniqueConstraint("tracking_code", name=op.f("uq_objections_tracking_code")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_objections_year_sequence")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objections_identity_index"), ["identity_index"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_objections_person"), ["person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_objections_received_date"), ["received_date"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_objections_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_objections_status_id", ["status", "id"], unique=False)
        batch_op.create_index(
            "ix_objections_status_response_due", ["status", "response_due"], unique=False
        )

    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["staff.id"], name=op.f("fk_releases_added_by_staff")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_releases_file_id_files")),
        sa.ForeignKeyConstraint(
            ["released_by"], ["staff.id"], name=op.f("fk_releases_released_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_releases_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_releases_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_releases_status"), ["status"], unique=False)

    op.create_table(
        "request_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_request_files_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_files_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_files")),
    )
    with op.batch_alter_table("request_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_files_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "request_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("regional_office", sa.Integer(), nullable=True),
        sa.Column("holding_body", sa.String(length=200), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_request_parts_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["regional_office"],
            ["regional_offices.id"],
            name=op.f("fk_request_parts_regional_office_regional_offices"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_parts_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_parts")),
        sa.UniqueConstraint(
            "request_id", "ordinal", name=op.f("uq_request_parts_request_id_ordinal")
        ),
    )
    with op.batch_alter_table("request_parts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_request_parts_office_status", ["regional_office", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_request_parts_request_id"), ["request_id"], unique=False
        )
        batch_op.create_index("ix_request_parts_status_due", ["status", "due"], unique=False)

    op.create_table(
        "request_words",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_words_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("word", "request_id", name=op.f("pk_request_words")),
    )
    with op.batch_alter_table("request_words", schema=None) as batch_op:
        batch_op.create_index("ix_request_words_request_id", ["request_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("objection_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("sealed_facts", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_letters_file_id_files")),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_letters_objection_id_objections")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_letters_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("code", name=op.f("uq_letters_code")),
        sa.UniqueConstraint("number", name=op.f("uq_letters_number")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_objection_id"), ["objection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_request_id"), ["request_id"], unique=False)

    op.create_table(
        "objection_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("event", sa.String(length=30), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objections.id"],
            name=op.f("fk_objection_events_objection_id_objections"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_events")),
        sa.UniqueConstraint(
            "objection_id", "once", name=op.f("uq_objection_events_objection_id_once")
        ),
    )
    with op.batch_alter_table("objection_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_events_objection_id"), ["objection_id"], unique=False
        )

    with op.batch_alter_table("calendar_years", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decree", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("request_events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("effective_on", sa.Date(), nullable=False, server_default="2026-01-01")
        )
        batch_op.alter_column(
            "once",
            existing_type=sa.VARCHAR(length=30),
            type_=sa.String(length=40),
            existing_nullable=True,
        )

    for statement in _CARRY_UP:
        op.execute(statement)
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("follows", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("incomplete_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("incomplete_received", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("missing", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("repaired_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("complete_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extension_ground", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("extension_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("exemption", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("under_control", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("holding_body", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("not_documented", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("held_soft", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("held_hard", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("redaction", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("notice_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("last_notice", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("provide_due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("provided_how", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("fee_items", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("fee_total", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("payment_method", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("payment_receipt", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("paid_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("register_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("check_due", sa.Date(), nullable=False, server_default="2026-01-01")
        )
        batch_op.add_column(sa.Column("fix_due", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("calendar_version", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("objection_until", sa.Date(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_requests_status_notice_due"))
        batch_op.create_index(
            "ix_requests_status_notice_due",
            ["status", "notice_due", "id", "notice_date"],
            unique=False,
        )
        batch_op.create_index("ix_requests_channel_id", ["channel", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requests_follows"), ["follows"], unique=False)
        batch_op.create_index(
            "ix_requests_status_channel_id", ["status", "channel", "id"], unique=False
        )
        batch_op.create_index("ix_requests_status_id", ["status", "id"], unique=False)
        batch_op.create_index(
            "ix_requests_status_objection_until", ["status", "objection_until"], unique=False
        )
        batch_op.create_index("ix_requests_year_id", ["year", "id"], unique=False)
        batch_op.drop_constraint(batch_op.f("fk_requests_provided_file_files"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_requests_power_of_attorney_files"), type_="foreignkey"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_requests_exemption_exemptions"), "exemptions", ["exemption"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_requests_follows_requests"), "requests", ["follows"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_requests_entered_by_staff"), "staff", ["entered_by"], ["id"]
        )
        batch_op.drop_column("power_of_attorney")
        batch_op.drop_column("provided_file")

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("regional_office", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_staff_regional_office_regional_offices"),
            "regional_offices",
            ["regional_office"],
            ["id"],
        )

    _fill()
    _forget_defaults()
    _guard()


def downgrade() -> None:
    """Go down."""
    _unguard()
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_staff_regional_office_regional_offices"), type_="foreignkey"
        )
        batch_op.drop_column("regional_office")

    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provided_file", sa.INTEGER(), nullable=True))
        batch_op.add_column(sa.Column("power_of_attorney", sa.INTEGER(), nullable=True))

    for statement in _CARRY_DOWN:
        op.execute(statement)
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_requests_entered_by_staff"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_requests_follows_requests"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_requests_exemption_exemptions"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_requests_power_of_attorney_files"),
            "files",
            ["power_of_attorney"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_requests_provided_file_files"), "files", ["provided_file"], ["id"]
        )
        batch_op.drop_index("ix_requests_year_id")
        batch_op.drop_index("ix_requests_status_objection_until")
        batch_op.drop_index("ix_requests_status_id")
        batch_op.drop_index("ix_requests_status_channel_id")
        batch_op.drop_index(batch_op.f("ix_requests_follows"))
        batch_op.drop_index("ix_requests_channel_id")
        batch_op.drop_index("ix_requests_status_notice_due")
        batch_op.create_index(
            batch_op.f("ix_requests_status_notice_due"), ["status", "notice_due"], unique=False
        )
        batch_op.drop_column("objection_until")
        batch_op.drop_column("calendar_version")
        batch_op.drop_column("fix_due")
        batch_op.drop_column("check_due")
        batch_op.drop_column("closed_on")
        batch_op.drop_column("register_note")
        batch_op.drop_column("paid_on")
        batch_op.drop_column("payment_receipt")
        batch_op.drop_column("payment_method")
        batch_op.drop_column("fee_total")
        batch_op.drop_column("fee_items")
        batch_op.drop_column("provided_how")
        batch_op.drop_column("provide_due")
        batch_op.drop_column("last_notice")
        batch_op.drop_column("notice_note")
        batch_op.drop_column("redaction")
        batch_op.drop_column("held_hard")
        batch_op.drop_column("held_soft")
        batch_op.drop_column("not_documented")
        batch_op.drop_column("holding_body")
        batch_op.drop_column("under_control")
        batch_op.drop_column("exemption")
        batch_op.drop_column("extension_reason")
        batch_op.drop_column("extension_ground")
        batch_op.drop_column("extended_on")
        batch_op.drop_column("complete_date")
        batch_op.drop_column("repaired_date")
        batch_op.drop_column("missing")
        batch_op.drop_column("incomplete_received")
        batch_op.drop_column("incomplete_date")
        batch_op.drop_column("follows")
        batch_op.drop_column("entered_by")

    with op.batch_alter_table("request_events", schema=None) as batch_op:
        batch_op.alter_column(
            "once",
            existing_type=sa.String(length=40),
            type_=sa.VARCHAR(length=30),
            existing_nullable=True,
        )
        batch_op.drop_column("effective_on")

    with op.batch_alter_table("calendar_years", schema=None) as batch_op:
        batch_op.drop_column("edited_at")
        batch_op.drop_column("decree")

    with op.batch_alter_table("objection_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_events_objection_id"))

    op.drop_table("objection_events")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_request_id"))
        batch_op.drop_index(batch_op.f("ix_letters_objection_id"))

    op.drop_table("letters")
    with op.batch_alter_table("request_words", schema=None) as batch_op:
        batch_op.drop_index("ix_request_words_request_id")

    op.drop_table("request_words")
    with op.batch_alter_table("request_parts", schema=None) as batch_op:
        batch_op.drop_index("ix_request_parts_status_due")
        batch_op.drop_index(batch_op.f("ix_request_parts_request_id"))
        batch_op.drop_index("ix_request_parts_office_status")

    op.drop_table("request_parts")
    with op.batch_alter_table("request_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_files_request_id"))

    op.drop_table("request_files")
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_status"))
        batch_op.drop_index(batch_op.f("ix_releases_request_id"))

    op.drop_table("releases")
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.drop_index("ix_objections_status_response_due")
        batch_op.drop_index("ix_objections_status_id")
        batch_op.drop_index(batch_op.f("ix_objections_request_id"))
        batch_op.drop_index(batch_op.f("ix_objections_received_date"))
        batch_op.drop_index(batch_op.f("ix_objections_person"))
        batch_op.drop_index(batch_op.f("ix_objections_identity_index"))

    op.drop_table("objections")
    with op.batch_alter_table("exemption_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exemption_events_exemption_id"))

    op.drop_table("exemption_events")
    op.drop_table("exports")
    with op.batch_alter_table("exemptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exemptions_status"))
        batch_op.drop_index(batch_op.f("ix_exemptions_ground"))
        batch_op.drop_index(batch_op.f("ix_exemptions_expires_on"))

    op.drop_table("exemptions")
    with op.batch_alter_table("survey_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_cases_invited_on"))

    op.drop_table("survey_cases")
    with op.batch_alter_table("survey_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answers_answered_on"))

    op.drop_table("survey_answers")
    with op.batch_alter_table("sign_in_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_places_at"))

    op.drop_table("sign_in_places")
    op.drop_table("regional_offices")
    with op.batch_alter_table("public_information", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_information_review_due"))
        batch_op.drop_index(batch_op.f("ix_public_information_information_class"))
        batch_op.drop_index(batch_op.f("ix_public_information_holding_unit"))
        batch_op.drop_index(batch_op.f("ix_public_information_entry_slug"))

    op.drop_table("public_information")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_links_purpose_subject")
        batch_op.drop_index(batch_op.f("ix_one_time_links_expires_at"))

    op.drop_table("one_time_links")
    with op.batch_alter_table("identity_slips", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_slips_opened_at"))

    op.drop_table("identity_slips")
    op.drop_table("calendar_versions")
