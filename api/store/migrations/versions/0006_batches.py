"""Batches: planning for many schools at once, and how many children a worker has"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False, comment="api.schemas.StartAll, as it was asked for"),
        sa.Column("left", sa.JSON(), nullable=False, comment="school -> stable code why it was not started"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch", sa.String(length=32), nullable=True, comment="started for many schools at once"))
        batch_op.add_column(
            sa.Column(
                "held",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="of a batch: not given to the queue yet",
            )
        )
        batch_op.create_index("ix_run_batch", ["batch"], unique=False)
        batch_op.create_index(
            "ix_run_held", ["created"], unique=False, sqlite_where=sa.text("held"), postgresql_where=sa.text("held")
        )
    with op.batch_alter_table("beat", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("children", sa.Integer(), nullable=False, server_default="1", comment="how many runs it solves at once")
        )
