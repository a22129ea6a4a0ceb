"""Every table of the store, on one screen. SQLite and PostgreSQL read the same description."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[dt.datetime]):
    """An aware UTC moment. SQLite knows no time zones, so that both databases are given plain UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Aware -> plain UTC."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Plain UTC -> aware."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


school = Table(
    "school",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("term", String(60), nullable=False, comment="term of the newest document"),
    Column("version", Integer, nullable=False, comment="of the newest document; also its ETag"),
    Column("classes", Integer, nullable=False),
    Column(
        "timezone",
        String(60),
        nullable=True,
        comment="of the newest document: whose words its pages speak; none = stored before anybody asked",
    ),
    Column("adults", Boolean, nullable=True, comment="nobody who serves is a pupil"),
    Column("created", Moment, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("term", String(60), nullable=False),
    Column("kind", String(8), nullable=False, comment="yaml, json or xlsx: as it was sent"),
    Column("content", LargeBinary, nullable=False, comment="zlib; the bytes as they were sent"),
    Column("note", Text, nullable=False, default="", comment="what an edit did, in a stable code"),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("answered", JSON, nullable=True, comment="piece kept -> what the file had there"),
)

run = Table(
    "run",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), nullable=False),
    Column("term", String(60), nullable=False),
    Column("version", Integer, nullable=False, comment="of the document that is planned"),
    Column("base", Integer, nullable=True, comment="revision that a re-plan starts from"),
    Column("wanted", JSON, nullable=False, comment="api.schemas.RunWanted"),
    Column("state", String(10), nullable=False, comment="queued, running, done, failed, cancelled"),
    Column("cancel", Boolean, nullable=False, default=False, comment="somebody asked to stop and keep the best plan"),
    Column("attempt", Integer, nullable=False, default=0),
    Column("progress", JSON, nullable=True),
    Column("reason", String(40), nullable=True, comment="of failed: a stable code"),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("started", Moment, nullable=True),
    Column("finished", Moment, nullable=True),
    Column("batch", String(32), nullable=True, comment="started for many schools at once"),
    Column(
        "held", Boolean, nullable=False, default=False, server_default=false(), comment="of a batch: not given to the queue yet"
    ),
    Index(None, "school", "created"),
    Index("ix_run_batch", "batch"),
    Index("ix_run_held", "created", sqlite_where=text("held"), postgresql_where=text("held")),
    Index(
        "ix_run_active",
        "state",
        sqlite_where=text("state IN ('queued','running')"),
        postgresql_where=text("state IN ('queued','running')"),
    ),
)

batch = Table(
    "batch",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("wanted", JSON, nullable=False, comment="api.schemas.StartAll, as it was asked for"),
    Column("left", JSON, nullable=False, comment="school -> stable code why it was not started"),
)

result = Table(
    "result",
    metadata,
    # The primary key is what makes "exactly one result per run" true whatever the workers do.
    Column("run", ForeignKey(run.c.id, ondelete="CASCADE"), primary_key=True),
    Column("outcome", JSON, nullable=False, comment="api.jobs.work.Found without its plans"),
    Column("created", Moment, nullable=False),
)

revision = Table(
    "revision",
    metadata,
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("term", String(60), nullable=False),
    Column("term_start", String(10), nullable=False, comment="ISO date: which term is the newer one"),
    Column("term_end", String(10), nullable=False, comment="ISO date: which term a date belongs to"),
    Column("state", String(10), nullable=False, comment="draft, published, past, discarded"),
    Column("version", Integer, nullable=False, comment="of the document that was planned"),
    Column("base", Integer, nullable=True, comment="the published revision that this one follows"),
    Column("run", String(32), nullable=True),
    Column("strategy", String(20), nullable=True),
    Column("planfile", LargeBinary, nullable=False, comment="zlib; planner.models.planfile.dump_plan"),
    Column("figures", JSON, nullable=False, comment="api.jobs.figures: what lists show"),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("published", Moment, nullable=True),
    ForeignKeyConstraint(["school", "version"], [document.c.school, document.c.version]),
    Index(
        "uq_revision_published",
        "school",
        "term",
        unique=True,
        sqlite_where=text("state = 'published'"),
        postgresql_where=text("state = 'published'"),
    ),
)

