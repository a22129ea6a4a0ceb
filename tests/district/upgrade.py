"""An upgrade in the middle of a night, to tables that the version before does not know; and the way back."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.api.service import Service
from tests.district.site import District
from tests.processes import ROOT

_ROOMS = ("planner", "api", "cli", "examples")
_VERSIONS = Path("api", "store", "migrations", "versions")
_MIGRATION = '''"""A column that the release before does not know"""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("run", sa.Column("of_the_night", sa.String(10), nullable=True))
'''


def next_release(directory: Path) -> Path:
    """A source tree like this one with one more migration."""
    tree = directory / "next"
    for room in _ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    file = tree / _VERSIONS / "9999_of_the_night.py"
    file.write_text(_MIGRATION.format(before=_newest(ROOT)), encoding="utf-8")
    return tree


def _newest(tree: Path) -> str:
    return max(file.name[:4] for file in (tree / _VERSIONS).glob("[0-9]*.py"))


def upgrade(district: District) -> list[str]:
    """As OPERATIONS says: a backup, the web process, then the workers, of which half go on as they are. What went wrong."""
    code, said = district.lunjie("backup", "-o", str(_backup(district)))
    wrong = [f"the backup before the upgrade: {code} {said[-300:]}"] if code else []
    district.web.kill()
    district.tree = next_release(district.directory) if district.before == ROOT else ROOT
    district.web_again()
    if _newest(district.tree) != _newest(district.before):
        code, said = district.lunjie("worker", "--workers", "1")
        if code != 2 or "newer" not in said:
            wrong.append(f"an old worker on newer tables: {code} {said[-300:]}")
    for _ in range(len(district.workers) // 2):
        if district.workers.pop(0).stop() != 0:
            wrong.append("a worker did not stop in good order")
        district.workers.append(district.worker(district.tree))
    return wrong


def back(district: District, token: str, schools: int, calendars: list[str]) -> list[str]:
    """The release before, with the backup of that moment in a database of its own: everything is there. What went wrong."""
    url = district.cluster.new()
    code, said = district.lunjie("restore", str(_backup(district)), database=url)
    if code:
        return [f"the way back: {code} {said[-300:]}"]
    web = Service(district.directory / "web", url, workers=0, tree=district.before).start()
    try:
        person = web.person(token)
        there = len(person.get("/api/schools"))
        codes = {person.http.get(path).status_code for path in calendars}
    finally:
        web.kill()
    return [] if (there, codes) == (schools, {200}) else [f"after the way back: {there} schools, calendars {codes}"]


def _backup(district: District) -> Path:
    return district.directory / "before-upgrade.backup"
