"""``make district``: a night of a district, and what came of it; exit 1 when anything was wrong.

    python -m tests.district [--schools 200] [--workers 4] [--seed N] [--old TREE]

Everything happens at least once: a killed web process, a stopped database, workers killed (of both versions) and restarted, an
upgrade with a migration, and at the end the way back with the backup that was made before it. It begins with this version, and
the next one is this with a column more; or it begins with ``--old``, a checkout of an earlier version (`git worktree add …`).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from tests.district.night import play

_MEDIAN, _WORST = 30.0, 45.0


def main() -> int:
    """1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--pause", type=float, default=15.0, help="seconds between two events, about")
    parser.add_argument("--old", type=Path, default=None)
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    night = play(given.schools, given.seed, given.old, given.workers, given.pause)
    ups = sorted(night.looks.take_ups)
    if ups and (ups[len(ups) // 2] > _MEDIAN or ups[-1] > _WORST):
        night.wrong.append(f"a lost run was taken up too late: {ups[-1]:.0f} s")
    print("\n".join(night.told()))
    return int(bool(night.wrong))


if __name__ == "__main__":
    raise SystemExit(main())
