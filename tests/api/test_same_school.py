"""The same school twice: asked about, not made twice in silence; each way out leads somewhere."""

from __future__ import annotations

from tests.api.conftest import Site
from tests.api.service import EXAMPLES

HTML = {"Accept": "text/html"}
TINY = (EXAMPLES / "tiny" / "school.yaml").read_text()
OWN = TINY.split("name:", 1)[1].split("\n", 1)[0]


def named(name: str) -> str:
    """The small school under a name that no other test uses."""
    return TINY.replace(f"name:{OWN}", f"name: {name}", 1)


def test_a_name_that_is_there_is_asked_about(lite: Site) -> None:
    me = lite.keeper
    content = named("两次小学")
    first = me.ask("POST", "/api/schools", 201, content=content).json()["id"]
    for again in (content, named("两次 小学"), content + "\n# corrected\n"):
        body = me.refused("POST", "/api/schools?lang=en", "same_school", content=again)
        assert body["params"] == {
            "id": first, "name": body["params"]["name"], "same": f"PUT /api/schools/{first}/document", "second": "another=true"
        }  # fmt: skip
        assert "second one" in body["title"]
    # The same one: its file is replaced. Really another: it has an identity of its own, so that no calendar mixes the two.
    path = f"/api/schools/{first}/document"
    me.ask("PUT", path, content=content + "\n# mine\n", headers={"If-Match": '"1"'})
    second = me.ask("POST", "/api/schools?another=true", 201, content=content).json()["id"]
    assert second != first
    assert f"id: {second}" in me.ask("GET", f"/api/schools/{second}/document").text
    assert "\nid:" not in me.ask("GET", path).text


def test_of_schools_that_one_may_not_see_nothing_is_told(lite: Site) -> None:
    me = lite.keeper
    first = me.ask("POST", "/api/schools", 201, content=named("看不见小学")).json()["id"]
    other = me.member(lite.service, "another-keeper", {}, keeper=True)
    made = other.ask("POST", "/api/schools", 201, content=named("看不见小学")).json()["id"]
    assert made != first


def test_the_page_asks_without_scripts_too(lite: Site) -> None:
    me = lite.keeper
    content = named("页面小学").encode()
    fields = {"_call": "POST /api/schools", "_go": "/schools/{id}?first=1"}
    me.ask("POST", "/act", 303, data=fields, files={"file": ("school.yaml", content)}, headers=HTML)
    shown = me.http.post("/act?lang=zh", data=fields, files={"file": ("school.yaml", content)}, headers=HTML)
    assert shown.status_code == 409
    school = me.refused("POST", "/api/schools", "same_school", content=content)["params"]["id"]
    for way in (
        f'href="/schools/{school}"',
        f'value="POST /api/schools/{school}/document"',
        'value="POST /api/schools?another=true"',
    ):
        assert way in shown.text
    second = {**fields, "_call": "POST /api/schools?another=true"}
    me.ask("POST", "/act", 303, data=second, files={"file": ("school.yaml", content)}, headers=HTML)


def test_words_that_are_corrected_under_a_plan_in_force_are_no_other_school(lite: Site, school: str) -> None:
    """Name of the school, of a helper, a room, a class, and the first day: it is planned on, and every event stays itself."""
    me = lite.keeper
    me.add_school(school)
    me.publish(school, kind="plan", seconds=60)
    feed = me.feed(school, "library")
    before = _uids(me.ask("GET", feed).text)
    corrected = TINY
    for old, new in (
        ("示例小小学校", "示范小小学校"),
        ("甲小一", "甲晓一"),
        ("{zh: 图书室, en: Library}", "{zh: 阅览中心, en: Reading hub}"),
        ("start: 2026-03-02", "start: 2026-03-03"),
        ("  - {grades: 3-4, count: 2, pupils: 25}", _CLASSES),
    ):
        assert old in corrected
        corrected = corrected.replace(old, new)
    me.ask("PUT", f"/api/schools/{school}/document", content=corrected, headers={"If-Match": '"1"'})
    number = me.publish(school, kind="replan", since="2026-03-09")
    assert number == 2
    assert _uids(me.ask("GET", feed).text) == before


_CLASSES = """  - {grades: 3, number: 1, pupils: 25, name: 彩虹班}
  - {grades: 3, number: 2, pupils: 25}
  - {grades: 4, count: 2, pupils: 25}"""


def _uids(calendar: str) -> set[str]:
    return {line for line in calendar.splitlines() if line.startswith("UID:")}
