"""Names of pupils: what is stored is shown, goes after the term, and never leaves before; counts stay."""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from api.store import tables as t
from api.store.database import Database, sqlite_url
from tests.api.conftest import Site
from tests.api.service import EXAMPLES, Person

REASON = "陪外婆看病"
TINY = (EXAMPLES / "tiny" / "school.yaml").read_text().replace("away: MON", f"away: {{weekdays: MON, reason: {REASON}}}", 1)
_NAMES = ("甲小一", "乙小二", "丙小三", "丁小四")


def published(me: Person, school: str, content: str = TINY) -> None:
    me.add_school(school, content)
    me.publish(school)


def everything(database: Database, school: str) -> str:
    """All that is stored of a school, unpacked."""
    with database.read() as connection:
        documents = connection.execute(select(t.document.c.content).where(t.document.c.school == school)).scalars().all()
        plans = connection.execute(select(t.revision.c.planfile).where(t.revision.c.school == school)).scalars().all()
        bodies = connection.execute(select(t.calendar.c.body).where(t.calendar.c.school == school)).scalars().all()
        outcomes = connection.execute(select(t.result.c.outcome).join(t.run).where(t.run.c.school == school)).scalars().all()
    packed = "".join(zlib.decompress(raw).decode() for raw in (*documents, *plans))
    return packed + "".join(body.decode() for body in bodies) + json.dumps(outcomes, ensure_ascii=False)


def test_what_is_stored_about_one_pupil(lite: Site, school: str) -> None:
    me = lite.keeper
    published(me, school)
    me.feed(school, "helper-h1")
    found = me.get(f"/api/schools/{school}/pupils?helper=h1")
    (entry,) = found["files"]
    assert entry["said"]["name"] == "甲小一"
    assert REASON in json.dumps(entry, ensure_ascii=False)
    (plan,) = found["plans"]
    assert plan["is_named"]
    assert [d["window"] for d in plan["duties"]] == ["noon"]
    assert len(found["links"]) == 1
    said = json.dumps(found, ensure_ascii=False)
    assert not [name for name in _NAMES[1:] if name in said]
    me.refused("GET", f"/api/schools/{school}/pupils?helper=nobody", "not_found")
    me.member(lite.service, f"v{school}", {school: "viewer"}).refused(
        "GET", f"/api/schools/{school}/pupils?helper=h1", "not_allowed"
    )


def test_names_go_when_the_term_is_over_and_counts_stay(lite: Site, school: str) -> None:
    """The example's term ended in March 2026; the printed masks in its calendars go too."""
    me = lite.keeper
    published(me, school, TINY + "\nprinting: {names: masked}\n")
    base = f"/api/schools/{school}"
    database = Database(sqlite_url(lite.service.data / "lunjie.sqlite"))
    stored = everything(database, school)
    assert all(name in stored for name in (*_NAMES, REASON, "甲*一"))
    before = {name: me.get(f"{base}/revisions/published/tables/{name}.json") for name in ("borrowing", "report")}
    done = me.post(f"{base}/pupils", {"term": "2026-tiny"})
    assert (done["pupils"], done["files"], done["plans"]) == (4, 1, 1)
    assert done["calendars"] > 0
    stored = everything(database, school)
    assert not [name for name in (*_NAMES, REASON, "甲*一") if name in stored]
    assert {name: me.get(f"{base}/revisions/published/tables/{name}.json") for name in before} == before
    assert me.get(f"{base}/pupils?helper=h1")["plans"][0]["duties"]
    assert "甲小一" not in me.ask("GET", f"{base}/revisions/published/tables/duty.html?internal=true").text
    assert me.get(f"{base}/audit")[0]["action"] == "names_forgotten"
    # Nothing of it stays in the file or beside it, and a second time there is nothing to do.
    assert me.post(f"{base}/pupils", {"term": "2026-tiny"})["pupils"] == 0
    database.close()


def test_a_term_that_goes_on_keeps_its_names(lite: Site, school: str) -> None:
    me = lite.keeper
    data: dict[str, Any] = yaml.safe_load(TINY)
    today = dt.datetime.now(dt.UTC).date()
    begin = today - dt.timedelta(days=today.weekday())
    data["term"] |= {"start": begin, "end": begin + dt.timedelta(days=25)}
    me.add_school(school, yaml.safe_dump(data, allow_unicode=True))
    me.refused("POST", f"/api/schools/{school}/pupils", "not_found", json={"term": "another"})
    me.refused("POST", f"/api/schools/{school}/pupils", "term_goes_on", json={"term": "2026-tiny"})
    assert "甲小一" in me.ask("GET", f"/api/schools/{school}/document.yaml").text


def test_deleted_names_are_overwritten(tmp_path: Path) -> None:
    """SQLite leaves what is deleted in free pages and in the log beside the file unless it is told not to."""
    database = Database(sqlite_url(tmp_path / "lunjie.sqlite"))
    database.migrate()
    mark = "甲小一" * 50
    with database.write() as connection:
        connection.execute(t.audit.insert().values(at=dt.datetime.now(dt.UTC), who=mark, action="x", detail={}))
    with database.write() as connection:
        connection.execute(t.audit.delete())
    database.scrub()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    database.close()
    assert not re.search(re.escape("甲小一".encode()), held)
