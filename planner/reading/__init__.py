"""Files in -> School, or all problems at once."""

from planner.messages.problems import describe, describe_missing
from planner.reading.schema import school_schema
from planner.reading.schoolfile import parse_school, read_school

__all__ = ["describe", "describe_missing", "parse_school", "read_school", "school_schema"]
