"""The board in any order of deeds, by two librarians, with a server that is killed between: it is what the planner says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import planner
from planner.board.board import Board
from planner.board.carrying import carried
from planner.board.steps import Step, chips_of
from planner.models.planfile import dump_plan, load_plan
from planner.models.rules import CHANGES
from planner.reading.schoolfile import parse_school
from planner.sessions.book import Book
from tests.api.service import EXAMPLES, Person, Service
from tests.api.test_board import GOOD, AtBoard, places
from tests.campaign import CAMPAIGN, often

SCHOOL = "board-stateful"
DEEDS = ("move", "move", "move", "undo", "pin", "kill", "redo", "best", "free", "over")
TEXT = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
TEXTS = (
    TEXT,
    TEXT.replace("slots: 1, cost: 2", "slots: 1, cost: 5"),
    TEXT.replace("grades: 4, weekdays: MON", "grades: 4, weekdays: FRI"),
)
"""What the school file goes on to: another price of a wish; a ban that holds no more."""
PICK = st.integers(0, 10**6)
_MOST_KILLS = 3 if CAMPAIGN else 1
LOGINS = ("library", "other")


class Desk:
    """The service, who sits before it, and the plan that is published."""

    def __init__(self, data: Path) -> None:
        self.service = Service(data, workers=1).start()
        keeper = self.service.person().set_up(self.service.first_link)
        keeper.add_school(SCHOOL)
        keeper.publish(SCHOOL)
        self.people = [keeper, keeper.member(self.service, LOGINS[1], {SCHOOL: "librarian"})]
        self.published = Book(load_plan(keeper.ask("GET", f"/api/schools/{SCHOOL}/revisions/published/plan.json").content))
        self.text = 0

    @property
    def begun(self) -> Board:
        """The board of the plan in the school file as it is now."""
        return planner.open_board(self.published, school=parse_school(TEXTS[self.text], "school.yaml"))

    def goes_on(self, text: int) -> None:
        """The school file becomes another one."""
        if text == self.text:
            return
        self.text, keeper = text, self.people[0]
        seen = {"If-Match": f'"{keeper.get(f"/api/schools/{SCHOOL}")["version"]}"'}
        keeper.ask("PUT", f"/api/schools/{SCHOOL}/document", content=TEXTS[text].encode(), headers=seen)

    def kill(self) -> None:
        """The plug is pulled, and the service started again; whoever was logged in still is."""
        sessions = [person.http.cookies for person in self.people]
        self.service.kill()
        self.service.start()
        self.people = [self._again(session) for session in sessions]

    def _again(self, session: Any) -> Person:
        person = self.service.person()
        person.http.cookies.update(session)
        return person


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A service of its own: it is killed."""
    found = Desk(tmp_path / "data")
    yield found
    found.service.stop()


