"""What the public register says of a request."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "open_subjects",
        sa.Column("request_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("information_class", sa.String(20)),
        sa.Column("written_by", sa.Integer),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name="fk_open_subjects_request_id_requests"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff.id"], name="fk_open_subjects_written_by_staff"
        ),
        sa.PrimaryKeyConstraint("request_id", name="pk_open_subjects"),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("open_subjects")
