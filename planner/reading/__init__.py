"""Files in -> School, or all problems at once."""

from planner.reading.schema import school_schema
from planner.reading.schoolfile import parse_school, read_school
from planner.reading.wording import describe, describe_missing

__all__ = ["describe", "describe_missing", "parse_school", "read_school", "school_schema"]
