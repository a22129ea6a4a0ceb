"""Forms are forms: they work without scripts, say what they ask for, and put nothing into an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from api.forms import BadForm, asked
from tests.api.pages.conftest import PATIENCE, Tab
from tests.api.pages.walk import HTML, SCHOOL, House
from tests.api.service import EXAMPLES, PASSWORD, serving


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ([("login", "a"), ("_login", "b")], {"login": "a"}),
        ([("days:number", "3"), ("late:number", "1.5")], {"days": 3, "late": 1.5}),
        ([("days:number", "many")], {"days": "many"}),
        ([("since:optional", ""), ("runs_as:optional", "-")], {"since": None, "runs_as": None}),
        ([("on:boolean", "on"), ("off:boolean", "no")], {"on": True, "off": False}),
        ([("s:list", "a"), ("s:list", "b")], {"s": ["a", "b"]}),
        ([("days.0.date", "d"), ("days.0.confirmed:boolean", "true")], {"days": [{"date": "d", "confirmed": True}]}),
        (
            [("_body", '{"roles": {"x": "viewer"}}'), ("roles:key", "y"), ("roles:value", "z")],
            {"roles": {"x": "viewer", "y": "z"}},
        ),
        ([("_body", '{"keeper": true}')], {"keeper": True}),
        ([], None),
    ],
)
def test_names_of_fields_say_place_and_type(fields: list[tuple[str, str]], body: Any) -> None:
    assert asked([("_call", "POST /api/x"), *fields]).body == body


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [("_call", "GET /api/me")],
        [("_call", "POST /login")],
        [("_call", "POST http://elsewhere/api/x")],
        [("_call", "POST /setup/more")],
        [("_call", "POST /api/x"), ("_body", "{")],
        [("_call", "POST /api/x"), ("_body", "[1]"), ("a", "b")],
        [("_call", "POST /api/x"), ("a.b.c.d.e.f.g", "x")],
        [("_call", "POST /api/x"), ("a", "x"), ("a.b", "y")],
        [("_call", "POST /api/x"), ("a.1.b", "y"), ("a.0", "x"), ("a.7", "x"), ("a.1.b.c", "y")],
        [("_call", "POST /api/x"), ("a:secret", "x")],
    ],
)
def test_other_forms_are_no_forms_of_ours(fields: list[tuple[str, str]]) -> None:
    with pytest.raises(BadForm):
        asked(fields)


def test_form_of_another_site_is_refused(house: House) -> None:
    fields = {"_call": f"POST /api/schools/{SCHOOL}/undo"}
    keeper = house.people["librarian"]
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        keeper.refused("POST", "/act", "cross_site", data=fields, headers=headers)
    # Browsers must be allowed to say on which page of ours a form stands.
    assert keeper.ask("GET", "/login", 303).headers["referrer-policy"] == "same-origin"


def test_refusal_is_a_page_with_a_way_back(house: House) -> None:
    keeper, url = house.people["librarian"], house.service.url
    page = f"/schools/{SCHOOL}"
    fields = {"_call": f"POST /api/schools/{SCHOOL}/runs", "kind": "replan", "since": "1999-01-01"}
    answer = keeper.ask("POST", "/act", 422, data=fields, headers={**HTML, "Referer": url + page})
    assert f'href="{page}"' in answer.text
    assert "1999-01-01" in answer.text
    elsewhere = keeper.ask("POST", "/act", 422, data=fields, headers={**HTML, "Referer": "http://evil.example/x"})
    assert "evil" not in elsewhere.text
    # Scripts get the service's own answer.
    keeper.refused("POST", "/act", "bad_since", data=fields, headers={"Accept": "application/json"})
    stranger = house.service.person().ask("POST", "/act", 303, data=fields, headers={**HTML, "Referer": url + page})
    assert stranger.headers["location"] == f"/login?next={page}"


def test_words_of_an_answer_stand_on_the_next_page_once(house: House) -> None:
    keeper = house.people["librarian"]
    fields = {"_call": "POST /api/tokens", "label": "x", "days:number": "1", "_go": "/account", "_said": "<b>made</b>"}
    answer = keeper.ask("POST", "/act", 303, data=fields, headers=HTML)
    assert answer.headers["location"] == "/account"
    assert "&lt;b&gt;made&lt;/b&gt;" in keeper.ask("GET", "/account", headers=HTML).text
    assert "made&lt;" not in keeper.ask("GET", "/account", headers=HTML).text
    away = keeper.ask("POST", "/act", 303, data={**fields, "_go": "//evil.example"}, headers=HTML)
    assert away.headers["location"] == "/"


def _fresh(browser: Browser, url: str, addresses: list[str]) -> Page:
    context = browser.new_context(base_url=url, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("request", lambda request: addresses.append(request.url))
    return page


def test_first_day_without_scripts(browser: Browser, tmp_path: Path) -> None:
    addresses: list[str] = []
    with serving(tmp_path / "data") as service:
        page = _fresh(browser, service.url, addresses)
        page.goto(service.first_link)
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.get_by_role("button", name="开始使用").click()
        page.get_by_role("button", name="试用示例学校").click()
        # That one click is all: the page looks again by itself until the plan is there, and shows its rota.
        expect(page.locator(".rota .who").first).to_be_visible()
        page.get_by_role("button", name="发布这份安排").click()
        expect(page.locator("#standing")).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("已发布")
        for summary in page.locator("#calendar summary").all():
            summary.click()
        page.locator("#calendar").get_by_role("button", name="加入").first.click()
        expect(page.get_by_role("status")).to_contain_text("已写入学校文件")
        page.get_by_role("button", name="退出").click()
        expect(page).to_have_url(f"{service.url}/login")
        page.get_by_label("用户名").fill("图书馆")
        page.get_by_label("密码", exact=True).fill("not the password")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_text("不对")).to_be_visible()
        page.get_by_role("link", name="回到刚才的页面").click()
        page.get_by_label("用户名").fill("图书馆")
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.locator("#standing")).to_be_visible()
        page.context.close()
    assert [a for a in addresses if "password" in a.lower() or "horse" in a] == []


def test_login_works_when_the_scripts_do_not_come(house: House, open_tab: Callable[..., Tab]) -> None:
    page, _wrong = open_tab(house.service.url, lang="en-GB")
    page.route("**/base/*.js", lambda route: route.abort())
    page.goto("/login?next=/account")
    page.get_by_label("Login name").fill("page-viewer")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{house.service.url}/account")


def test_a_school_that_is_there_is_asked_about(house: House, open_tab: Callable[..., Tab]) -> None:
    keeper = house.people["librarian"]
    page, wrong = open_tab(house.service.url, keeper)
    tiny = (EXAMPLES / "tiny" / "school.yaml").read_bytes().replace(b"seats: 30", b"seats: 29")
    door = page.locator(".door").filter(has_text="我填好了工作簿")

    def sent_again() -> None:
        page.goto("/schools")
        door.locator("input[type=file]").set_input_files([{"name": "x.yaml", "mimeType": "", "buffer": tiny}])
        expect(door.locator("[role=alert]")).to_contain_text("是同一所吗")

    sent_again()
    there = door.get_by_role("link", name="打开已有的学校").get_attribute("href")
    door.get_by_role("button", name="用这个文件替换它的文件").click()
    page.wait_for_url(f"**{there}/files/*")
    sent_again()
    door.get_by_role("button", name="另建一所学校").click()
    page.wait_for_url("**/schools/school-*")
    second = urlsplit(page.url).path.rpartition("/")[2]
    assert f"/schools/{second}" != there
    keeper.ask("DELETE", f"/api/schools/{second}", 204)
    # That it was refused first is what a browser writes down, too.
    assert [x for x in wrong if "409" not in x] == []