board = Table(
    "board",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), nullable=False, unique=True),
    Column("term", String(60), nullable=False),
    Column("base", Integer, nullable=False, comment="the revision it was opened on"),
    Column("since", String(10), nullable=False, comment="ISO date: from when its moves count"),
    Column("document", Integer, comment="the version of the school file that it is about; none = that of the revision"),
    Column("planfile", LargeBinary, nullable=False, comment="zlib; that plan from then on: planner.models.planfile.dump_plan"),
    Column("version", Integer, nullable=False, comment="grows with everything done, undone or done again; also its ETag"),
    Column("position", Integer, nullable=False, comment="how many of its steps count"),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

board_step = Table(
    "board_step",
    metadata,
    Column("board", ForeignKey(board.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="counted from 1"),
    Column("step", JSON, nullable=False, comment="planner.board.steps.Step"),
    Column("author", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

board_answer = Table(
    "board_answer",
    metadata,
    # What has been shown is what is done: a drop takes its repair from here, whatever has become of the solver meanwhile.
    Column("board", ForeignKey(board.c.id, ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, comment="of the board that was asked"),
    Column("question", String(400), primary_key=True, comment="lift or seat, and the key of the chip"),
    Column("answers", LargeBinary, nullable=False, comment="zlib; planner.models.whatif.Answers"),
)

feed = Table(
    "feed",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("scope", String(80), nullable=False, comment="library, class-<id>, room-<id>, helper-<id>, adult-<id>"),
    Column("language", String(35), nullable=False),
    Column("token", String(64), nullable=False, unique=True, comment="SHA-256 of the secret in the link"),
    Column("author", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("revoked", Moment, nullable=True),
)

calendar = Table(
    "calendar",
    metadata,
    # Made when a plan is published: a feed is then one look-up, and nothing can go wrong while it is fetched.
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), primary_key=True),
    Column("scope", String(80), primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("modified", Moment, nullable=False, comment="when these bytes last changed"),
    Column(
        "present", Boolean, nullable=False, default=True, comment="the newest published plan has it; else only what has been"
    ),
)

feed_mark = Table(
    "feed_mark",
    metadata,
    # One row: whoever keeps calendars at hand sees by it, in one small query, that nothing has changed.
    Column("id", Integer, primary_key=True),
    Column("mark", String(32), nullable=False, comment="another one after every change of a calendar or link"),
)

person = Table(
    "person",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("password", Text, nullable=False, comment="argon2"),
    Column("keeper", Boolean, nullable=False, default=False, comment="may add people and schools"),
    Column("created", Moment, nullable=False),
    Column("disabled", Moment, nullable=True),
)

role_grant = Table(
    "role_grant",
    metadata,
    Column("person", ForeignKey(person.c.id, ondelete="CASCADE"), primary_key=True),
    Column("school", String(60), primary_key=True, comment="school id, or * for every school"),
    Column("role", String(10), nullable=False, comment="librarian, viewer, district"),
)

token = Table(
    "token",
    metadata,
    Column("hash", String(64), primary_key=True, comment="SHA-256; the token itself is never stored"),
    Column("id", String(32), nullable=False, unique=True),
    Column("person", ForeignKey(person.c.id, ondelete="CASCADE"), nullable=True, comment="none: the first start's link"),
    Column("kind", String(8), nullable=False, comment="session, api, first"),
    Column("label", Text, nullable=False, default=""),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=True),
)

throttle = Table(
    "throttle",
    metadata,
    Column("key", String(64), primary_key=True, comment="SHA-256 of login and address: no address is kept"),
    Column("failures", Integer, nullable=False),
    Column("last", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("school", String(60), nullable=True, index=True),
    Column("action", String(40), nullable=False),
    Column("detail", JSON, nullable=False, comment="ids and counts only, never names of pupils"),
)

setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed", Moment, nullable=False),
)

upload = Table(
    "upload",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", ForeignKey(person.c.id, ondelete="CASCADE"), nullable=False),
    Column("school", ForeignKey(school.c.id, ondelete="CASCADE"), nullable=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False, comment="zlib; the bytes as they were sent"),
    Column("answers", JSON, nullable=False, comment="question key -> answer"),
    Column("created", Moment, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("key", String(80), primary_key=True, comment="Idempotency-Key"),
    Column("digest", String(64), nullable=False, comment="SHA-256 of method, path and body"),
    Column("status", Integer, nullable=False),
    Column("location", Text, nullable=True),
    Column("body", LargeBinary, nullable=False),
    Column("created", Moment, nullable=False),
)

beat = Table(
    "beat",
    metadata,
    Column("executor", String(80), primary_key=True),
    Column("seen", Moment, nullable=False),
    Column("children", Integer, nullable=False, default=1, server_default="1", comment="how many runs it solves at once"),
)
