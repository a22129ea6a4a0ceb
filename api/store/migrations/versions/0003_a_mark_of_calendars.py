"""A mark that changes with every calendar or link"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "feed_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False, comment="another one after every change of a calendar or link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_mark")),
    )
