"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("school", sa.String(length=60), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False, comment="ids and counts only, never names of pupils"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_school"), ["school"], unique=False)

    op.create_table(
        "beat",
        sa.Column("executor", sa.String(length=80), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("executor", name=op.f("pk_beat")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("password", sa.Text(), nullable=False, comment="argon2"),
        sa.Column("keeper", sa.Boolean(), nullable=False, comment="may add people and schools"),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("disabled", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "receipt",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False, comment="Idempotency-Key"),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of method, path and body"),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_receipt")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False, comment="term of the newest document"),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the newest document; also its ETag"),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False, comment="SHA-256 of login and address: no address is kept"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "calendar",
        sa.Column("school", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("modified", sa.DateTime(), nullable=False, comment="when these bytes last changed"),
        sa.Column("present", sa.Boolean(), nullable=False, comment="the newest published plan has it; else only what has been"),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_calendar_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", "scope", "language", name=op.f("pk_calendar")),
    )
    op.create_table(
        "document",
        sa.Column("school", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="yaml, json or xlsx: as it was sent"),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="zlib; the bytes as they were sent"),
        sa.Column("note", sa.Text(), nullable=False, comment="what an edit did, in a stable code"),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_document_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", "version", name=op.f("pk_document")),
    )
    op.create_table(
        "feed",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=60), nullable=False),
        sa.Column(
            "scope", sa.String(length=80), nullable=False, comment="library, class-<id>, room-<id>, helper-<id>, adult-<id>"
        ),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False, comment="SHA-256 of the secret in the link"),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("revoked", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_feed_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("token", name=op.f("uq_feed_token")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_school"), ["school"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=60), nullable=False, comment="school id, or * for every school"),
        sa.Column("role", sa.String(length=10), nullable=False, comment="librarian, viewer, district"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_role_grant_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "school", name=op.f("pk_role_grant")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=60), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the document that is planned"),
        sa.Column("base", sa.Integer(), nullable=True, comment="revision that a re-plan starts from"),
        sa.Column("wanted", sa.JSON(), nullable=False, comment="api.schemas.RunWanted"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="queued, running, done, failed, cancelled"),
        sa.Column("cancel", sa.Boolean(), nullable=False, comment="somebody asked to stop and keep the best plan"),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True, comment="of failed: a stable code"),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=True),
        sa.Column("finished", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_run_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(
            "ix_run_active",
            ["state"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued','running')"),
            postgresql_where=sa.text("state IN ('queued','running')"),
        )
        batch_op.create_index(batch_op.f("ix_run_school_created"), ["school", "created"], unique=False)

    op.create_table(
        "token",
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256; the token itself is never stored"),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True, comment="none: the first start's link"),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="session, api, first"),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_token_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
        sa.UniqueConstraint("id", name=op.f("uq_token_id")),
    )
    op.create_table(
        "result",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False, comment="api.jobs.work.Found without its plans"),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_result_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_result")),
    )
    op.create_table(
        "revision",
        sa.Column("school", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("term_start", sa.String(length=10), nullable=False, comment="ISO date: which term is the newer one"),
        sa.Column("term_end", sa.String(length=10), nullable=False, comment="ISO date: which term a date belongs to"),
        sa.Column("state", sa.String(length=10), nullable=False, comment="draft, published, past, discarded"),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the document that was planned"),
        sa.Column("base", sa.Integer(), nullable=True, comment="the published revision that this one follows"),
        sa.Column("run", sa.String(length=32), nullable=True),
        sa.Column("strategy", sa.String(length=20), nullable=True),
        sa.Column("planfile", sa.LargeBinary(), nullable=False, comment="zlib; planner.models.planfile.dump_plan"),
        sa.Column("figures", sa.JSON(), nullable=False, comment="api.jobs.figures: what lists show"),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("published", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school", "version"], ["document.school", "document.version"], name=op.f("fk_revision_school_version")
        ),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_revision_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("school", "number", name=op.f("pk_revision")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(
            "uq_revision_published",
            ["school", "term"],
            unique=True,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )
