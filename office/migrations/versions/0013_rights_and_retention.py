"""Requests about personal data, and the retention schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "retention_terms",
        sa.Column("piece", sa.String(40), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.Column("changed_by", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name="fk_retention_terms_changed_by_staff"
        ),
        sa.PrimaryKeyConstraint("piece", name="pk_retention_terms"),
    )
    op.create_table(
        "retention_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("is_dry", sa.Boolean, nullable=False),
        sa.Column("asked_by", sa.String(60), nullable=False),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("started_at", _AT),
        sa.Column("finished_at", _AT),
        sa.Column("report", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_runs"),
    )
    op.create_index("ix_retention_runs_finished_at", "retention_runs", ["finished_at"])
    _data_requests()
    _identities()
    _holds()
    op.add_column("outbox", sa.Column("emptied_at", _AT))
    op.add_column("requests", sa.Column("privacy_notice", sa.String(10)))
    op.create_index(
        "ix_questions_with_text",
        "questions",
        ["at"],
        sqlite_where=sa.text("text <> ''"),
        postgresql_where=sa.text("text <> ''"),
    )


def _data_requests() -> None:
    op.create_table(
        "data_requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(15), nullable=False),
        sa.Column("person", sa.BigInteger),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("received_at", _AT, nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("sealed_words", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("ground", sa.String(30)),
        sa.Column("sealed_note", sa.LargeBinary),
        sa.Column("settled_at", _AT),
        sa.Column("settled_by", sa.Integer),
        sa.Column("warned_at", _AT),
        sa.Column("lapsed_at", _AT),
        sa.Column("open_key", sa.String(40)),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff.id"], name="fk_data_requests_settled_by_staff"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_data_requests"),
        sa.UniqueConstraint("code", name="uq_data_requests_code"),
        sa.UniqueConstraint("open_key", name="uq_data_requests_open_key"),
    )
    op.create_index("ix_data_requests_person", "data_requests", ["person"])
    op.create_index("ix_data_requests_settled_at", "data_requests", ["settled_at"])
    op.create_index("ix_data_requests_status_due_at", "data_requests", ["status", "due_at"])


def _identities() -> None:
    op.create_table(
        "corrected_identities",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("tracking_code", sa.String(20), nullable=False),
        sa.Column("data_request", sa.Integer),
        sa.Column("sealed_before", sa.LargeBinary, nullable=False),
        sa.Column("sealed_after", sa.LargeBinary, nullable=False),
        sa.Column("corrected_at", _AT, nullable=False),
        sa.Column("corrected_by", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["staff.id"], name="fk_corrected_identities_corrected_by_staff"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_corrected_identities"),
    )
    op.create_index(
        "ix_corrected_identities_tracking_code", "corrected_identities", ["tracking_code"]
    )
    op.create_table(
        "restricted_identities",
        sa.Column("tracking_code", sa.String(20), nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.Column("data_request", sa.Integer),
        sa.Column("restricted_by", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["restricted_by"], ["staff.id"], name="fk_restricted_identities_restricted_by_staff"
        ),
        sa.PrimaryKeyConstraint("tracking_code", name="pk_restricted_identities"),
    )


def _holds() -> None:
    op.create_table(
        "retention_holds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("tracking_code", sa.String(20), nullable=False),
        sa.Column("open_key", sa.String(20)),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.Column("held_by", sa.Integer, nullable=False),
        sa.Column("lifted_at", _AT),
        sa.Column("lifted_by", sa.Integer),
        sa.ForeignKeyConstraint(["held_by"], ["staff.id"], name="fk_retention_holds_held_by_staff"),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["staff.id"], name="fk_retention_holds_lifted_by_staff"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_retention_holds"),
        sa.UniqueConstraint("open_key", name="uq_retention_holds_open_key"),
    )
    op.create_index("ix_retention_holds_tracking_code", "retention_holds", ["tracking_code"])


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index("ix_questions_with_text", "questions")
    op.drop_column("requests", "privacy_notice")
    op.drop_column("outbox", "emptied_at")
    op.drop_index("ix_retention_holds_tracking_code", "retention_holds")
    op.drop_table("retention_holds")
    op.drop_table("restricted_identities")
    op.drop_index("ix_corrected_identities_tracking_code", "corrected_identities")
    op.drop_table("corrected_identities")
    op.drop_index("ix_data_requests_status_due_at", "data_requests")
    op.drop_index("ix_data_requests_settled_at", "data_requests")
    op.drop_index("ix_data_requests_person", "data_requests")
    op.drop_table("data_requests")
    op.drop_index("ix_retention_runs_finished_at", "retention_runs")
    op.drop_table("retention_runs")
    op.drop_table("retention_terms")
