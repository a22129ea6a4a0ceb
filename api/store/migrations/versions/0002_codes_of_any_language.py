"""Codes of any language: two letters were enough for Chinese and English alone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    two, any_ = sa.String(length=2), sa.String(length=35)
    for table in ("calendar", "feed"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("language", existing_type=two, type_=any_, existing_nullable=False)
