"""The service as one school sees it, in any order of deeds: what it says of itself is what was done, and nothing else."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.api.conftest import Site
from tests.api.service import EXAMPLES
from tests.campaign import CAMPAIGN, often

TINY = (EXAMPLES / "tiny" / "school.yaml").read_bytes()
_NUMBERS = itertools.count()
_MOST_PLANS = 12 if CAMPAIGN else 2
"""Planning takes time: what is done with plans is what is looked at."""


def test_any_order_of_deeds(lite: Site) -> None:
    me = lite.keeper

    class School(RuleBasedStateMachine):
        """One school, by its model: version of the file, drafts with the plan they go on from, the plan in force, links."""

        def __init__(self) -> None:
            super().__init__()
            self.id = f"stateful-{next(_NUMBERS)}"
            self.path = f"/api/schools/{self.id}"
            self.version = me.add_school(self.id, TINY)["version"]
            self.drafts: dict[int, int | None] = {}
            self.published: int | None = None
            self.plans = 0
            self.links: dict[str, str] = {}
            self.gone: list[str] = []

        @rule()
        def write(self) -> None:
            content = TINY + f"\n# {self.version}\n".encode()
            match = {"If-Match": f'"{self.version}"'}
            self.version = me.ask("PUT", f"{self.path}/document", 200, content=content, headers=match).json()["version"]
            me.refused("PUT", f"{self.path}/document", "stale", content=content, headers=match)

        @precondition(lambda self: self.plans < _MOST_PLANS)
        @rule()
        def plan(self) -> None:
            self.plans += 1
            found = me.run(self.id, kind="plan", seconds=300)
            assert found["state"] == "done"
            (number,) = found["outcome"]["revisions"]
            assert number not in self.drafts
            self.drafts[number] = self.published

        @precondition(lambda self: self.drafts)
        @rule()
        def publish(self) -> None:
            number, base = next(iter(self.drafts.items()))
            answer = me.http.request("POST", f"{self.path}/revisions/{number}/publish", json={"allow_past": True})
            assert (answer.status_code == 200) == (base == self.published), answer.text
            if answer.status_code == 200:
                self.published = number
                del self.drafts[number]
            else:
                assert answer.json()["code"] == "draft_is_stale"
                me.ask("DELETE", f"{self.path}/revisions/{number}", 204)
                del self.drafts[number]

        @rule()
        def undo(self) -> None:
            answer = me.http.request("POST", f"{self.path}/undo", json={"allow_past": True})
            assert (answer.status_code == 200) == (self.published is not None), answer.text
            if answer.status_code == 200:
                listed = self._revisions()
                now = [r["number"] for r in listed if r["state"] == "published"]
                self.published = now[0] if now else None
                # A first publication becomes a draft again.
                self.drafts = {r["number"]: r["base"] for r in listed if r["state"] == "draft"}

        @precondition(lambda self: self.published is not None)
        @rule()
        def subscribe(self) -> None:
            made = me.post(f"{self.path}/feeds", {"scope": "library"}, 201)
            self.links[made["url"][made["url"].index("/feeds/") :]] = made["id"]

        @precondition(lambda self: self.links)
        @rule()
        def take_back(self) -> None:
            path, link = self.links.popitem()
            me.ask("DELETE", f"{self.path}/feeds/{link}", 204)
            self.gone.append(path)

        @invariant()
        def tells_what_was_done(self) -> None:
            shown = me.get(self.path)
            assert shown["version"] == self.version
            assert (shown["published"] or {}).get("number") == self.published
            listed = self._revisions()
            assert sum(r["state"] == "published" for r in listed) == (self.published is not None)
            assert {r["number"] for r in listed if r["state"] == "draft"} == set(self.drafts)

        @invariant()
        def calendars_are_there_until_taken_back(self) -> None:
            bodies = set()
            for path in self.links:
                answer = me.ask("GET", path, 200)
                bodies.add(answer.content)
                me.ask("GET", path, 304, headers={"If-None-Match": answer.headers["etag"]})
            assert len(bodies) <= 1
            for path in self.gone:
                me.ask("GET", path, 410)

        def _revisions(self) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = me.get(f"{self.path}/revisions")
            return found

    steps = 40 if CAMPAIGN else 14
    usual = often(20) if CAMPAIGN else settings(often(1), max_examples=1)
    run_state_machine_as_test(School, settings=settings(usual, stateful_step_count=steps))  # type: ignore[no-untyped-call]
