"""Timetable files that were sent, until they have become part of a school"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=60), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="zlib; the bytes as they were sent"),
        sa.Column("answers", sa.JSON(), nullable=False, comment="question key -> answer"),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_upload_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_upload_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
