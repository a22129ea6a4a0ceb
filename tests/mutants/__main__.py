"""``make mutants``: small changes of the code, and whether the tests of its area find them (mutmut); exit 1 below 95 %.

    python -m tests.mutants [--area NAME] [--every 20] [--minutes 60]

In a copy of the source tree. Every n-th change of each function is tried: ``--every 1`` tries all, which takes days. What no
test has found is listed; ``mutmut show NAME`` in the copy that is left behind with ``--keep DIR`` shows the change. What only
processes of their own run, as the routes of the service, is not seen, and counted as "no test".
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.processes import ROOT

AREAS: dict[str, tuple[list[str], list[str]]] = {
    "rules": (["planner/solver/rules/*"], ["tests/rules", "tests/plans/test_brute_force.py"]),
    "checks": (["planner/checker/*"], ["tests/rules", "tests/plans/test_one_judge.py", "tests/plans/test_brute_force.py"]),
    "judging": (["planner/solver/judging.py", "planner/solver/posting.py"], ["tests/rules", "tests/solver"]),
    "timeline": (["planner/timeline/*"], ["tests/timeline", "tests/term", "tests/rules"]),
    "accounts": (["planner/accounts/*"], ["tests/accounts"]),
    "history": (
        ["planner/sessions/*"],
        [
            "tests/accounts",
            "tests/timeline/test_expand.py",
            *(f"tests/outputs/test_{name}.py" for name in ("ical_revisions", "traces", "openings", "calendars", "standing_in")),
        ],
    ),
    "store": (["api/store/*"], ["tests/api/jobs/test_turns_of_runs.py", "tests/api/jobs/test_execution.py"]),
    "publishing": (["api/publishing.py", "api/deps.py"], ["tests/api/test_second_locks.py"]),
}
"""Name -> (what is changed, tests that are to find it)."""
LEAST = 0.95
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "mutants", "demo-out", ".hypothesis")
_FOUND, _NOT_FOUND = "found", "not found"
_CODES = {0: _NOT_FOUND, 33: "no test", 34: "left out", None: "not tried"}


def main() -> int:
    """1 when fewer than 95 of 100 were found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--area", choices=sorted(AREAS), default=None)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=60.0, help="of each area, at most")
    parser.add_argument("--keep", type=Path, default=None, metavar="DIR", help="leave the copy there")
    given = parser.parse_args()
    found = Counter[str]()
    for area in [given.area] if given.area else AREAS:
        with tempfile.TemporaryDirectory(prefix="lunjie-mutants-") as directory:
            tree = given.keep / area if given.keep else Path(directory) / "tree"
            counts, survivors = _tried(tree, area, given.every, given.minutes * 60)
        print(f"{area}: {dict(counts)}", flush=True)
        for name in survivors:
            print(f"  {name}")
        found += counts
    tried = found[_FOUND] + found[_NOT_FOUND]
    share = found[_FOUND] / tried if tried else 0.0
    print(f"{found[_FOUND]} of {tried} were found: {share:.0%}")
    return int(share < LEAST)


def _tried(tree: Path, area: str, every: int, seconds: float) -> tuple[Counter[str], list[str]]:
    """How many changes of an area were found or not, and the names of those not found."""
    changed, tests = AREAS[area]
    shutil.copytree(ROOT, tree, ignore=_LEFT_OUT)
    others = sorted(p.name for p in tree.iterdir() if p.name not in ("planner", "api", "tests", "pyproject.toml"))
    settings = {
        "source_paths": ["planner", "api"],
        "only_mutate": changed,
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "--no-cov"],
        "also_copy": others,
    }
    with (tree / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()))
    chosen = [f"*__mutmut_{n}" for n in range(every, 1000, every)] if every > 1 else []
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1), *chosen]
    with (tree / "mutmut.log").open("wb") as log, subprocess.Popen(command, cwd=tree, stdout=log, stderr=log) as running:
        end = time.monotonic() + seconds
        while running.poll() is None and time.monotonic() < end:
            time.sleep(1.0)
        running.terminate()
    counts, survivors = Counter[str](), []
    for meta in (tree / "mutants").rglob("*.meta"):
        for name, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            what = _CODES.get(code, _FOUND)
            counts[what] += 1
            if what in (_NOT_FOUND, "no test"):
                survivors.append(name)
    if not counts[_FOUND] + counts[_NOT_FOUND]:
        print((tree / "mutmut.log").read_text(errors="replace")[-600:])
    return counts, survivors


if __name__ == "__main__":
    raise SystemExit(main())
