"""The board over HTTP: two librarians, ways that change the school, and a draft that goes the ordinary way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.api.conftest import Site
from tests.api.service import Person
from tests.builders import a_window, as_file, borrowing, visiting

GOOD = ("free", "moves")


class AtBoard:
    """A librarian at the board of a school."""

    def __init__(self, person: Person, school: str, board: dict[str, Any]) -> None:
        self.person, self.school, self.board = person, school, board
        self.path = f"/api/schools/{school}/board"

    @property
    def match(self) -> dict[str, str]:
        """The version as she knows it."""
        return {"If-Match": f'"{self.board["version"]}"'}

    def look(self) -> dict[str, Any]:
        """The board as it is."""
        self.board = self.person.get(self.path)
        return self.board

    def do(self, what: str, **more: str) -> dict[str, Any]:
        """Something that changes it."""
        answer = self.person.ask("PATCH", self.path, json={"do": what, **more}, headers=self.match)
        self.board = answer.json()
        assert answer.headers["ETag"] == self.match["If-Match"]
        return self.board

    def ways(self, chip: str, to: str) -> list[dict[str, Any]]:
        """What other ways there are to one of the answers."""
        found = self.person.get(f"{self.path}?chip={quote(chip)}&of={quote(to)}")
        return list(found["verdicts"]["answers"])

    def refused(self, code: str, what: str, **more: str) -> dict[str, Any]:
        """The same, where it must be refused."""
        return self.person.refused("PATCH", self.path, code, json={"do": what, **more}, headers=self.match)

    def lift(self, chip: str, seat: bool = False) -> list[dict[str, Any]]:
        """What every place would take."""
        found = self.person.get(f"{self.path}?chip={quote(chip)}&seat={str(seat).lower()}")
        return list(found["verdicts"]["answers"])

    def first(self) -> tuple[str, dict[str, Any]]:
        """A visit that could be elsewhere, and where."""
        for chip in (c["chip"] for c in self.board["chips"]):
            for answer in self.lift(chip):
                if answer["verdict"] in GOOD:
                    return chip, answer
        raise AssertionError("nothing can move")

    def move(self, chip: str, answer: dict[str, Any], question: str = "lift") -> dict[str, Any]:
        """Put it there."""
        return self.do("move", chip=chip, to=answer["to"], question=question)


def at_board(site: Site, school: str) -> AtBoard:
    """Two librarians of a published school; the first of them has opened the board."""
    site.keeper.add_school(school)
    site.keeper.publish(school)
    return AtBoard(site.keeper, school, site.keeper.post(f"/api/schools/{school}/board", {}, 201))


def places(board: dict[str, Any]) -> Iterator[str]:
    """Where everything stands."""
    return (c["chip"] for c in board["chips"])


def test_what_was_shown_is_done_and_undone_and_becomes_a_draft(site: Site, school: str) -> None:
    me = at_board(site, school)
    start = sorted(places(me.board))
    chip, answer = me.first()
    moved = me.move(chip, answer)
    assert (moved["position"], moved["moved"]) == (1, 1 + len([v for v in answer["visits"] if v["visitor"] not in chip]))
    (put,) = [c for c in moved["chips"] if c["pinned"]]
    assert put["moved"]
    assert [s["author"] for s in moved["steps"]] == ["library"]
    assert answer["tells"] or answer["verdict"] == "free"
    assert sorted(places(me.do("undo"))) == start
    me.refused("nothing_to_undo", "undo")
    revisions = f"/api/schools/{school}/revisions"
    me.person.refused("POST", revisions, "nothing_to_change", headers=me.match)
    assert sorted(places(me.do("redo"))) == sorted(places(moved))
    assert not [c for c in me.do("unpin", chip=put["chip"])["chips"] if c["pinned"]]
    me.do("best")
    me.do("undo")
    duty = next(c["chip"] for c in me.board["chips"] if c["chip"].startswith("duty"))
    assert len({a["helper"] for a in me.lift(duty, seat=True)}) == 3, "everybody but the one who has it"
    drafted = me.person.ask("POST", revisions, 201, headers=me.match).json()
    assert (drafted["state"], drafted["base"]) == ("draft", 1)
    told = me.person.get(f"{revisions}/{drafted['number']}/changes")
    assert (told["moved"], told["helpers"]) == (me.board["moved"], me.board["helpers"])
    me.person.post(f"{revisions}/{drafted['number']}/publish")
    # The plan it was opened on is not the published one any more.
    me.person.refused("POST", revisions, "draft_is_stale", headers=me.match)
    me.person.ask("DELETE", me.path, 204)
    me.person.refused("GET", me.path, "not_found")


def test_what_is_allowed_on_the_way_is_written_into_the_school_file_with_the_draft(site: Site, school: str) -> None:
    """3(1) is pinned in the first of two slots by the file, where 3(2) is to come."""
    demand = borrowing(pins=[{"classes": "3-1", "slots": 1}])
    content = as_file(visiting(2, windows=[a_window(slots=2, classes=1)], demands=[demand]))
    site.keeper.add_school(school, content)
    site.keeper.publish(school)
    path = f"/api/schools/{school}"
    me = AtBoard(site.keeper, school, site.keeper.post(f"{path}/board", {}, 201))
    pinned, other = sorted(places(me.board))
    assert [c["chip"] for c in me.board["chips"] if c["fixed"]] == [pinned]
    (no,) = [a for a in me.lift(other) if a["verdict"] == "impossible"]
    ways = me.ways(other, no["to"])
    (way,) = [a for a in ways if [fix["code"] for fix in a["way"]] == ["drop_pin"]]
    assert way["allows"]
    file = f"{path}/document"
    before = me.person.ask("GET", file).content
    moved = me.do("move", chip=other, to=way["to"], question="ways", of=no["to"])
    assert not [c for c in moved["chips"] if c["fixed"]]
    assert me.person.ask("GET", file).content == before, "nothing of it is in the file yet"
    assert sorted(places(me.do("undo"))) == [pinned, other]
    me.do("redo")
    number = me.person.ask("POST", f"{path}/revisions", 201, headers=me.match).json()["number"]
    assert b"pins" in before
    assert b"pins" not in me.person.ask("GET", file).content
    assert me.person.get(path)["version"] == me.person.get(f"{path}/revisions/{number}")["version"] == 2
    # The file has gone on: what was allowed upon the one before cannot be written once more.
    me.person.refused("POST", f"{path}/revisions", "file_went_on", headers=me.match)
    me.person.post(f"{path}/revisions/{number}/publish")
    me.do("undo")
    assert me.do("unpin", chip=pinned)["steps"][-1]["step"]["way"]


def test_a_class_that_comes_in_mid_term_waits_and_is_put_somewhere(site: Site, school: str) -> None:
    """What the school file says by now is on the board; nothing is drafted before everybody has a place."""
    windows, path = [a_window(slots=3, classes=1)], f"/api/schools/{school}"
    site.keeper.add_school(school, as_file(visiting(2, windows=windows)))
    site.keeper.publish(school)
    before = AtBoard(site.keeper, school, site.keeper.post(f"{path}/board", {}, 201)).board
    assert before["waiting"] == []
    file = f"{path}/document"
    site.keeper.ask("PUT", file, content=as_file(visiting(3, windows=windows)), headers={"If-Match": '"1"'})
    me = AtBoard(site.keeper, school, site.keeper.post(f"{path}/board", {"anew": True}, 201))
    (late,) = me.board["waiting"]
    assert (late["who"], late["what"], late["times"]) == ("3-3", "borrow", 1)
    assert sorted(places(me.board)) == sorted(places(before))
    me.person.refused("POST", f"{path}/revisions", "still_waiting", headers=me.match)
    free = next(a for a in me.lift(late["chip"]) if a["verdict"] == "free")
    put = me.move(late["chip"], free)
    assert (put["waiting"], len(put["chips"])) == ([], 3)
    assert me.do("undo")["waiting"] == [late]
    me.do("redo")
    number = me.person.ask("POST", f"{path}/revisions", 201, headers=me.match).json()["number"]
    me.person.post(f"{path}/revisions/{number}/publish")
    assert me.person.get(f"{path}/revisions/{number}")["version"] == me.person.get(path)["version"]
    # The plan has gone on with what was moved: that is no step any more. Then the file does, under the hands.
    kept = {"anew": True, "keep": True}
    me.board = me.person.post(f"{path}/board", kept, 201)
    assert (me.board["steps"], sorted(places(me.board))) == ([], sorted(places(put)))
    me.do("pin", chip=me.board["chips"][0]["chip"])
    mine = me.board["chips"][1]["chip"]
    me.move(mine, next(a for a in me.lift(mine) if a["verdict"] == "moves"))
    windows, version = [a_window(slots=3, classes=1, weekdays="MON,TUE")], me.person.get(path)["version"]
    newer = as_file(visiting(3, windows=windows))
    me.person.ask("PUT", file, content=newer, headers={"If-Match": f'"{version}"'})
    again = me.person.post(f"{path}/board", kept, 201)
    assert [(x["step"]["kind"], x["author"]) for x in again["steps"]] == [("pin", "library"), ("move", "library")]
    assert sorted(places(again)) == sorted(places(me.board))


def test_two_librarians_never_overwrite_each_other(site: Site, school: str) -> None:
    me = at_board(site, school)
    other = site.keeper.member(site.service, f"other-{school}", {school: "librarian"})
    she = AtBoard(other, school, other.get(me.path))
    chip, answer = me.first()
    assert she.lift(chip) == me.lift(chip), "both are shown the same"
    unchanged = me.person.http.get(me.path, headers={"If-None-Match": me.match["If-Match"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    she.move(chip, answer)
    said = me.refused("board_moved", "move", chip=chip, to=answer["to"])
    assert said["params"] == {"present": str(she.board["version"]), "by": f"other-{school}"}
    assert me.look() == she.look()
    assert me.board["by"] == f"other-{school}"
    again = me.person.post(f"/api/schools/{school}/board", {}, 201)
    assert (again["id"], again["position"]) == (me.board["id"], 1), "opened once more, it is the same"
    me.refused("unknown_chip", "move", chip=chip, to=answer["to"])
    me.person.refused("GET", f"{me.path}?chip=visit~nobody", "unknown_chip")
    me.refused("not_possible", "move", chip=me.board["chips"][0]["chip"], to="nowhere")
    me.person.refused("PATCH", me.path, "precondition_required", json={"do": "undo"})
    viewer = site.keeper.member(site.service, f"viewer-{school}", {school: "viewer"})
    viewer.refused("GET", me.path, "not_allowed")
