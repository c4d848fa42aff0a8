"""Keys of other offices, webhooks and their deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("hint", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("regional_office", sa.Integer),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("made_by", sa.Integer, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("expires_at", _AT, nullable=False),
        sa.Column("last_used_at", _AT),
        sa.Column("revoked_at", _AT),
        sa.Column("revoked_by", sa.Integer),
        sa.ForeignKeyConstraint(
            ["regional_office"],
            ["regional_offices.id"],
            name="fk_api_keys_regional_office_regional_offices",
        ),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name="fk_api_keys_made_by_staff"),
        sa.ForeignKeyConstraint(["revoked_by"], ["staff.id"], name="fk_api_keys_revoked_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("token_hash", name="uq_api_keys_token_hash"),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("tag", sa.String(32), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("events", sa.String(200), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary, nullable=False),
        sa.Column("made_by", sa.Integer, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("paused_at", _AT),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name="fk_webhooks_made_by_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sa.UniqueConstraint("tag", name="uq_webhooks_tag"),
    )
    _deliveries()


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("webhook_id", sa.Integer, nullable=False),
        sa.Column("message", sa.String(40), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("not_before", _AT, nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.Column("finished_at", _AT),
        sa.Column("status", sa.Integer),
        sa.Column("failure", sa.String(40)),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name="fk_webhook_deliveries_webhook_id_webhooks",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_deliveries"),
        sa.UniqueConstraint(
            "webhook_id", "message", name="uq_webhook_deliveries_webhook_id_message"
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_state_not_before", "webhook_deliveries", ["state", "not_before"]
    )
    op.create_index("ix_webhook_deliveries_finished_at", "webhook_deliveries", ["finished_at"])


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index("ix_webhook_deliveries_finished_at", "webhook_deliveries")
    op.drop_index("ix_webhook_deliveries_state_not_before", "webhook_deliveries")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.drop_table("api_keys")
