"""What was answered when a changed school file was taken over: it is not asked about again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("document", sa.Column("answered", sa.JSON(), nullable=True, comment="piece kept -> what the file had there"))
