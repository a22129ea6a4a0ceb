"""What is wrong with a file, or what a school can never have: data, with the words added at the edge."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from planner.models.base import Model


class Problem(Model):
    """One thing wrong with an input file."""

    model_config = ConfigDict(str_max_length=None)  # it may say what is wrong with a long text

    code: str = Field(description="stable code, see planner/messages/problems.py for the words")
    path: str = Field("", description="where in the file: classes[3].grades")
    line: int | None = Field(None, description="line in the file, counted from 1")
    value: str = Field("", description="what is written there")
    params: dict[str, str] = Field(default_factory=dict, description="values for the words of the code")


class Shortage(Model):
    """Something that can be seen to be impossible by counting: need against capacity."""

    code: str = Field(description="stable code, see planner/outputs/explanations/explaining.py for the words")
    subject: str = Field("", description="demand, class, post or window id")
    need: int = 0
    capacity: int = 0
    params: dict[str, str] = Field(default_factory=dict)
