"""The short form of ``make district``: a few schools, a killed worker, an exchanged one, and every outcome once; an upgrade."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.district.night import play
from tests.district.site import District
from tests.district.upgrade import back, upgrade
from tests.processes import ROOT


@pytest.mark.usefixtures("cluster")  # skips where there is no PostgreSQL
@pytest.mark.campaign  # tests/api/jobs/test_district.py kills a worker of two in the usual run
def test_a_short_night() -> None:
    night = play(schools=12, seed=3, workers=3, pause=3.0)
    assert night.wrong == []
    assert night.outcomes == {"ready": 12}
    assert sum(night.events.values()) > 0


@pytest.mark.usefixtures("cluster")
@pytest.mark.campaign  # tests/api/jobs/test_turns_of_runs.py gives a worker what only the next release knows in the usual run
def test_an_upgrade_beside_the_release_before_and_back(tmp_path: Path) -> None:
    """Newer web and tables, first with a worker of the release before alone, then with one of its own; then the way back.

    From this version to one after it with newer tables, or from a checkout of an earlier release named in LUNJIE_OLD to this.
    """
    district = District(tmp_path, Path(os.environ.get("LUNJIE_OLD", ROOT)), workers=2)
    try:
        keeper = district.web.person().set_up(district.web.first_link)
        token = keeper.post("/api/tokens", {"label": "upgrade"})["secret"]
        keeper.add_school("one")
        keeper.publish("one")
        calendar = keeper.feed("one", "library")
        assert upgrade(district) == []
        assert district.workers.pop().stop() == 0  # the newer one: the older one is alone beside the newer web
        person = district.web.person(token)
        assert person.run("one")["state"] == "done"
        district.workers.append(district.worker(district.tree))
        assert district.workers.pop(0).stop() == 0
        assert person.run("one")["state"] == "done"
        assert back(district, token, 1, [calendar]) == []
    finally:
        district.end()
