"""The short form of ``make district``: a few schools, a killed worker, an exchanged one, and every outcome once."""

from __future__ import annotations

import pytest

from tests.district.night import play


@pytest.mark.usefixtures("cluster")  # skips where there is no PostgreSQL
@pytest.mark.campaign  # tests/api/jobs/test_district.py kills a worker of two in the usual run
def test_a_short_night() -> None:
    night = play(schools=12, seed=3, workers=3, pause=3.0)
    assert night.wrong == []
    assert night.outcomes == {"ready": 12}
    assert sum(night.events.values()) > 0