def test_any_order_of_deeds(desk: Desk) -> None:
    class AtTheBoard(RuleBasedStateMachine):
        """Two librarians; ``steps`` and ``position`` are what was acknowledged, ``seen`` what each has before her."""

        def __init__(self) -> None:
            super().__init__()
            desk.goes_on(0)
            begun = desk.people[0].post(f"/api/schools/{SCHOOL}/board", {"anew": True}, 201)
            self.steps: list[Step] = []
            self.base = desk.begun
            self.position, self.kills = 0, 0
            self.seen = [begun, desk.people[1].get(f"/api/schools/{SCHOOL}/board")]
            self.start = sorted(places(begun))

        def at(self, who: int) -> AtBoard:
            """One of them."""
            return AtBoard(desk.people[who], SCHOOL, self.seen[who])

        def do(self, who: int, what: str, **more: str) -> bool:
            """Whether it was done; of what she has not seen the board refuses it, and says who was quicker."""
            me, newest = self.at(who), max(board["version"] for board in self.seen)
            if me.board["version"] != newest:
                said = me.refused("board_moved", what, **more)
                assert said["params"] == {"present": str(newest), "by": self.seen[1 - who]["by"]}
                self.seen[who] = me.look()
                return False
            self.seen[who] = me.do(what, **more)
            return True

        def acknowledged(self, who: int, what: str) -> None:
            """A step that has been done by her, as the answer says it."""
            del self.steps[self.position :]
            last = self.seen[who]["steps"][-1]
            assert (last["step"]["kind"], last["author"], last["counts"]) == (what, LOGINS[who], True)
            self.steps.append(Step.model_validate(last["step"]))
            self.position += 1

        @property
        def board(self) -> Board:
            """What the planner makes of what was acknowledged."""
            return Board.of(self.base.base, self.steps, self.position)

        @rule(deed=st.sampled_from(DEEDS), who=st.integers(0, 1), pick=PICK)
        def a_deed(self, deed: str, who: int, pick: int) -> None:
            """Any of them, moves most often; what cannot be done now is not tried."""
            if deed == "move":
                self.move(who, pick)
            elif deed == "pin":
                self.pin_or_let_go(who, pick)
            elif deed == "undo" and self.position:
                self.position -= self.do(who, "undo")
            elif deed == "redo" and self.position < len(self.steps):
                self.position += self.do(who, "redo")
            elif deed == "best":
                self.best(who)
            elif deed == "free":
                self.free_or_open(who, pick)
            elif deed == "over":
                self.taken_over(who)
            elif deed == "kill" and self.kills < _MOST_KILLS:
                self.kills += 1
                self.move(who, pick, kill=True)

        def move(self, who: int, pick: int, *, kill: bool = False) -> None:
            """Put something elsewhere. ``kill``: what was shown before is done by the service that was started afterwards."""
            me, before = self.at(who), self.board
            chips = sorted(places(me.board), reverse=True)
            chips = chips[pick % len(chips) :] + chips[: pick % len(chips)]
            if chips[0] not in chips_of(before.plan):
                me.person.refused("GET", f"{me.path}?chip={quote(chips[0])}", "unknown_chip")
                self.seen[who] = me.look()
                return
            there = (chip for chip in chips if chip in chips_of(before.plan))
            chip, answer, more = next(found for chip in there if (found := self.possible(me, chip, pick)) is not None)
            if kill:
                desk.kill()
            if not self.do(who, "move", chip=chip, to=answer["to"], **more):
                return
            self.acknowledged(who, "move")
            after = self.board
            rest = [sum(c.cost for c in b.report.cost_by_rule if c.rule not in CHANGES) for b in (before, after)]
            assert after.report.ok, after.report.breaches
            assert rest[1] - rest[0] == answer["extra"]
            assert after.report.cost - rest[1] == answer["changes"]

        def possible(self, me: AtBoard, chip: str, pick: int) -> tuple[str, dict[str, Any], dict[str, str]] | None:
            """Something that a chip can do, by the board as it is or by a change of the school."""
            asked = me.lift(chip)
            held = [a for a in asked if a["verdict"] == "impossible" and not (a["held_visits"] or a["held_duties"])]
            if held and pick % 3 == 0:
                of = held[pick // 7 % len(held)]["to"]
                if ways := me.ways(chip, of):
                    return chip, ways[pick // 11 % len(ways)], {"question": "ways", "of": of}
            good = [a for a in asked if a["verdict"] in GOOD]
            return (chip, good[pick // 7 % len(good)], {"question": "lift"}) if good else None

        def pin_or_let_go(self, who: int, pick: int) -> None:
            chips = sorted(places(self.seen[who]))
            chip = chips[pick % len(chips)]
            what = "unpin" if chip in {c["chip"] for c in self.seen[who]["chips"] if c["pinned"]} else "pin"
            if self.do(who, what, chip=chip):
                self.acknowledged(who, what)

        def free_or_open(self, who: int, pick: int) -> None:
            visits = sorted(c["chip"] for c in self.seen[who]["chips"] if c["chip"].startswith("visit"))
            _kind, _who, _demand, turn, window, *_ = visits[pick % len(visits)].split("~")
            if kept := self.board.kept_free:
                if self.do(who, "open", to=kept[0]):
                    self.acknowledged(who, "open")
                return
            try:
                self.board.free(turn, window)
            except planner.Declined:
                self.seen[who] = self.at(who).look()
                self.at(who).refused("no_room_elsewhere", "free", to=f"{turn}~{window}~0")
                return
            if self.do(who, "free", to=f"{turn}~{window}~0"):
                self.acknowledged(who, "free")
                assert not [x for x in self.board.plan.visits if (x.turn, x.window) == (turn, window)]

        def taken_over(self, who: int) -> None:
            """The school file goes on, and what counts of what was done is done again in it."""
            desk.goes_on((desk.text + 1) % len(TEXTS))
            self.base = desk.begun
            board, came = carried(self.steps[: self.position], self.base)
            authors = [one["author"] for one in max(self.seen, key=lambda b: int(b["version"]))["steps"]]
            self.seen[who] = self.at(who).person.post(f"/api/schools/{SCHOOL}/board", {"anew": True, "keep": True}, 201)
            self.seen[1 - who] = self.at(1 - who).look()
            done = self.seen[who]["steps"]
            assert [Step.model_validate(one["step"]) for one in done] == list(board.steps)
            assert [one["author"] for one in done] == [authors[n] for n in came]
            self.steps, self.position, self.start = list(board.steps), board.position, sorted(chips_of(self.base.plan))

        def best(self, who: int) -> None:
            before, version = self.board, self.seen[who]["version"]
            if self.do(who, "best") and self.seen[who]["version"] != version:  # else it was the best already
                self.acknowledged(who, "best")
                assert self.board.report.cost <= before.report.cost

        @invariant()
        def the_newest_is_what_was_acknowledged(self) -> None:
            shown = max(self.seen, key=lambda board: int(board["version"]))
            board = self.board
            assert sorted(places(shown)) == sorted(chips_of(board.plan))
            assert {c["chip"] for c in shown["chips"] if c["pinned"]} == board.pins
            assert {c["chip"] for c in shown["chips"] if c["fixed"]} == set(board.fixed)
            assert shown["kept_free"] == list(board.kept_free)
            assert (shown["position"], len(shown["steps"])) == (self.position, len(self.steps))
            assert shown["cost"] == board.report.cost

        def teardown(self) -> None:
            """Both see the same at last; its draft is the plan to the byte; undone to the start nothing is left to draft."""
            for who in (0, 1):
                self.seen[who] = self.at(who).look()
            assert self.seen[0] == self.seen[1]
            me, board, revisions = self.at(0), self.board, f"/api/schools/{SCHOOL}/revisions"
            if board.plan is not board.base.plan and not board.allowed:
                number = me.person.ask("POST", revisions, 201, headers=me.match).json()["number"]
                drafted = me.person.ask("GET", f"{revisions}/{number}/plan.json").content
                assert drafted == dump_plan(board.book.planfile)
                me.person.ask("DELETE", f"{revisions}/{number}", 200, 204)
            while me.board["position"]:
                me.do("undo")
            assert sorted(places(me.board)) == self.start
            me.person.refused("POST", revisions, "nothing_to_change", headers=me.match)

    usual, steps = often(20), 25
    if not CAMPAIGN:
        usual, steps = settings(usual, max_examples=3), 10
    run_state_machine_as_test(AtTheBoard, settings=settings(usual, stateful_step_count=steps))  # type: ignore[no-untyped-call]
