"""Boards: a plan with what librarians have moved and pinned on it, step by step, and the answers they were shown"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("school", sa.String(length=60), nullable=False),
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False, comment="the revision it was opened on"),
        sa.Column("since", sa.String(length=10), nullable=False, comment="ISO date: from when its moves count"),
        sa.Column(
            "planfile",
            sa.LargeBinary(),
            nullable=False,
            comment="zlib; that plan from then on: planner.models.planfile.dump_plan",
        ),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="grows with everything done, undone or done again; also its ETag"
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="how many of its steps count"),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["school.id"], name=op.f("fk_board_school_school"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("school", name=op.f("uq_board_school")),
    )
    op.create_table(
        "board_step",
        sa.Column("board", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="counted from 1"),
        sa.Column("step", sa.JSON(), nullable=False, comment="planner.board.steps.Step"),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_board_step_board_board"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board", "number", name=op.f("pk_board_step")),
    )
    op.create_table(
        "board_answer",
        sa.Column("board", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="of the board that was asked"),
        sa.Column("question", sa.String(length=400), nullable=False, comment="lift or seat, and the key of the chip"),
        sa.Column("answers", sa.LargeBinary(), nullable=False, comment="zlib; planner.models.whatif.Answers"),
        sa.ForeignKeyConstraint(["board"], ["board.id"], name=op.f("fk_board_answer_board_board"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("board", "version", "question", name=op.f("pk_board_answer")),
    )
