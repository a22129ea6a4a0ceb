"""Versions of the forms in which files are written: the number that this version writes, and the highest that it reads.

A form gets a new number only when an older lunjie would misread it; from then on the older one is read as well.
"""

from __future__ import annotations

SCHOOL, WORKBOOK, MAPPING, PLAN = 1, 1, 1, 1
WORKBOOK_MARK = "lunjie-workbook "
"""Begins the cell on the first sheet of a workbook that holds the number of its form."""
