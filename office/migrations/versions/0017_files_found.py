"""A file's case or conversation is found by the file, however many there are."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TABLES = ("escalation_lines", "request_files")


def upgrade() -> None:
    """Add the indexes."""
    for table in _TABLES:
        op.create_index(f"ix_{table}_file_id", table, ["file_id"])


def downgrade() -> None:
    """Take the indexes away."""
    for table in reversed(_TABLES):
        op.drop_index(f"ix_{table}_file_id", table)
