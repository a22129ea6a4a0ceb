"""The short form of ``make chaos``: something of each kind is killed, and nothing is lost."""

from __future__ import annotations

import pytest

from tests.campaign import CAMPAIGN
from tests.chaos.commands import kill_commands, kill_migrations
from tests.chaos.served import kill_again_and_again
from tests.chaos.site import District, Site

_KILLS = 20 if CAMPAIGN else 1
_SECONDS = 600.0


def test_a_killed_service_has_done_all_that_it_said() -> None:
    counts, wrong = kill_again_and_again(Site, _SECONDS, 11, _KILLS, librarians=3 if CAMPAIGN else 1)
    assert (counts["service"], wrong) == (_KILLS, [])


@pytest.mark.campaign  # tests/api/jobs kill workers and database in the usual run
@pytest.mark.usefixtures("cluster")
def test_a_killed_district_has_done_all_that_it_said() -> None:
    counts, wrong = kill_again_and_again(District, _SECONDS, 11, _KILLS)
    assert (sum(counts[name] for name in ("web", "worker", "database")), wrong) == (_KILLS, [])


@pytest.mark.campaign  # tests/files take the power away at every step in the usual run
def test_a_killed_command_leaves_a_folder_of_one_version() -> None:
    counts, wrong = kill_commands(_SECONDS, 5, _KILLS)
    assert (sum(counts.values()), wrong) == (_KILLS, [])


def test_a_killed_migration_is_done_again() -> None:
    counts, wrong = kill_migrations(_SECONDS, 5, _KILLS, postgres=CAMPAIGN)
    assert (sum(counts.values()), wrong) == (_KILLS, [])
