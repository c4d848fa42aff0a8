"""What people write for a report."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("span", sa.String(10), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("begun_at", _AT, nullable=False),
        sa.Column("begun_by", sa.Integer, nullable=False),
        sa.Column("proposed_at", _AT),
        sa.Column("proposed_by", sa.Integer),
        sa.Column("finished_at", _AT),
        sa.Column("finished_by", sa.Integer),
        sa.Column("snapshot", sa.Text),
        sa.Column("commission_on", sa.Date),
        sa.Column("commission_letter", sa.String(100)),
        sa.Column("version", sa.Integer, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["staff.id"], name=f"fk_reports_{name}_staff")
            for name in ("begun_by", "proposed_by", "finished_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("span", "since", "edition", name="uq_reports_span_since_edition"),
    )
    op.create_table(
        "report_entries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Integer, nullable=False),
        sa.Column("field", sa.String(30), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("by", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name="fk_report_entries_report_id_reports"
        ),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name="fk_report_entries_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_report_entries"),
        sa.UniqueConstraint(
            "report_id", "field", "ordinal", name="uq_report_entries_report_id_field_ordinal"
        ),
    )
    op.create_table(
        "report_files",
        sa.Column("report_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("size", sa.String(10), nullable=False),
        sa.Column("format", sa.String(5), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name="fk_report_files_report_id_reports"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_report_files_file_id_files"),
        sa.PrimaryKeyConstraint("report_id", "size", "format", name="pk_report_files"),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("report_files")
    op.drop_table("report_entries")
    op.drop_table("reports")
