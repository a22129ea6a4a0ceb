"""``python -m tests.formats.make``: one file of every kind in the forms of this version, into a folder of its number.

Run it when a version is released whose forms have changed, and never again for that number: from then on the files stay as
they are, and every later version reads them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from api.backup import write_backup
from api.store.database import Database, sqlite_url
from planner.examples import SMALL, example
from planner.importing.asking import look
from planner.importing.mapfile import write_mapping
from planner.importing.reading import read_timetable
from planner.models.formats import SCHOOL
from planner.models.planfile import dump_plan
from planner.outputs.workbook.workbook import workbook
from planner.reading import read_school
from tests.applying.small import small

HERE = Path(__file__).parent
TIMETABLE = "Class,Day,Period,Subject\n3A,Monday,1,Library\n3A,Monday,2,Maths\n3B,Monday,1,Maths\n3B,Monday,2,Library\n"


def make(folder: Path) -> None:
    """Write them all."""
    folder.mkdir()
    school = read_school(example(SMALL))
    text = (example(SMALL) / "school.yaml").read_text(encoding="utf-8")
    (folder / "school.yaml").write_text(f"format: {SCHOOL}\n{text}", encoding="utf-8", newline="\n")
    (folder / "school.xlsx").write_bytes(workbook(school, "zh"))
    (folder / "timetable.csv").write_text(TIMETABLE, encoding="utf-8", newline="\n")
    seen = look(read_timetable(folder / "timetable.csv"), None, school.term.start)
    (folder / "timetable.map.yaml").write_text(write_mapping(seen, "en"), encoding="utf-8", newline="\n")
    (folder / "plan.json").write_bytes(dump_plan(small()))
    database = Database(sqlite_url(folder / "lunjie.sqlite"))
    database.migrate()
    write_backup(database, folder / "library.backup")
    database.close()
    for left in folder.glob("lunjie.sqlite*"):
        left.unlink()


if __name__ == "__main__":
    make(HERE / sys.argv[1])
