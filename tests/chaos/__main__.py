"""``make chaos``: kills at random moments, a table of what was killed and what came of it; exit 1 when anything was lost.

python -m tests.chaos [--minutes 20] [--seed N]      a third of the time each for SQLite, PostgreSQL, and the rest
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from tests.api.postgres import Missing, programs
from tests.chaos.commands import fill_the_disk, kill_commands, kill_migrations
from tests.chaos.served import kill_again_and_again
from tests.chaos.site import District, Site


def main() -> int:
    """Number of things that went wrong, at most 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    third, seed = given.minutes * 20, given.seed
    print(f"seed {seed}", flush=True)
    wrong = _told("service on SQLite", kill_again_and_again(Site, third, seed))
    try:
        programs()
    except Missing as reason:
        print(f"PostgreSQL: not tried, {reason}")
    else:
        wrong += _told("web, workers, PostgreSQL", kill_again_and_again(District, third, seed))
    wrong += _told("command line", kill_commands(third / 2, seed))
    wrong += _told("migration", kill_migrations(third / 2, seed))
    wrong += _told("disk full", fill_the_disk(seed))
    return int(wrong > 0)


def _told(what: str, found: tuple[Counter[str], list[str]]) -> int:
    counts, wrong = found
    print(f"{what}: {', '.join(f'{n} {name}' for name, n in sorted(counts.items())) or 'not tried'}; wrong: {len(wrong)}")
    for one in wrong:
        print(f"  ! {one}")
    print(end="", flush=True)
    return len(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
