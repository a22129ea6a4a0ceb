"""A board of a plan whose school file has gone on: which version of it the board is about"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    text = "the version of the school file that it is about; none = that of the revision"
    op.add_column("board", sa.Column("document", sa.Integer(), nullable=True, comment=text))
