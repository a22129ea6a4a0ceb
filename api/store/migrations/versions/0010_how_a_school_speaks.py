"""How a school speaks: its time zone, by which its country's words are chosen, and whether only grown-ups serve"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    zone = "of the newest document: whose words its pages speak; none = stored before anybody asked"
    op.add_column("school", sa.Column("timezone", sa.String(60), nullable=True, comment=zone))
    op.add_column("school", sa.Column("adults", sa.Boolean(), nullable=True, comment="nobody who serves is a pupil"))
