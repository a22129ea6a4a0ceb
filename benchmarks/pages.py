"""What a page costs the service, in processor time: a paper shown as a page may cost no more than twice the school page.

A paper is made once for a plan and kept, and so is what the page of the school knows of the plan: the first answer is held
against the first, what follows against what follows. Ratios of one run, so that they mean the same on any machine.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.jobs import used
from tests.api.service import EXAMPLES, Person, Service, serving

MOST = 2.0
EXAMPLE = "noon-36"
_HTML = {"Accept": "text/html"}


def main() -> int:
    """Print the table; exit 1 when a paper costs more than ``MOST`` school pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=20)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as service:
        me = service.person().set_up(service.first_link)
        text = (EXAMPLES / EXAMPLE / "school.yaml").read_text(encoding="utf-8")
        for school in ("warm", "cold"):
            # By another name: what is kept of one plan must be of no use for the other.
            me.add_school(school, re.sub(r"^name: .*", f"name: {school}", text, count=1, flags=re.MULTILINE))
            me.publish(school)
        shown = me.ask("GET", "/schools/warm/print", headers=_HTML).text
        papers = sorted(set(re.findall(r"/revisions/[^\"?]+\.html", shown)))
        for path in ("/schools/warm", *(f"/api/schools/warm{paper}" for paper in papers)):
            me.ask("GET", f"{path}?lang=zh", headers=_HTML)  # what a process loads once is nobody's page
        page = ("the school page", "/schools/cold")
        asked = (page, *((paper, f"/api/schools/cold{paper}") for paper in papers))
        found = {name: _costs(service, me, path, repeat) for name, path in asked}
    school = found.pop(page[0])
    print(f"{page[0]:>24}: {school.first * 1000:5.0f} ms of processor time the first time, {school.again * 1000:5.1f} ms again")
    for name, paper in found.items():
        first, again = paper.first / school.first, paper.again / school.again
        print(f"{name.rpartition('/')[2]:>24}: {first:5.2f} school pages the first time, {again:5.2f} again")
    return 0 if all(one.first <= MOST * school.first and one.again <= MOST * school.again for one in found.values()) else 1


class Costs(NamedTuple):
    """Seconds of processor time of the service for an answer: the first one, and each that follows."""

    first: float
    again: float


def _costs(service: Service, me: Person, path: str, repeat: int) -> Costs:
    return Costs(cost(service, me, f"{path}?lang=zh", 1), cost(service, me, f"{path}?lang=zh", repeat))


def cost(service: Service, me: Person, path: str, count: int) -> float:
    """Seconds of processor time of the service for one answer."""
    pid = service.process.pid
    assert pid is not None
    begin = used([pid])
    for _ in range(count):
        me.ask("GET", path, headers=_HTML)
    return (used([pid]) - begin) / count


if __name__ == "__main__":
    raise SystemExit(main())
