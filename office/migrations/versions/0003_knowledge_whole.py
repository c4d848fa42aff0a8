"""The library whole: versions of entries, programmes, clusters of questions, judgements."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


_ENTRIES = sa.table(
    "entries",
    sa.column("slug", sa.String),
    sa.column("live", sa.Integer),
    sa.column("starter_checksum", sa.String),
    sa.column("status", sa.String),
    sa.column("title", sa.String),
    sa.column("body", sa.Text),
    sa.column("info_class", sa.String),
    sa.column("owner", sa.String),
    sa.column("source", sa.Text),
    sa.column("related", sa.Text),
    sa.column("phrasings", sa.Text),
    sa.column("as_of", sa.Date),
    sa.column("review_by", sa.Date),
    sa.column("checksum", sa.String),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)
_VERSIONS = sa.table(
    "entry_versions",
    sa.column("slug", sa.String),
    sa.column("number", sa.Integer),
    sa.column("status", sa.String),
    sa.column("content", sa.Text),
    sa.column("note", sa.Text),
    sa.column("written_at", sa.DateTime(timezone=True)),
    sa.column("review_note", sa.Text),
    sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("override", sa.Text),
)
# What only serves the rows that are there while the columns come back.
_DEFAULTED = {
    "related": "[]", "phrasings": "[]", "review_by": "1970-01-01", "as_of": "1970-01-01",
    "updated_at": "1970-01-01 00:00:00", "title": "", "owner": "", "info_class": "",
    "checksum": "", "status": "published", "body": "", "source": "",
}  # fmt: skip


def _carry_up() -> None:
    """Make what each entry says its first version, published when it was last changed."""
    bind = op.get_bind()
    columns = [column for column in _ENTRIES.c if column.name not in {"live", "starter_checksum"}]
    rows = bind.execute(sa.select(*columns)).all()
    versions = [
        {
            "slug": row.slug,
            "number": 1,
            "status": "published",
            "content": _content(row),
            "note": "",
            "written_at": row.updated_at,
            "review_note": "",
            "published_at": row.updated_at,
            "override": "",
        }
        for row in rows
    ]
    if versions:
        bind.execute(sa.insert(_VERSIONS), versions)
    bind.execute(sa.update(_ENTRIES).values(live=1, starter_checksum=_ENTRIES.c.checksum))


def _content(row: Any) -> str:
    edition = {
        "title": row.title,
        "body": row.body,
        "long": "",
        "phrasings": json.loads(row.phrasings),
        "not_this": [],
        "info_class": row.info_class,
        "owner": row.owner,
        "source": row.source,
        "related": json.loads(row.related),
        "as_of": row.as_of.isoformat(),
        "review_by": row.review_by.isoformat(),
        "valid_from": None,
        "valid_until": None,
        "superseded_by": "",
        "status_of": "",
        "translations": {},
    }
    return json.dumps(edition, ensure_ascii=False)


def _carry_down() -> None:
    """Put back what is published into the entries' own rows.

    An entry without a published version, and every draft and former version, is lost: before
    this revision there was no place for them.
    """
    bind = op.get_bind()
    live = (
        sa.select(_ENTRIES.c.slug, _ENTRIES.c.starter_checksum, _VERSIONS.c.content)
        .add_columns(_VERSIONS.c.published_at)
        .join(_VERSIONS, _VERSIONS.c.slug == _ENTRIES.c.slug)
        .where(_VERSIONS.c.number == _ENTRIES.c.live)
    )
    for slug, checksum, content, published_at in bind.execute(live).all():
        fields = _fields(json.loads(content))
        bind.execute(
            sa.update(_ENTRIES)
            .where(_ENTRIES.c.slug == slug)
            .values(**fields, checksum=checksum or "", updated_at=published_at)
        )
    op.drop_table("entry_versions")
    bind.execute(sa.delete(_ENTRIES).where(_ENTRIES.c.live.is_(None)))


def _fields(edition: dict[str, Any]) -> dict[str, Any]:
    kept = ("title", "body", "info_class", "owner", "source")
    return {
        **{name: edition[name] for name in kept},
        "related": json.dumps(edition["related"]),
        "phrasings": json.dumps(edition["phrasings"], ensure_ascii=False),
        "as_of": date.fromisoformat(edition["as_of"]),
        "review_by": date.fromisoformat(edition["review_by"]),
    }


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.String(length=80), nullable=False),
        sa.Column("village", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "person", "programme", "village", name=op.f("uq_subscriptions_person_programme_village")
        ),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subscriptions_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_subscriptions_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_subscriptions_village"), ["village"], unique=False)

    op.create_table(
        "wishes",
        sa.Column("question_key", sa.String(length=40), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("question_key", name=op.f("pk_wishes")),
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wishes_person"), ["person"], unique=False)

    op.create_table(
        "clusters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("nearest_slug", sa.String(length=80), nullable=True),
        sa.Column("nearest_confidence", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handed_to", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["staff.id"], name=op.f("fk_clusters_closed_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
    )
    with op.batch_alter_table("clusters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clusters_status"), ["status"], unique=False)

    op.create_table(
        "judgements",
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("right_slug", sa.String(length=80), nullable=True),
        sa.Column("judged_by", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["judged_by"], ["staff.id"], name=op.f("fk_judgements_judged_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_judgements_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_judgements")),
    )
    op.create_table(
        "programmes",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("starter_checksum", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["staff.id"], name=op.f("fk_programmes_updated_by_staff")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_programmes")),
    )
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programmes_pack"), ["pack"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("programme", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("time", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("village", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.slug"], name=op.f("fk_agenda_items_programme_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["staff.id"], name=op.f("fk_agenda_items_updated_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("slug", name=op.f("uq_agenda_items_slug")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_programme"), ["programme"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_starts_on"), ["starts_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_village"), ["village"], unique=False)

    op.create_table(
        "cluster_members",
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_members_cluster_id_clusters")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_cluster_members_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_cluster_members")),
    )
    with op.batch_alter_table("cluster_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cluster_members_cluster_id"), ["cluster_id"], unique=False
        )

    op.create_table(
        "entry_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gate", sa.Text(), nullable=True),
        sa.Column("override", sa.Text(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_entry_versions_cluster_id_clusters")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["staff.id"], name=op.f("fk_entry_versions_reviewed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["slug"], ["entries.slug"], name=op.f("fk_entry_versions_slug_entries")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff.id"], name=op.f("fk_entry_versions_written_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_versions")),
        sa.UniqueConstraint("slug", "number", name=op.f("uq_entry_versions_slug_number")),
    )
    with op.batch_alter_table("entry_versions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_versions_status_publish_at", ["status", "publish_at"], unique=False
        )

    op.create_table(
        "off_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["staff.id"], name=op.f("fk_off_topic_added_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_off_topic_cluster_id_clusters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_off_topic")),
        sa.UniqueConstraint("text", name=op.f("uq_off_topic_text")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("live", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("starter_checksum", sa.String(length=64), nullable=True))
    _carry_up()
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_column("source")
        batch_op.drop_column("body")
        batch_op.drop_column("status")
        batch_op.drop_column("as_of")
        batch_op.drop_column("checksum")
        batch_op.drop_column("info_class")
        batch_op.drop_column("owner")
        batch_op.drop_column("title")
        batch_op.drop_column("updated_at")
        batch_op.drop_column("review_by")
        batch_op.drop_column("phrasings")
        batch_op.drop_column("related")

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("language", sa.String(length=5), server_default="id", nullable=False)
        )
        batch_op.add_column(sa.Column("milliseconds", sa.Float(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_column("milliseconds")
        batch_op.drop_column("language")
        batch_op.drop_column("edition")

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("related", sa.Text(), server_default=_DEFAULTED["related"], nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "phrasings", sa.Text(), server_default=_DEFAULTED["phrasings"], nullable=False
            )
        )
        batch_op.add_column(
            sa.Column(
                "review_by", sa.Date(), server_default=_DEFAULTED["review_by"], nullable=False
            )
        )
        batch_op.add_column(
            sa.Column(
                "updated_at",
                sa.DateTime(timezone=True),
                server_default=_DEFAULTED["updated_at"],
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "title", sa.String(length=200), server_default=_DEFAULTED["title"], nullable=False
            )
        )
        batch_op.add_column(
            sa.Column(
                "owner", sa.String(length=120), server_default=_DEFAULTED["owner"], nullable=False
            )
        )
        batch_op.add_column(
            sa.Column(
                "info_class",
                sa.String(length=20),
                server_default=_DEFAULTED["info_class"],
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "checksum",
                sa.String(length=64),
                server_default=_DEFAULTED["checksum"],
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("as_of", sa.Date(), server_default=_DEFAULTED["as_of"], nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "status", sa.String(length=15), server_default=_DEFAULTED["status"], nullable=False
            )
        )
        batch_op.add_column(
            sa.Column("body", sa.Text(), server_default=_DEFAULTED["body"], nullable=False)
        )
        batch_op.add_column(
            sa.Column("source", sa.Text(), server_default=_DEFAULTED["source"], nullable=False)
        )
    _carry_down()
    with op.batch_alter_table("entries", schema=None) as batch_op:
        for name in _DEFAULTED:
            batch_op.alter_column(name, server_default=None)
        batch_op.drop_column("starter_checksum")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("live")

    op.drop_table("off_topic")
    with op.batch_alter_table("cluster_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cluster_members_cluster_id"))

    op.drop_table("cluster_members")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_village"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_starts_on"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_programme"))

    op.drop_table("agenda_items")
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programmes_pack"))

    op.drop_table("programmes")
    op.drop_table("judgements")
    with op.batch_alter_table("clusters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clusters_status"))

    op.drop_table("clusters")
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wishes_person"))

    op.drop_table("wishes")
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscriptions_village"))
        batch_op.drop_index(batch_op.f("ix_subscriptions_programme"))
        batch_op.drop_index(batch_op.f("ix_subscriptions_person"))

    op.drop_table("subscriptions")
